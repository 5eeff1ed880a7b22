async def blocks():
    await asyncio.sleep(0.1)
    compute(0.3)

async def main():
    task = asyncio.create_task(blocks())
    start, longest = time.monotonic(), 0
    while time.monotonic() - start < 0.6:
        before = time.monotonic()
        await asyncio.sleep(0.016)
        longest = max(longest, time.monotonic() - before)
    print(f"the longest frame: {longest * 1000:.0f} ms")
