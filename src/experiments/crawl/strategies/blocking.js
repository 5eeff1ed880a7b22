function blocking(urls) {
  return urls.map((url) => {
    const request = new XMLHttpRequest();
    request.open("GET", url, false);
    request.send(); // Returns with the answer.
    return request.responseText;
  });
}
