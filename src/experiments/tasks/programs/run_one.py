async def count(name):
    for number in range(1, 4):
        print(name, number)
        await asyncio.sleep(0)

async def both():
    await asyncio.gather(count("ping"), count("pong"))

loop = asyncio.new_event_loop()
loop.run_until_complete(both())
print("all done")
