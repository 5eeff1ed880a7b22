async def walk(name, step):
    print(f"{name}: start")
    await asyncio.sleep(step)
    print(f"{name}: half way")
    await asyncio.sleep(step)
    print(f"{name}: done")

async def main():
    alice = asyncio.create_task(walk("alice", 0.3))
    bob = asyncio.create_task(walk("bob", 0.2))
    await alice
    await bob
