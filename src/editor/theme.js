// How the editor looks: by the roles that the page gives its colours.

import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const theme = EditorView.theme({
  "&": {
    backgroundColor: "var(--surface)",
    border: "1px solid var(--line-strong)",
    borderRadius: "0.5rem",
    color: "var(--ink)",
    fontSize: "var(--editor-size, 0.8125rem)",
  },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "2px" },
  ".cm-scroller": {
    fontFamily: "var(--mono)",
    lineHeight: "1.6",
    maxBlockSize: "48rem",
    minBlockSize: "19rem",
  },
  ".cm-content": { caretColor: "var(--ink)", paddingBlock: "0.5rem" },
  ".cm-cursor": { borderInlineStartColor: "var(--ink)", borderInlineStartWidth: "2px" },
  ".cm-gutters": {
    backgroundColor: "transparent",
    border: "none",
    color: "var(--ink-quiet)",
  },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--line) 40%, transparent)" },
  ".lit-here": { backgroundColor: "var(--code-mark)" },
  ".lit-other": { boxShadow: "inset 3px 0 0 var(--focus)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--focus) 30%, transparent)",
  },
  ".cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--focus) 18%, transparent)" },
  "&.cm-focused .cm-matchingBracket": {
    backgroundColor: "color-mix(in srgb, var(--focus) 25%, transparent)",
    outline: "none",
  },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--alert)",
    textUnderlineOffset: "0.2em",
  },
  ".cm-tooltip, .cm-panels": {
    backgroundColor: "var(--surface)",
    border: "1px solid var(--line-strong)",
    color: "var(--ink)",
  },
  ".cm-tooltip": { borderRadius: "0.375rem", maxInlineSize: "min(32rem, 90vw)" },
  ".cm-diagnostic-error": { borderInlineStartColor: "var(--alert)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxBlockSize: "16rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.125rem 0.5rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--primary)",
    color: "var(--on-primary)",
  },
  ".cm-completionDetail": { fontStyle: "normal", marginInlineStart: "1rem" },
  ".cm-completionInfo": { fontFamily: "var(--text)", padding: "0.375rem 0.625rem" },
  ".cm-panels": { borderInline: "none", borderBlockStart: "none" },
  ".cm-panel button, .cm-textfield": {
    backgroundImage: "none",
    backgroundColor: "var(--paper)",
    border: "1px solid var(--line-strong)",
    borderRadius: "0.25rem",
    color: "var(--ink)",
  },
});

export const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.self], color: "var(--code-keyword)" },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.macroName],
    color: "var(--code-function)",
  },
  { tag: [tags.string, tags.character, tags.number, tags.bool], color: "var(--code-string)" },
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
]);
