import asyncio

async def leaves(depth):
    if depth == 0:
        await asyncio.sleep(0.1)
        return 1
    left, right = await asyncio.gather(leaves(depth - 1), leaves(depth - 1))
    return left + right

print(asyncio.run(leaves(6)), "leaves")
