async def worker(jobs):
    while True:
        job = await jobs.get()
        print(f"job {job}")
        if job > 1:
            jobs.put_nowait(job - 1)

async def main():
    jobs = asyncio.Queue()
    jobs.put_nowait(3)
    task = asyncio.create_task(worker(jobs))
    await asyncio.sleep(0)
