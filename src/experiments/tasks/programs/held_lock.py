async def add(lock, sums):
    async with lock:
        await asyncio.sleep(0.1)
        sums.append(len(sums) + 1)
        print(f"the sum is {sums[-1]}")

async def main():
    lock, sums = asyncio.Lock(), []
    await asyncio.gather(*(add(lock, sums) for _ in range(3)))
