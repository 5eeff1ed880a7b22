# A coroutine holds references; what they point to is elsewhere.
async def holds():
    buffer = bytes(16_384)
    await asyncio.sleep(0.1)
    print(f"holds: {len(buffer)} bytes")

async def lets_go():
    print(f"lets go: {len(bytes(16_384))} bytes")
    await asyncio.sleep(0.1)

async def main():
    await asyncio.gather(holds(), lets_go())
