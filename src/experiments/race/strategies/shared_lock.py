def shared_lock(adds, counter, lock):
    for _ in range(adds):
        with lock:  # threading.Lock()
            value = counter.value
            counter.value = value + 1
