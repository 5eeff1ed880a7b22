// Starts the app from the two files that the build names in the page, and says
// so in plain words when it cannot.
const app = document.querySelector("meta[name=meanwhile-app]").dataset;
const boot = document.getElementById("boot");

async function start() {
  if (typeof WebAssembly !== "object") {
    throw new Error("this browser does not run WebAssembly, or it is switched off");
  }
  const absolute = (path) => new URL(path, document.baseURI).href;
  const [{ default: init }, { prepare }, wasm] = await Promise.all([
    import(absolute(app.js)),
    app.loader ? import(absolute(app.loader)) : {},
    fetch(absolute(app.wasm)),
  ]);
  if (!wasm.ok) throw new Error(`its program did not load: its host answered ${wasm.status}`);
  total = Number(app.bytes);
  // A lab that the address names is files of its own: not one after the other.
  const { lab } = document.documentElement.dataset;
  if (prepare && lab) total += prepare(lab, tell);
  tell(wasm.clone());
  await init({ module_or_path: wasm });
}

let total = 0;
let arrived = 0;

/** Says how much of the program is here, as long as it loads. */
async function tell({ body }) {
  const shown = boot.querySelector(".bytes");
  const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
  const reader = body.getReader();
  for (;;) {
    // What reads the other half says why it does not come.
    const { done, value } = await reader.read().catch(() => ({ done: true }));
    if (done) return;
    arrived += value.length;
    if (shown) shown.textContent = `${megabytes(arrived)} of ${megabytes(total)} MB`;
  }
}

// Firefox may cut off a script that runs while its page is left, and the program
// is then in no state to go on. That matters only if the visitor comes back to
// the page as it was: then it loads anew, with the setup that is in its address.
let isLeft = false;
let wasLeft = false;
let isBroken = false;
addEventListener("pagehide", () => {
  isLeft = true;
  wasLeft = true;
});
addEventListener("pageshow", () => {
  isLeft = false;
  if (isBroken) location.reload();
});
// The program has nothing to keep then that it has not kept already.
addEventListener("focusout", (event) => {
  if (isLeft) event.stopImmediatePropagation();
}, true);
addEventListener("error", ({ message }) => {
  const isOfProgram = /RuntimeError|closure invoked recursively/.test(message);
  if (!wasLeft || !isOfProgram) return;
  isBroken = true;
  if (!isLeft) location.reload();
});

// After a fault the program itself may be in no state to say so.
addEventListener("meanwhile-fault", ({ detail }) => {
  if (wasLeft) return;
  const alert = document.createElement("div");
  alert.className = "alert fault";
  alert.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = `Meanwhile has a fault of its own: ${detail}. What is on this page may be `
    + "wrong from here on, and buttons may do nothing: reload it. Your list is kept.";
  const button = (name, press) => {
    const made = document.createElement("button");
    made.className = "secondary";
    made.textContent = name;
    made.addEventListener("click", press);
    return made;
  };
  const reload = button("Reload", () => location.reload());
  const copy = button("Copy what happened", async () => {
    const report = `${detail}\n${location.href}\n${navigator.userAgent}`;
    try {
      await navigator.clipboard.writeText(report);
      copy.textContent = "Copied";
    } catch {
      // Not by https, or not allowed: then it is there to be selected.
      const shown = document.createElement("pre");
      shown.textContent = report;
      copy.replaceWith(shown);
    }
  });
  alert.append(text, reload, " ", copy);
  document.body.prepend(alert);
}, { once: true });

start().catch((error) => {
  boot.setAttribute("role", "alert");
  const why = `${error.message || error}`.replace(/\.$/, "");
  boot.textContent = `Meanwhile could not start: ${why}. `
    + "Reload the page; if that does not help, its host does not have all of its files as they "
    + "were built, or this browser is too old for it.";
});
