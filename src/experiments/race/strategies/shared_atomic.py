# Python has no atomic add; even += needs a lock.
def shared_atomic(adds, counter, lock):
    for _ in range(adds):
        with lock:
            counter.value += 1
