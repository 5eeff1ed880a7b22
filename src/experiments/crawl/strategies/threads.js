async function threads(urls) {
  // fetch.js sends one request, and answers when its body is there.
  return await Promise.all(urls.map((url) => {
    const thread = new Worker("fetch.js");
    thread.postMessage(url);
    return new Promise((resolve) => {
      thread.onmessage = ({ data }) => resolve(data);
    });
  }));
}
