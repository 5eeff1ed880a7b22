async def worker(job):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=1) as process:
        return await loop.run_in_executor(process, compute, job)
