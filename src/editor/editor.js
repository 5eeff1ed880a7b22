// The editor of programs: an element that takes the place of the text area in it,
// which goes on holding the text. Without this script the text area stays.
//
// It lives in a shadow root, since that is where its styles can come from a sheet
// that scripts make: the policy of the page allows none in the page itself.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { rust } from "@codemirror/lang-rust";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { showFaults } from "./faults.js";
import { lightLines, litLines } from "./lines.js";
import { colours, theme } from "./theme.js";
import { completions } from "./words.js";

const HINT = "Tab indents. Press Escape, then Tab, to leave the editor.";

class CodeEditor extends HTMLElement {
  #view;
  #area;
  #words = [];
  #pointed = null;
  #language = new Compartment();

  connectedCallback() {
    if (this.#view) return;
    this.#area = this.querySelector("textarea");
    if (!this.#area) return;
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const hint = document.createElement("p");
    hint.id = "hint";
    hint.hidden = true;
    hint.textContent = HINT;
    root.append(hint, document.createElement("slot"));
    this.#view = new EditorView({ root, parent: root, state: this.#stateOf(this.#area.value) });
    this.#area.hidden = true;
    // What was set before the element was one.
    for (const name of ["faults", "lit", "words"]) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    const { contentDOM } = this.#view;
    contentDOM.addEventListener("mousemove", (event) => this.#point(this.#lineAt(event)));
    contentDOM.addEventListener("mouseleave", () => this.#point(null));
  }

  disconnectedCallback() {
    this.#view?.destroy();
    this.#view = undefined;
    this.shadowRoot?.replaceChildren();
  }

  /** Another text, with nothing to undo. */
  set text(text) {
    if (this.#view && this.#textNow() !== text) this.#view.setState(this.#stateOf(text));
  }

  /** Another text, as a change that can be undone. */
  replace(text) {
    const { state } = this.#view;
    if (this.#textNow() === text) return;
    const changes = { from: 0, to: state.doc.length, insert: text };
    this.#view.dispatch({ changes, selection: { anchor: 0 }, scrollIntoView: true });
  }

  /** What is wrong: `{ line, column, endLine, endColumn, message }`, the lines from
   * 1, and the characters from 0. */
  set faults(faults) {
    if (this.#view) showFaults(this.#view, faults);
  }

  /** The lines that are lit: `{ line, kind }`, where `kind` is `here` or `other`. */
  set lit(lines) {
    if (this.#view) lightLines(this.#view, lines);
  }

  /** What is completed: `{ name, signature, says }`. */
  set words(words) {
    this.#words = words;
  }

  /** Goes to a place in the text, and there it can be typed. */
  reveal(line, column) {
    const { state } = this.#view;
    const { from, to } = state.doc.line(Math.min(Math.max(line, 1), state.doc.lines));
    const anchor = Math.min(from + column, to);
    this.#view.dispatch({ selection: { anchor }, scrollIntoView: true });
    this.#view.focus();
  }

  focus() {
    this.#view?.focus();
  }

  #textNow() {
    return this.#view.state.doc.toString();
  }

  #stateOf(doc) {
    return EditorState.create({
      doc,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection({ cursorBlinkRate: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 1200 }),
        indentUnit.of("    "),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: [completions(() => this.#words)], icons: false }),
        highlightActiveLine(),
        highlightSelectionMatches(),
        search({ top: true }),
        this.#language.of(rust()),
        syntaxHighlighting(colours),
        litLines,
        theme,
        keymap.of([
          // The page runs the program.
          { key: "Mod-Enter", run: () => true },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...searchKeymap,
          ...historyKeymap,
          // In front of the others, since Escape is also theirs.
          { key: "Escape", run: (view) => { view.setTabFocusMode(2000); return false; } },
          indentWithTab,
          ...defaultKeymap,
        ]),
        EditorView.contentAttributes.of({
          "aria-label": this.getAttribute("label") ?? "Program",
          "aria-describedby": "hint",
          autocapitalize: "off",
          autocorrect: "off",
          spellcheck: "false",
        }),
        EditorView.updateListener.of((update) => this.#updated(update)),
      ],
    });
  }

  #updated(update) {
    if (update.docChanged) {
      this.#area.value = update.state.doc.toString();
      this.#area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (update.selectionSet && update.view.hasFocus) {
      const { head } = update.state.selection.main;
      this.#point(update.state.doc.lineAt(head).number);
    }
  }

  #lineAt(event) {
    const at = this.#view.posAtCoords({ x: event.clientX, y: event.clientY });
    return at === null ? null : this.#view.state.doc.lineAt(at).number;
  }

  /** Tells the page which line is pointed at; none is `null`. */
  #point(line) {
    if (line === this.#pointed) return;
    this.#pointed = line;
    this.dispatchEvent(new CustomEvent("line", { bubbles: true, detail: { line } }));
  }
}

customElements.define("code-editor", CodeEditor);
