async def inner():
    await asyncio.sleep(0.2)
    print("inner: the timer woke us all")
    return 42

async def outer():
    return await inner() + 1

async def main():
    number = await outer()
    print("main: got", number)
