async def gather(count, body, created):
    coroutines = [body() for _ in range(count)]
    created()  # Nothing runs before it is awaited.
    await asyncio.gather(*coroutines)
