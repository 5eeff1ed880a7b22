async def answer():
    print("answer: begins")
    await asyncio.sleep(0.2)
    print("answer: done")
    return 42

async def main():
    task = asyncio.create_task(answer())
    print("main: spawned it")
    await asyncio.sleep(0.5)
    print("main: awaits it")
    # Over already: this does not go through the event loop.
    print("main: got", await task)
