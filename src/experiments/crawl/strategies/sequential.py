async def sequential(urls, fetch):
    pages = []
    for url in urls:
        pages.append(await fetch(url))
    return pages
