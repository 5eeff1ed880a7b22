const urls = ["delay/0.3", "delay/0.1", "delay/0.2"];
const pages = urls.map((url) => fetch(url).then(() => console.log(url)));
await Promise.all(pages);
