async function threads(urls) {
  // blocking.js sends a synchronous XMLHttpRequest.
  return await Promise.all(urls.map((url) => {
    const thread = new Worker("blocking.js");
    thread.postMessage(url);
    return new Promise((resolve) => {
      thread.onmessage = ({ data }) => resolve(data);
    });
  }));
}
