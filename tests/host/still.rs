//! The still picture of the page: what stands in `index.html` is what our own
//! geometry makes of two real runs.
//!
//! The runs were recorded in Chromium, as the page opens: three answers of one
//! second each. With `MEANWHILE_WRITE=1` the test writes the picture anew.

use meanwhile::experiments::Experiment;
use meanwhile::trace::{
    Layer, Recording, Timeline, Timestamp, Viewport, duration_text,
};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const RUNS: [(&str, &str, &str); 2] = [
    (
        "sequential",
        "Sequential",
        include_str!("still/sequential.meanwhile.json"),
    ),
    (
        "concurrent",
        "Concurrent",
        include_str!("still/concurrent.meanwhile.json"),
    ),
];

/// The width that all is drawn for; the page scales it to what it has.
const WIDTH: f64 = 440.0;
// As in the picture of a run.
const GUTTER: f64 = 36.0;
const RIGHT: f64 = 18.0;
const MARGIN: f64 = 8.0;
const AXIS: f64 = 22.0;
const REACH: f64 = 1.04;

const FROM: &str = "<!-- The still picture: tests/host/still.rs writes it. -->";
const TO: &str = "<!-- Its end. -->";

fn timeline(json: &str) -> (Recording, Timeline) {
    let recording = Recording::from_json(json).expect("it is a recording");
    let timeline = Timeline::fold(&recording.events);
    (recording, timeline)
}

/// When the run was over.
fn end(timeline: &Timeline) -> Timestamp {
    let root = timeline.root().and_then(|root| root.end);
    root.expect("the run came to its end").0
}

fn still() -> String {
    let ends = RUNS.map(|(.., json)| end(&timeline(json).1));
    let extent = ends.map(Timestamp::as_millis);
    let extent = extent.into_iter().fold(0.0, f64::max) * REACH;
    let mut html = String::new();
    for (id, name, json) in RUNS {
        let (recording, timeline) = timeline(json);
        let total = timeline.makespan().expect("the run came to its end");
        let total = duration_text(total, recording.step);
        let svg = picture(&timeline, extent);
        let _ = write!(
            html,
            "\
            <article class=\"lane\" data-strategy=\"{id}\">\n\
            <header><h2><span class=\"swatch\"></span>{name}</h2>\
            <span class=\"lane-progress\"></span>\
            <span class=\"lane-total\">{total}</span></header>\n\
            {svg}</article>\n"
        );
    }
    html
}

fn picture(timeline: &Timeline, extent: f64) -> String {
    let rows = timeline.rows().len();
    let (width, height) = (WIDTH - GUTTER - RIGHT, Viewport::height_for(rows));
    let bottom = height + 2.0 * MARGIN;
    let view = Viewport::fit(extent, rows);
    let scene = view.scene(timeline, None, end(timeline), width, height);
    let axis = view.axis(width).ticks;
    let lines = axis.iter().map(|tick| format!("M{:.1} 0V{bottom}", tick.x));
    let text = |x: f64, y: f64, text: &str| {
        format!("<text x=\"{x:.1}\" y=\"{y:.1}\">{text}</text>")
    };
    let names = scene.rows.iter();
    let names = names.map(|row| text(-10.0, row.y, &row.text));
    let paths = Layer::ALL.map(|layer| (layer.name(), scene.path(layer)));
    let paths = paths.iter().filter(|(_, path)| !path.is_empty()).map(
        |(name, path)| {
            format!(
                "<path class=\"layer\" data-layer=\"{name}\" d=\"{path}\"/>\n"
            )
        },
    );
    let words = scene.labels.iter();
    let words = words.map(|label| text(label.x, label.y, &label.text));
    let ticks = axis.iter().map(|tick| text(tick.x, 0.0, &tick.text));
    format!(
        "<svg class=\"plot\" viewBox=\"0 0 {WIDTH} {}\" aria-hidden=\"true\">\n\
         <g transform=\"translate({GUTTER} 0)\">\n\
         <path class=\"grid\" d=\"{}\"/>\n\
         <g transform=\"translate(0 {MARGIN})\">\n\
         <g class=\"row-names\">{}</g>\n\
         {}<g class=\"bar-words\">{}</g></g>\n\
         <g class=\"axis\" transform=\"translate(0 {})\">{}</g>\n\
         </g></svg>\n",
        bottom + AXIS,
        lines.collect::<String>(),
        names.collect::<String>(),
        paths.collect::<String>(),
        words.collect::<String>(),
        bottom + 16.0,
        ticks.collect::<String>(),
    )
}

#[test]
fn the_still_picture_is_what_the_renderer_makes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("index.html");
    let index = fs::read_to_string(&path).expect("the page is there");
    let (before, rest) = index.split_once(FROM).expect("it has a picture");
    let (found, after) = rest.split_once(TO).expect("the picture ends");
    let drawn = still();
    if std::env::var_os("MEANWHILE_WRITE").is_some() {
        let index = format!("{before}{FROM}\n{drawn}{TO}{after}");
        fs::write(&path, index).expect("the page can be written");
        return;
    }
    assert_eq!(
        found.trim(),
        drawn.trim(),
        "the picture in index.html is of another renderer: look at it, and \
         write it anew with MEANWHILE_WRITE=1"
    );
}

#[test]
fn the_page_opens_with_the_headlines_of_the_labs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("index.html");
    let index = fs::read_to_string(path).expect("the page is there");
    for lab in Experiment::ALL {
        let (name, about) = (lab.name(), lab.about());
        let title = format!(
            "        <div class=\"title\" data-lab=\"{}\">\n          \
             <h1>{name}</h1>\n          <p>{about}</p>\n        </div>\n",
            lab.slug(),
        );
        assert!(index.contains(&title), "{title}");
    }
}

#[test]
fn the_runs_of_the_still_picture_are_a_staircase_and_a_wall() {
    let starts = RUNS.map(|(.., json)| {
        let (_, timeline) = timeline(json);
        let rows = timeline.rows().iter();
        let starts = rows.map(|row| row.spans[0].start.as_millis());
        starts.collect::<Vec<f64>>()
    });
    let [sequential, concurrent] = starts;
    assert!(sequential.windows(2).all(|it| it[1] - it[0] > 900.0));
    assert!(concurrent.windows(2).all(|it| it[1] - it[0] < 100.0));
}
