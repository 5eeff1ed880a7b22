//! What the page shows before its app runs: what stands in `index.html` is what
//! our own geometry makes of two recorded runs, and what the labs say of
//! themselves. With `MEANWHILE_WRITE=1` the tests write the page anew.

use crate::drawn::{Exhibit, LANE, REACH, end, lane, plot};
use meanwhile::experiments::crawl::Strategy;
use meanwhile::experiments::{Experiment, Guide};
use meanwhile::trace::{Timeline, Viewport, duration_text};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

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

fn still() -> String {
    let exhibit = Exhibit::read(Experiment::Crawl.slug());
    let runs = exhibit.recordings();
    let ends = runs.iter().map(|(.., timeline)| end(timeline).as_millis());
    let extent = ends.fold(0.0, f64::max) * REACH;
    let name =
        |id: &str| Strategy::from_id(id).expect("it is a strategy").name();
    let mut html = String::new();
    for (id, recording, timeline) in &runs {
        let total = timeline.makespan().expect("the run came to its end");
        let total = duration_text(total, recording.step);
        let view = Viewport::fit(extent, timeline.rows().len());
        let svg = plot(view, (LANE, 36.0), |width, height| {
            view.scene(timeline, None, end(timeline), width, height)
        });
        html += &lane(id, name(id), &total, &svg);
    }
    let said = exhibit.said_with_links(name);
    html + &format!("<p class=\"recorded\">{said}</p>\n")
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
    let runs = Exhibit::read(Experiment::Crawl.slug()).recordings();
    let starts = |(.., timeline): &(_, _, Timeline)| {
        let rows = timeline.rows().iter();
        let starts = rows.map(|row| row.spans[0].start.as_millis());
        starts.collect::<Vec<f64>>()
    };
    let [sequential, concurrent] = runs.as_slice() else {
        panic!("two strategies ran");
    };
    let [sequential, concurrent] = [starts(sequential), starts(concurrent)];
    assert!(sequential.windows(2).all(|it| it[1] - it[0] > 900.0));
    assert!(concurrent.windows(2).all(|it| it[1] - it[0] < 100.0));
}
