/** Asks for every URL, then awaits all answers together. */
export async function promiseAll(urls, fetchUrl) {
  return await Promise.allSettled(urls.map(fetchUrl));
}

/** The same, but the first error aborts the other requests. */
export async function tryPromiseAll(urls, fetchUrl, abort) {
  try {
    return await Promise.all(urls.map(fetchUrl));
  } catch (error) {
    abort();
    throw error;
  }
}
