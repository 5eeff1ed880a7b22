async def main():
    pages = ["delay/0.1", "delay/0.3", "delay/0.2"]
    for answer in await asyncio.gather(*map(fetch, pages)):
        print(answer.status)
    print("that was all")
