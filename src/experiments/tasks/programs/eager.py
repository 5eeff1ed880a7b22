async def main():
    eager = asyncio.create_task(asyncio.sleep(0.3))
    lazy = asyncio.sleep(0.3)
    await asyncio.sleep(0.2)
    start = time.monotonic()
    await eager
    print(f"eager took {time.monotonic() - start:.1f} s")
    start = time.monotonic()
    await lazy
    print(f"lazy took {time.monotonic() - start:.1f} s")
