async function concurrent(urls) {
  const requests = urls.map((url) => fetch(url));
  return await Promise.allSettled(requests);
}
