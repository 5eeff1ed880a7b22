async def main():
    slow = asyncio.create_task(fetch("delay/1"))
    fast = asyncio.create_task(fetch("delay/0.3"))
    done, losers = await asyncio.wait(
        [slow, fast], return_when=asyncio.FIRST_COMPLETED
    )
    print("the first answer:", done.pop().result())
    for loser in losers:
        loser.cancel()
    print("the other is cancelled")
