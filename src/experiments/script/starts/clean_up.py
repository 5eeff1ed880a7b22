import asyncio
from contextlib import contextmanager

@contextmanager
def file(name):
    print(f"{name} is open")
    try:
        yield
    finally:
        print(f"{name} is closed")

async def write(name):
    with file(name):
        await asyncio.sleep(1) # CancelledError is raised here.
        print(f"{name} is written")

async def main():
    writer = asyncio.create_task(write("notes"))
    await asyncio.sleep(0.3)
    writer.cancel()
    await asyncio.sleep(0.1)
    print("main is done")

asyncio.run(main())
