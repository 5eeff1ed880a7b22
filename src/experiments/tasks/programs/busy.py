async def busy(told):
    await asyncio.sleep(0.1)
    told.set_result(time.monotonic())
    compute(0.212)

async def main():
    told = asyncio.get_running_loop().create_future()
    tasks = [
        asyncio.create_task(busy(told)),
        asyncio.create_task(asyncio.sleep(0.15)),
    ]
    at = await told
    late = time.monotonic() - at
    print(f"told, and polled {late * 1000:.0f} ms late")
    await asyncio.gather(*tasks)
