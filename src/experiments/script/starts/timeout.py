import asyncio, httpx

async def within(millis, url):
    async with httpx.AsyncClient() as client:
        async with asyncio.timeout(millis / 1000):
            return (await client.get(url)).status_code

async def main():
    for millis in (1_000, 300):
        try:
            status = await within(millis, "https://httpbin.org/delay/0.5")
            print(f"{millis} ms: {status}")
        except TimeoutError:
            print(f"{millis} ms: too late, so it is cancelled")

asyncio.run(main())
