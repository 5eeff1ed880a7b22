async def late(url):
    await asyncio.sleep(0.1)
    return await fetch(url)

async def main():
    pages = ["delay/0.3", "status/503", "delay/0.1"]
    fetches = map(late, pages)
    for answer in await asyncio.gather(*fetches, return_exceptions=True):
        print(repr(answer))
