async def message():
    await asyncio.sleep(0.1)
    print("half of a message")
    await asyncio.sleep(0.1)
    return "a whole message"

async def main():
    for _ in range(3):
        try:
            # The timeout cancels the coroutine half way.
            print(await asyncio.wait_for(message(), timeout=0.15))
        except TimeoutError:
            print("a tick")
