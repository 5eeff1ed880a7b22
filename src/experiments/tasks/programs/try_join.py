async def late(url):
    await asyncio.sleep(0.1)
    return await fetch(url)

async def main():
    pages = ["delay/0.3", "status/503", "delay/0.1"]
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(late(url)) for url in pages]
        print("all of them:", [task.result() for task in tasks])
    except* aiohttp.ClientError as errors:
        print("stopped:", errors.exceptions[0])
