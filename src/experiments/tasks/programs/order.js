requestAnimationFrame(() => console.log("frame"));
setTimeout(() => console.log("timer"), 0);
const { port1, port2 } = new MessageChannel();
port1.onmessage = () => console.log("message");
port2.postMessage(null);
queueMicrotask(() => console.log("microtask"));
console.log("script");
