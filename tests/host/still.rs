//! What the page shows before its app runs: what stands in `index.html` is what
//! our own geometry makes of two real runs, and what the labs say of themselves.
//!
//! The runs were recorded in Chromium, as the page opens: three answers of one
//! second each. With `MEANWHILE_WRITE=1` the tests write the page anew.

use meanwhile::experiments::{Experiment, Guide};
use meanwhile::trace::{
    Layer, Recording, Timeline, Timestamp, Viewport, duration_text,
};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

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

/// Where a part of the page begins that is written here, and where it ends.
type Marks = [&'static str; 2];

const PICTURE: Marks = [
    "<!-- The still picture: tests/host/still.rs writes it. -->\n",
    "<!-- Its end. -->",
];
const LINKS: Marks = ["<nav aria-label=\"Labs\">\n", "        </nav>"];
const HEADLINES: Marks = ["<main>\n", "        <div id=\"boot\">"];

/// Asserts that the part of the page between the `marks` is `html`, or writes
/// it.
fn assert_written([from, to]: Marks, html: &str) {
    // The tests of several parts may write.
    static WRITING: Mutex<()> = Mutex::new(());
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("index.html");
    let index = fs::read_to_string(&path).expect("the page is there");
    let (before, rest) = index.split_once(from).expect("the part begins");
    let (found, after) = rest.split_once(to).expect("the part ends");
    if std::env::var_os("MEANWHILE_WRITE").is_some() {
        let index = format!("{before}{from}{html}{to}{after}");
        fs::write(&path, index).expect("the page can be written");
        return;
    }
    assert_eq!(
        found, html,
        "index.html is not what it is made of: write it anew with \
         MEANWHILE_WRITE=1, and look at it"
    );
}

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
    assert_written(PICTURE, &still());
}

#[test]
fn the_page_opens_with_the_labs_and_what_leads_to_them() {
    let (mut links, mut headlines) = (String::new(), String::new());
    let mut headline = |slug, name, about| {
        let _ = writeln!(
            headlines,
            "        <div class=\"title\" data-lab=\"{slug}\">\n          \
             <h1>{name}</h1>\n          <p>{about}</p>\n        </div>",
        );
    };
    for lab in Experiment::ALL {
        let (slug, name) = (lab.slug(), lab.name());
        // The page opens with the first.
        let to = if lab == Experiment::ALL[0] { "" } else { slug };
        let _ = writeln!(links, "          <a href=\"#/{to}\">{name}</a>");
        headline(slug, name, lab.about());
    }
    for guide in Guide::ALL {
        let (slug, name) = (guide.slug(), guide.name());
        let _ = writeln!(links, "          <a href=\"#/{slug}\">{name}</a>");
        headline(slug, name, guide.about());
    }
    assert_written(LINKS, &links);
    assert_written(HEADLINES, &headlines);
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
