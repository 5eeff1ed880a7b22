async def hello(name):
    print(f"hello {name}")

async def main():
    never_awaited = hello("nobody")
    awaited = hello("somebody")
    print("made both")
    # RuntimeWarning: coroutine 'hello' was never awaited
    del never_awaited
    print("dropped one")
    await awaited
