from concurrent.futures import ThreadPoolExecutor
import requests

def threads(urls):
    with ThreadPoolExecutor(max_workers=64) as pool:
        return list(pool.map(requests.get, urls))
