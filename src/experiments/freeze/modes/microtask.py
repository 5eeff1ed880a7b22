# asyncio has no microtasks: sleep(0) lets the whole loop go round once.
async def microtask(work_for_a_slice):
    while work_for_a_slice():
        await asyncio.sleep(0)
