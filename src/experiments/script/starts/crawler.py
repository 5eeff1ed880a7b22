import asyncio, httpx

AT_ONCE = 2

async def page(client, limit, place, name):
    async with limit:
        answer = await client.get(f"/delay/0.{place + 1}")
    return f"{name}: {answer.status_code}"

async def main():
    async with httpx.AsyncClient(base_url="https://httpbin.org") as client:
        names = (await client.get("/json")).json()["states"]
        print(f"{len(names)} pages, {AT_ONCE} at a time")
        limit = asyncio.Semaphore(AT_ONCE)
        pages = [page(client, limit, *it) for it in enumerate(names)]
        for answer in asyncio.as_completed(pages):
            print(await answer)

asyncio.run(main())
