async def transfer(from_lock, to_lock):
    async with from_lock:
        print("locked one")
        await asyncio.sleep(0.1)
        async with to_lock:
            print("transferred")

async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(transfer(a, b), transfer(b, a))
