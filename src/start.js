// Prepares what is shown until the app runs, and says in plain words why it
// does not start, when what should start it does not even load. A script of the
// old kind without a digest: it runs where modules and digests are refused, as
// in a page that was opened from a file.
(() => {
  const { hash, protocol } = location;

  // Before anything is drawn: the headline is of the lab that the address
  // names, and the theme is the one that was chosen.
  const root = document.documentElement;
  const lab = hash.match(/^#[!/]*([a-z]+)/i)?.[1];
  if (lab) root.dataset.lab = lab.toLowerCase();
  // In a frame of another page there is the lab alone, and that page is told how
  // high it is: the code that is copied for it has the frame follow.
  if (new URLSearchParams(location.search).has("embed")) {
    root.dataset.embed = "";
    whenShown(() => {
      const { body } = document;
      const tell = () => parent.postMessage({ meanwhile: { height: body.offsetHeight } }, "*");
      new ResizeObserver(tell).observe(body);
    });
  }
  try {
    const theme = localStorage.getItem("meanwhile.theme");
    if (theme) root.dataset.theme = theme;
  } catch {
    // No storage here: the system's theme.
  }

  function say(sentence) {
    const boot = document.getElementById("boot");
    // Once the app runs, or has said so itself, this has nothing to add.
    if (!boot || boot.getAttribute("role") === "alert") return;
    boot.setAttribute("role", "alert");
    boot.textContent = `Meanwhile could not start: ${sentence}`;
  }

  function whenShown(call) {
    if (document.readyState !== "loading") call();
    else addEventListener("DOMContentLoaded", call);
  }

  function hint() {
    if (protocol === "file:") {
      return "It was opened from a file, and browsers load a page's modules from a web server "
        + "only. Put its folder on any static host, or serve it on this machine.";
    }
    if (self.origin === "null") {
      return "It is in a frame that keeps it from its own files (a sandbox without "
        + "allow-same-origin). Open it in a tab of its own.";
    }
    return "Reload the page; if that does not help, its host does not have all of its files "
      + "as they were built.";
  }

  if (protocol === "file:") whenShown(() => say(hint()));

  addEventListener("error", (event) => {
    const { target } = event;
    if (target instanceof HTMLScriptElement) {
      const name = target.src.split("/").pop();
      const what = `its file ${name} did not load, or is not what was built. `;
      whenShown(() => say(what + hint()));
    } else if (target === window && event.filename) {
      // What is no JavaScript, such as a page in the place of a missing file.
      whenShown(() => say(`${event.message}. ${hint()}`));
    }
  }, true);

  // Where the browser has each address checked that is to become a script, those
  // of the page's own folder pass, and no text becomes one. Markup passes: the
  // policy of the page lets no script run that is in it.
  self.trustedTypes?.createPolicy("default", {
    createHTML: (html) => html,
    createScriptURL(url) {
      const { href } = new URL(url, document.baseURI);
      if (href.startsWith(new URL("./", document.baseURI).href)) return url;
      throw new TypeError(`${href} is no script of this page`);
    },
  });
})();
