def threads(count, body, created):
    threads = [threading.Thread(target=body) for _ in range(count)]
    for thread in threads:
        thread.start()
    created()
    for thread in threads:
        thread.join()
