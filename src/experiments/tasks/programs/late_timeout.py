async def busy():
    await asyncio.sleep(0.05)
    compute(0.3)

async def main():
    start = time.monotonic()
    task = asyncio.create_task(busy())
    try:
        await asyncio.wait_for(asyncio.sleep(0.4), timeout=0.15)
        print("answered")
    except TimeoutError:
        late = time.monotonic() - start
        print(f"given up at {late * 1000:.0f} ms")
