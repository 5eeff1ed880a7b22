async def page(url):
    await fetch(url)
    return url

async def main():
    urls = ["delay/0.3", "delay/0.1", "delay/0.2"]
    for answer in asyncio.as_completed(map(page, urls)):
        print(await answer)
