// The editor of programs: an element that takes the place of the text area in it,
// which goes on holding the text. Without this script the text area stays.
//
// It lives in a shadow root, since that is where its styles can come from a sheet
// that scripts make: the policy of the page allows none in the page itself.

import { closeBrackets } from "@codemirror/autocomplete";
import { history, isolateHistory } from "@codemirror/commands";
import { rust } from "@codemirror/lang-rust";
import {
  bracketMatching,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { highlightSelectionMatches, search } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, lineNumbers } from "@codemirror/view";
import { faultMargin, showFaults } from "./faults.js";
import { HINT, keepEscape, keys } from "./keys.js";
import { lightLines, litLines } from "./lines.js";
import { offsetOf } from "./places.js";
import { colours, theme } from "./theme.js";
import { completion } from "./words.js";

// A quotation mark alone begins a lifetime or a label.
const CLOSED = { closeBrackets: { brackets: ["(", "[", "{", '"'] } };

class CodeEditor extends HTMLElement {
  #view;
  #area;
  #words = [];
  #told = null;

  connectedCallback() {
    this.#area = this.querySelector("textarea");
    if (this.#view || !this.#area) return;
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const hint = document.createElement("p");
    hint.id = "hint";
    hint.hidden = true;
    hint.textContent = HINT;
    root.append(hint, document.createElement("slot"));
    const state = this.#begin(this.#area.value);
    this.#view = new EditorView({ root, parent: root, state });
    keepEscape(this.#view);
    const { scrollDOM } = this.#view;
    scrollDOM.addEventListener("mousemove", (event) => {
      this.#tell(this.#lineBelow(event));
    });
    scrollDOM.addEventListener("mouseleave", () => this.#tell(this.#lineOfCursor()));
    this.#takeOver();
  }

  disconnectedCallback() {
    this.#view?.destroy();
    this.#view = undefined;
    this.shadowRoot?.replaceChildren();
  }

  /** Another text, with nothing to undo. */
  set text(text) {
    if (!this.#view) return;
    this.#area.value = text;
    this.#view.setState(this.#begin(text));
  }

  /** Another text, as one change that can be undone; the cursor stays where it was,
   * unless that is part of what changes. */
  replace(text) {
    const old = this.#view?.state.doc.toString();
    if (old === undefined || old === text) return;
    const shorter = Math.min(old.length, text.length);
    let start = 0;
    while (start < shorter && old[start] === text[start]) start += 1;
    let end = 0;
    while (end < shorter - start && old.at(-1 - end) === text.at(-1 - end)) end += 1;
    this.#view.dispatch({
      changes: {
        from: start,
        to: old.length - end,
        insert: text.slice(start, text.length - end),
      },
      annotations: isolateHistory.of("full"),
    });
  }

  /** What is wrong, as `showFaults` takes it. */
  set faults(faults) {
    if (this.#view) showFaults(this.#view, faults);
  }

  /** The lines that are lit, as `lightLines` takes them. */
  set lit(lines) {
    if (this.#view) lightLines(this.#view, lines);
  }

  /** What is completed, as `completion` takes it. */
  set words(words) {
    this.#words = words;
  }

  /** Goes to a place in the text, and there it can be typed. */
  reveal(line, column) {
    if (!this.#view) return;
    const place = offsetOf(this.#view.state.doc, line, column);
    const effects = EditorView.scrollIntoView(place, { yMargin: 48 });
    this.#view.dispatch({ selection: { anchor: place }, effects });
    this.#view.focus();
  }

  focus() {
    this.#view?.focus();
  }

  #begin(text) {
    return EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        faultMargin,
        history(),
        indentUnit.of("    "),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        EditorState.languageData.of(() => [CLOSED]),
        rust(),
        completion(() => this.#words),
        highlightActiveLine(),
        highlightSelectionMatches(),
        search({ top: true }),
        syntaxHighlighting(colours),
        litLines,
        theme,
        keys(() => this.#dispatch("run")),
        EditorView.contentAttributes.of({
          "aria-label": this.getAttribute("label") ?? "Program",
          "aria-describedby": "hint",
          autocapitalize: "off",
          autocorrect: "off",
          spellcheck: "false",
          tabindex: "0",
        }),
        EditorView.updateListener.of((update) => this.#updated(update)),
      ],
    });
  }

  /** Takes the place of the text area, with what was done there and set here
   * before. */
  #takeOver() {
    const area = this.#area;
    const hadFocus = area.matches(":focus");
    const { selectionStart: anchor, selectionEnd: head } = area;
    area.hidden = true;
    if (hadFocus) {
      this.#view.dispatch({ selection: { anchor, head }, scrollIntoView: true });
      this.#view.focus();
    }
    // Until now they were properties like any other. The text is in the area.
    delete this.text;
    for (const name of ["faults", "lit", "words"]) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }

  #updated({ docChanged, focusChanged, selectionSet, state, view }) {
    if (docChanged) {
      this.#area.value = state.doc.toString();
      this.#area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (focusChanged || (selectionSet && view.hasFocus)) this.#tell(this.#lineOfCursor());
  }

  /** The line that the keyboard points at: none where it types elsewhere. */
  #lineOfCursor() {
    const { hasFocus, state } = this.#view;
    if (!hasFocus) return null;
    return state.doc.lineAt(state.selection.main.head).number;
  }

  /** The line at the height of the pointer; below the last there is none. */
  #lineBelow({ clientY }) {
    const height = clientY - this.#view.documentTop;
    if (height < 0 || height >= this.#view.contentHeight) return null;
    const { from } = this.#view.lineBlockAtHeight(height);
    return this.#view.state.doc.lineAt(from).number;
  }

  /** Tells the page which line is pointed at, or that none is any more. */
  #tell(line) {
    if (line === this.#told) return;
    this.#told = line;
    this.#dispatch("line", { line });
  }

  #dispatch(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }
}

customElements.define("code-editor", CodeEditor);
