async def pool(chunks, workers):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=workers) as processes:
        parts = [loop.run_in_executor(processes, compute, chunk) for chunk in chunks]
        return await asyncio.gather(*parts)
