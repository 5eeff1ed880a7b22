async function limited(urls, limit) {
  const pages = [];
  const queue = urls.entries();
  async function worker() {
    for (const [index, url] of queue) {
      pages[index] = await fetch(url);
    }
  }
  await Promise.all(Array.from({ length: limit }, worker));
  return pages;
}
