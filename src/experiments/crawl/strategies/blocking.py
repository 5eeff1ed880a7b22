import requests

def blocking(urls):
    pages = []
    for url in urls:
        pages.append(requests.get(url))
    return pages
