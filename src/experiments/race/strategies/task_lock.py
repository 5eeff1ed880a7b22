async def task_lock(adds, counter, lock):
    for _ in range(adds):
        async with lock:  # asyncio.Lock()
            value = counter.value
            await asyncio.sleep(0)
            counter.value = value + 1
