//! Scenes as text, one character for ten pixels: pictures that a reader of a
//! test recognises.

use meanwhile::trace::{Layer, Scene, Shape, Timeline, Timestamp, Viewport};
use std::time::Duration;

const CELL: f64 = 10.0;
const ROW: f64 = 20.0;

/// The whole of `timeline` as it looks at `now` on a page `width` characters
/// wide, in rows that have room for words, up to the instant `extent`.
pub(crate) fn picture(
    timeline: &Timeline,
    now: Duration,
    extent: Duration,
    width: usize,
) -> String {
    let rows = timeline.rows().len();
    let view = Viewport::fit(extent.as_secs_f64() * 1e3, rows);
    picture_of(&view, timeline, None, now, width)
}

/// What is in `view` of `timeline`, with the bars of `ghost` behind.
pub(crate) fn picture_of(
    view: &Viewport,
    timeline: &Timeline,
    ghost: Option<&Timeline>,
    now: Duration,
    width: usize,
) -> String {
    let rows = view.bottom - view.top;
    let scene = view.scene(
        timeline,
        ghost,
        Timestamp::ZERO + now,
        width as f64 * CELL,
        rows * ROW,
    );
    drawn(&scene, width, rows.ceil() as usize)
}

fn drawn(scene: &Scene, width: usize, rows: usize) -> String {
    let mut cells = vec![vec![' '; width]; rows];
    for layer in Layer::ALL {
        let Some(ink) = ink(layer) else { continue };
        let of_layer = |shape: &&Shape| shape.layer == layer && is_seen(shape);
        for shape in scene.shapes.iter().filter(of_layer) {
            let row = ((shape.y + shape.height / 2.0) / ROW) as usize;
            let first = (shape.x / CELL).round().max(0.0) as usize;
            let last = ((shape.x + shape.width) / CELL).round() as usize;
            let last = last.max(first + 1).min(width);
            let first = first.min(last.saturating_sub(1));
            if let Some(line) = cells.get_mut(row) {
                line[first..last].fill(ink);
            }
        }
    }
    let lines: Vec<String> = cells
        .iter()
        .map(|line| format!("│{}│", line.iter().collect::<String>()))
        .collect();
    lines.join("\n")
}

/// Whether a shape is more than a hairline, or is one on purpose.
fn is_seen(shape: &Shape) -> bool {
    shape.width > 0.5 || shape.width == 0.0
}

/// The character of a layer; polls and wakes would hide the bars.
fn ink(layer: Layer) -> Option<char> {
    Some(match layer {
        Layer::Ghost => '░',
        Layer::Turn => '·',
        Layer::Delay => '-',
        Layer::Waiting => '=',
        Layer::Receiving => '#',
        Layer::Backoff => '~',
        Layer::Failed => '×',
        Layer::TimedOut => '|',
        Layer::Cancelled => '/',
        // The rest is never part of a crawl.
        _ => return None,
    })
}
