async def main(work):
    while work():
        pass
