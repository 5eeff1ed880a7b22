# A coroutine of Python begins when it is awaited, not when it is called.
async def call(count, body, created):
    coroutines = [body() for _ in range(count)]
    created()
    for coroutine in coroutines:
        await coroutine
