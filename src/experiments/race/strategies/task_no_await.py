async def task_no_await(adds, counter):
    for _ in range(adds):
        value = counter.value
        counter.value = value + 1
        await asyncio.sleep(0)
