async def page(millis, places):
    async with places:
        await asyncio.sleep(millis / 1000)
        return millis

async def main():
    places = asyncio.Semaphore(2)
    times = [300, 100, 100, 100, 200]
    pages = [page(millis, places) for millis in times]
    for answer in asyncio.as_completed(pages):
        print(f"the page of {await answer} ms")
