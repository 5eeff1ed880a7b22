def processes(count, body, created):
    processes = [multiprocessing.Process(target=body) for _ in range(count)]
    for process in processes:
        process.start()
    created()
    for process in processes:
        process.join()
