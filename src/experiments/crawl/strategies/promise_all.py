import asyncio

async def promise_all(urls, fetch):
    requests = [fetch(url) for url in urls]
    return await asyncio.gather(*requests, return_exceptions=True)
