async def attempts():
    pause = 0.1
    while (await fetch("status/503")).status == 503:
        print(f"status 503, so again in {pause * 1000:.0f} ms")
        await asyncio.sleep(pause)
        pause *= 2

async def main():
    try:
        await asyncio.wait_for(attempts(), timeout=0.8)
    except TimeoutError:
        print("no more")
