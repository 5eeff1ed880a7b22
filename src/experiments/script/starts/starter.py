import asyncio

async def runner(name, start, seconds):
    await start.wait()
    await asyncio.sleep(seconds)
    print(f"{name} arrives")

async def main():
    start = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for name, it in {"ann": 0.3, "ben": 0.1, "cleo": 0.2, "dan": 0.4}.items():
            group.create_task(runner(name, start, it))
        await asyncio.sleep(0.2)
        print("go!")
        start.set()

asyncio.run(main())
