// Starts the app from the two files that the build names in the page, and says
// so in plain words when it cannot.
const app = document.querySelector("meta[name=meanwhile-app]").dataset;
const boot = document.getElementById("boot");

async function start() {
  if (typeof WebAssembly !== "object") {
    throw new Error("this browser does not run WebAssembly, or it is switched off");
  }
  const absolute = (path) => new URL(path, document.baseURI).href;
  const { default: init } = await import(absolute(app.js));
  await init({ module_or_path: absolute(app.wasm) });
}

start().then(
  () => boot.remove(),
  (error) => {
    boot.setAttribute("role", "alert");
    const why = `${error.message || error}`.replace(/\.$/, "");
    boot.textContent = `Meanwhile could not start: ${why}. `
      + "Reload the page; if that does not help, its host does not have all of its files as they "
      + "were built, or this browser is too old for it.";
  },
);
