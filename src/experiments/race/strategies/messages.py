def count_alone(adds):
    counter = 0
    for _ in range(adds):
        counter += 1
    return counter

with ProcessPoolExecutor(max_workers=processes) as pool:
    total = sum(pool.map(count_alone, [adds] * processes))
