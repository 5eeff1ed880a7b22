// How the editor looks: by the roles that the page gives its colours, and nothing
// that is loaded. What is behind the text lets through what is selected below it.

import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

// As many as the text area has in whose place it comes: see script.css.
const FEWEST_LINES = 18;
const MOST_LINES = 30;

const mixed = (role, percent) =>
  `color-mix(in srgb, var(--${role}) ${percent}%, transparent)`;
const lines = (count) => `calc(${count} * 1.6em + 1rem)`;
const bar = (role) => `inset 3px 0 0 var(--${role})`;

const field = {
  backgroundColor: "var(--surface)",
  backgroundImage: "none",
  border: "1px solid var(--line-strong)",
  borderRadius: "0.25rem",
  color: "inherit",
  font: "inherit",
  lineHeight: "1.5rem",
  padding: "0.0625rem 0.5rem",
  verticalAlign: "middle",
};

const chosen = { backgroundColor: "var(--primary)", color: "var(--on-primary)" };
const pale = { backgroundColor: mixed("line", 60), color: "inherit" };
const ring = { outline: "2px solid var(--focus)", outlineOffset: "2px" };

export const theme = EditorView.theme({
  "&": {
    backgroundColor: "var(--surface)",
    border: "1px solid var(--line-strong)",
    borderRadius: "0.5rem",
    color: "var(--ink)",
    fontSize: "var(--small)",
  },
  // Phones enlarge a page in which something smaller than this is typed.
  "@media (pointer: coarse)": {
    ".cm-scroller, .cm-panels, .cm-tooltip-autocomplete": { fontSize: "16px" },
  },
  "&.cm-focused": ring,
  ".cm-scroller": {
    fontFamily: "var(--mono)",
    lineHeight: "1.6",
    // A page can be scrolled past the editor, and a phone is not as high.
    maxBlockSize: `max(${lines(FEWEST_LINES)}, min(${lines(MOST_LINES)}, 80vh))`,
    minBlockSize: lines(FEWEST_LINES),
  },
  ".cm-content": { caretColor: "var(--ink)", paddingBlock: "0.5rem" },
  ".cm-content ::selection": {
    backgroundColor: mixed("focus", 25),
    color: "var(--ink)",
  },
  ".cm-line": { paddingInline: "0.5rem 1rem" },

  ".cm-gutters": {
    backgroundColor: "var(--surface)",
    border: "none",
    color: "var(--ink-quiet)",
  },
  ".cm-lineNumbers .cm-gutterElement": { paddingInline: "0.5rem 0" },
  ".cm-gutter-lint": { inlineSize: "1.25em" },
  ".cm-gutter-lint .cm-gutterElement": {
    alignItems: "center",
    display: "flex",
    justifyContent: "center",
    padding: "0",
  },
  // The sign comes as a picture, which the policy of the page would not load.
  ".cm-lint-marker.cm-lint-marker-error": {
    border: "0.3em solid var(--alert)",
    borderRadius: "50%",
    blockSize: "0",
    content: "normal",
    inlineSize: "0",
  },

  ".cm-activeLine": { backgroundColor: mixed("line", 40) },
  ".lit-here": { backgroundColor: mixed("focus", 10), boxShadow: bar("focus") },
  ".lit-other": { boxShadow: bar("ink-quiet") },
  "@media (forced-colors: active)": {
    ".lit-here": { outline: "1px solid", outlineOffset: "-1px" },
  },
  ".cm-selectionMatch": { background: "none", outline: "1px solid var(--line-strong)" },
  ".cm-searchMatch": { background: "none", outline: "1px solid var(--focus)" },
  ".cm-searchMatch.cm-searchMatch-selected": {
    background: "none",
    outline: "2px solid var(--focus)",
  },
  ".cm-searchMatch .cm-selectionMatch": { outline: "none" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: mixed("focus", 20) },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: mixed("alert", 15) },
  ".cm-specialChar": { color: "var(--alert)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--alert) 1px",
    textDecorationSkipInk: "none",
    textUnderlineOffset: "0.25em",
  },
  ".cm-lintRange-active": { backgroundColor: mixed("alert", 6) },
  ".cm-lintPoint-error::after": { borderBlockEndColor: "var(--alert)" },

  ".cm-tooltip": {
    backgroundColor: "var(--surface)",
    border: "1px solid var(--line-strong)",
    borderRadius: "0.375rem",
    boxShadow: "0 0.25rem 1rem rgb(0 0 0 / 0.15)",
    color: "var(--ink)",
    maxInlineSize: "min(32rem, 90vw)",
    overflow: "hidden",
  },
  // What a completion does stands beside it, out of its box.
  ".cm-tooltip.cm-tooltip-autocomplete": { overflow: "visible" },
  ".cm-diagnostic": {
    fontFamily: "var(--text)",
    fontSize: "var(--small)",
    marginInlineStart: "0",
    overflowWrap: "anywhere",
    padding: "0.375rem 0.625rem",
  },
  ".cm-diagnostic-error": { borderInlineStart: "3px solid var(--alert)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--mono)",
    maxBlockSize: "16rem",
    maxInlineSize: "min(32rem, 90vw)",
    minInlineSize: "12rem",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    alignItems: "baseline",
    display: "flex",
    gap: "1rem",
    justifyContent: "space-between",
    lineHeight: "1.5",
    padding: "0.125rem 0.5rem",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": chosen,
  ".cm-completionDetail": {
    fontStyle: "normal",
    marginInlineStart: "0",
    overflow: "hidden",
    textOverflow: "ellipsis",
  },
  "li:not([aria-selected]) .cm-completionDetail": { color: "var(--ink-quiet)" },
  ".cm-tooltip.cm-completionInfo": {
    fontFamily: "var(--text)",
    fontSize: "var(--small)",
    padding: "0.375rem 0.625rem",
  },

  ".cm-panels": { backgroundColor: "var(--paper)", color: "var(--ink)", zIndex: "1" },
  ".cm-panels-top": {
    borderBlockEnd: "1px solid var(--line)",
    borderStartEndRadius: "0.5rem",
    borderStartStartRadius: "0.5rem",
  },
  ".cm-panels-bottom": {
    borderBlockStart: "1px solid var(--line)",
    borderEndEndRadius: "0.5rem",
    borderEndStartRadius: "0.5rem",
  },
  ".cm-panel.cm-search, .cm-panel.cm-dialog": {
    lineHeight: "2.25rem",
    padding: "0.25rem 2.5rem 0.375rem 0.5rem",
  },
  ".cm-panel.cm-search input, .cm-panel.cm-search button, .cm-panel.cm-search label": {
    margin: "0 0.5rem 0 0",
  },
  ".cm-panel label": {
    alignItems: "center",
    display: "inline-flex",
    fontSize: "var(--small)",
    lineHeight: "1.75rem",
    verticalAlign: "middle",
  },
  ".cm-panel input[type=checkbox]": { accentColor: "var(--ink)" },
  ".cm-panel .cm-textfield": { ...field, inlineSize: "12rem" },
  ".cm-panel .cm-button": { ...field, cursor: "pointer" },
  ".cm-panel .cm-button:hover": { borderColor: "var(--ink-quiet)" },
  ".cm-panel .cm-button:active": { backgroundImage: "none" },
  ".cm-panel :focus-visible": { ...ring, borderRadius: "0.25rem" },
  ".cm-panel [name=close], .cm-panel .cm-dialog-close": {
    blockSize: "1.75rem",
    color: "inherit",
    cursor: "pointer",
    fontSize: "1.125rem",
    inlineSize: "1.75rem",
    insetBlockStart: "0.25rem",
    insetInlineEnd: "0.375rem",
    lineHeight: "1",
  },
  ".cm-panel.cm-panel-lint ul [aria-selected]": pale,
  ".cm-panel.cm-panel-lint ul:focus [aria-selected]": pale,
});

export const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.self], color: "var(--code-keyword)" },
  {
    tag: [
      tags.function(tags.variableName),
      tags.function(tags.propertyName),
      tags.macroName,
    ],
    color: "var(--code-function)",
  },
  {
    tag: [tags.string, tags.character, tags.number, tags.bool],
    color: "var(--code-string)",
  },
  { tag: tags.comment, color: "var(--code-comment)" },
]);
