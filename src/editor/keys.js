// The keys of the editor.

import { closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, historyKeymap, indentWithTab } from "@codemirror/commands";
import { searchKeymap } from "@codemirror/search";
import { EditorView, keymap } from "@codemirror/view";

export const HINT = "Tab indents; press Escape, then Tab, to leave.";

// Whoever takes their time between Escape and Tab leaves as well.
function letTabLeave(view) {
  view.setTabFocusMode(true);
  return false;
}

function letTabIndent(_, view) {
  view.setTabFocusMode(false);
}

const LEAVING = ["Escape", "Tab", "Shift", "Control", "Alt", "Meta"];

function typed({ key }, view) {
  if (!LEAVING.includes(key)) view.setTabFocusMode(false);
}

/** @param {() => void} run What Ctrl or Cmd + Enter does. */
export function keys(run) {
  return [
    keymap.of([
      { key: "Mod-Enter", run: () => { run(); return true; } },
      ...closeBracketsKeymap,
      ...searchKeymap,
      ...historyKeymap,
      // Behind those that close what is open by it.
      { key: "Escape", run: letTabLeave },
      indentWithTab,
      ...defaultKeymap,
    ]),
    // Told of keys that those above take as well.
    EditorView.domEventObservers({ keydown: typed }),
    EditorView.domEventHandlers({
      mousedown: letTabIndent,
      blur: letTabIndent,
    }),
  ];
}

/** Keeps an Escape that has closed something in the editor from the page, where it
 * stops a run. */
export function keepEscape(view) {
  view.dom.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.defaultPrevented) event.stopPropagation();
  });
}
