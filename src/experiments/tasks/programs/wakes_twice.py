# An event that is set twice is set once.
async def main():
    event = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.call_later(0.2, event.set)
    for poll in [1, 2]:
        print("poll", poll)
        if poll == 1:
            event.set()
            event.set()
            await event.wait()
            event.clear()
    await event.wait()
