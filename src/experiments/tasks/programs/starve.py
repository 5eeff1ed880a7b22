async def spin():
    end = time.monotonic() + 2
    while time.monotonic() < end:
        compute(0.001)
        await asyncio.sleep(0)
    print("the spinner is done")

async def main():
    spinner = asyncio.create_task(spin())
    await asyncio.sleep(0.1)
    print("the timer")
    await spinner
