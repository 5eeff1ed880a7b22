import asyncio

async def worker(name, jobs):
    while (millis := await jobs.get()) is not None:
        await asyncio.sleep(millis / 1000)
        print(f"{name}: a job of {millis} ms")
    print(f"{name}: no more jobs")

async def main():
    jobs = asyncio.Queue(10)
    async with asyncio.TaskGroup() as workers:
        for name in ("one", "two", "three"):
            workers.create_task(worker(name, jobs))
        for millis in (300, 100, 100, 200, 100):
            await jobs.put(millis)
        for _ in range(3): # A queue is not closed: each is told.
            await jobs.put(None)

asyncio.run(main())
