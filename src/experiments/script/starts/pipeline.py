import asyncio

async def read(out):
    for number in range(1, 6):
        await asyncio.sleep(0.05)
        print(f"read {number}")
        await out.put(number)
    await out.put(None)

async def square(numbers):
    total = 0
    while (number := await numbers.get()) is not None:
        await asyncio.sleep(0.15)
        print(f"squared {number}")
        total += number * number
    return total

async def main():
    queue = asyncio.Queue(1)
    reader = asyncio.create_task(read(queue))
    print(f"the sum is {await square(queue)}")
    await reader

asyncio.run(main())
