async def job():
    print("opens a file")
    try:
        await asyncio.sleep(1)
        print("job is done")
    finally:
        print("closes a file")

async def main():
    try:
        await asyncio.wait_for(job(), timeout=0.1)
    except TimeoutError:
        print("job is cancelled")
