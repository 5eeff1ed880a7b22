async def task_await(adds, counter):
    for _ in range(adds):
        value = counter.value
        await asyncio.sleep(0)
        counter.value = value + 1
