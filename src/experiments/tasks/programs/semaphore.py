async def ask(name, permits):
    async with permits:
        answer = await fetch("delay/0.2")
    print(f"{name}: {answer}")

async def main():
    permits = asyncio.Semaphore(2)
    names = ["one", "two", "three", "four", "five"]
    await asyncio.gather(*(ask(name, permits) for name in names))
