# Who awaits by hand can lose the wake as well: nobody sets the result.
async def main():
    sound = asyncio.create_task(asyncio.sleep(0.3))
    lost = asyncio.get_running_loop().create_future()
    await sound
    print("sound is done")
    await lost
    print("lost is done")
