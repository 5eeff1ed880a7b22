async def add_up(numbers):
    total = 0
    for number in numbers:
        total += number
        print(number, "makes", total)
        await asyncio.sleep(0.2)
    return total

async def main():
    total = await add_up([1, 2, 3])
    print("the sum is", total)
