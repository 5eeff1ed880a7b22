import asyncio

class Countdown:
    def __init__(self, left):
        self.left = left

    def __await__(self):
        while self.left:
            print(f"{self.left} to go")
            self.left -= 1
            yield # Pending: the event loop comes back in its next round.

async def main():
    sleeping = asyncio.create_task(asyncio.sleep(0.1))
    await Countdown(3)
    print("the countdown is done")
    await sleeping
    print("the sleeper is done")

asyncio.run(main())
