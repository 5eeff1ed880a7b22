// Lines that are lit: where the program is, and what belongs to what is pointed at.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

const light = StateEffect.define();
const decorations = {
  here: Decoration.line({ class: "lit-here" }),
  other: Decoration.line({ class: "lit-other" }),
};

export const litLines = StateField.define({
  create: () => Decoration.none,
  update(lit, transaction) {
    const asked = transaction.effects.findLast((effect) => effect.is(light));
    if (!asked) return lit.map(transaction.changes);
    const { doc } = transaction.state;
    const known = asked.value.filter(({ line }) => line >= 1 && line <= doc.lines);
    const ranges = known.map(({ line, kind }) =>
      decorations[kind].range(doc.line(line).from));
    return Decoration.set(ranges, true);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * Lights these lines, and no others.
 *
 * @param {{ line: number, kind: "here" | "other" }[]} lines
 */
export function lightLines(view, lines) {
  if (lines.length === 0 && view.state.field(litLines).size === 0) return;
  view.dispatch({ effects: light.of(lines) });
}
