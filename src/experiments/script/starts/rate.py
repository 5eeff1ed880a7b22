import asyncio, time, httpx

EVERY = 0.15

async def ask(client, number):
    await asyncio.sleep(number * EVERY)
    began = time.perf_counter()
    answer = await client.get("https://httpbin.org/delay/0.4")
    took = time.perf_counter() - began
    print(f"{number}: {answer.status_code} after {took:.3f} s")

async def main():
    async with httpx.AsyncClient() as client:
        await asyncio.gather(*(ask(client, n) for n in range(5)))

asyncio.run(main())
