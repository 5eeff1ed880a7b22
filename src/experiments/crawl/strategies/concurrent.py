import asyncio

async def concurrent(urls, fetch):
    requests = [fetch(url) for url in urls]
    return await asyncio.gather(*requests, return_exceptions=True)
