import asyncio

async def greet(name, pause):
    print(f"{name}: hello")
    await asyncio.sleep(pause / 1000)
    print(f"{name}: goodbye")
    return pause

async def main():
    alice = asyncio.create_task(greet("alice", 300))
    bob = asyncio.create_task(greet("bob", 200))
    waited = await alice + await bob
    print(f"together they slept {waited} ms")

asyncio.run(main())
