def shared_plain(adds, counter):
    for _ in range(adds):
        value = counter.value
        counter.value = value + 1

threads = [Thread(target=shared_plain, args=(adds, counter)) for _ in range(workers)]
