# A future of its own has the same trap: nobody sets its result.
async def main():
    sound = asyncio.create_task(asyncio.sleep(0.3))
    lost = asyncio.get_running_loop().create_future()
    await sound
    print("sound is done")
    await lost
    print("lost is done")
