import grequests

def limited(urls, limit):
    unsent = [grequests.get(url) for url in urls]
    return grequests.map(unsent, size=limit)
