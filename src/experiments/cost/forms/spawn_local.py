async def spawn(count, body, created):
    tasks = [asyncio.create_task(body()) for _ in range(count)]
    created()
    await asyncio.gather(*tasks)
