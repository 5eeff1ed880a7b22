# asyncio has no frames; call_soon is the closest to a microtask.
async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(0, print, "timer")
    loop.call_soon_threadsafe(print, "message")
    loop.call_soon(print, "soon")
    print("script")
    await asyncio.sleep(0.02)
