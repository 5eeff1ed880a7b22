async def produce(parts):
    for part in [1, 2, 3]:
        await parts.put(part)
        print(f"sent {part}")

async def main():
    parts = asyncio.Queue(1)
    task = asyncio.create_task(produce(parts))
    for _ in range(3):
        part = await parts.get()
        await asyncio.sleep(0.1)
        print(f"used {part}")
