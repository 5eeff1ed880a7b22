async def sliced(work_for_a_slice):
    while work_for_a_slice():
        await asyncio.sleep(0)
