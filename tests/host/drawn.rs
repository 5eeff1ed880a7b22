//! Pictures of recorded runs as markup: what the page's own geometry makes of
//! them, in the elements that its style sheet knows. Not which runs.

use meanwhile::experiments::Experiment;
use meanwhile::experiments::freeze::Mode;
use meanwhile::trace::{
    Arrows, Layer, LifeRow, Recording, Role, Scene, Timeline, Timestamp,
    Viewport, tree,
};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The width that a lane is drawn for; the page scales it to what it has.
pub(crate) const LANE: f64 = 440.0;
/// The same of a picture that has a stage for itself.
pub(crate) const STAGE: f64 = 1060.0;
// As in the picture of a run.
const RIGHT: f64 = 18.0;
const MARGIN: f64 = 8.0;
const AXIS: f64 = 22.0;
/// How much further than the last event an axis reaches.
pub(crate) const REACH: f64 = 1.04;

/// A file of the project, by its path.
pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A recorded run of a lab, as `./dev record` keeps it.
pub(crate) struct Exhibit {
    /// The fragment of the address of its setup.
    pub address: String,
    /// When and in which engine it ran, as in `2026-11-28 Firefox`.
    origin: String,
    /// What was recorded: names of what ran, and recordings or JSON.
    pub lines: Vec<(String, String)>,
}

impl Exhibit {
    fn path(name: &str) -> PathBuf {
        project(&format!("tests/host/exhibits/{name}.txt"))
    }

    /// Whether there is one of that name.
    pub(crate) fn is_there(name: &str) -> bool {
        Self::path(name).exists()
    }

    /// Reads the one of that name; panics if it cannot be read.
    pub(crate) fn read(name: &str) -> Self {
        let path = Self::path(name);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| {
            panic!("{}: {error}; ./dev record makes it", path.display())
        });
        let mut lines = text.lines().map(str::to_owned);
        let (Some(address), Some(origin)) = (lines.next(), lines.next()) else {
            panic!("{} has an address and an origin", path.display());
        };
        let parts = lines.map(|line| {
            let (id, data) = line.split_once(' ').expect("a name and data");
            (id.to_owned(), data.to_owned())
        });
        Self {
            address,
            origin,
            lines: parts.collect(),
        }
    }

    /// What is said of where it comes from.
    pub(crate) fn said(&self) -> String {
        let (date, engine) = self.origin.split_once(' ').expect("date, engine");
        format!("Recorded on {date} in {engine}.")
    }

    /// The same, and links that replay its recordings, each called by the name
    /// of what ran; only the short ones, since each visitor loads them.
    pub(crate) fn said_with_links(
        &self,
        name: impl Fn(&str) -> &'static str,
    ) -> String {
        const LONGEST: usize = 1_000;
        let short = self.lines.iter().filter(|(_, it)| it.len() <= LONGEST);
        let links = short.map(|(id, data)| {
            let words = match self.lines.len() {
                1 => "Step through it".to_owned(),
                _ => format!("Step through {}", name(id)),
            };
            let hash = Experiment::Tasks.hash(&format!("recording={data}"));
            format!(" <a href=\"{hash}\">{words}</a>.")
        });
        self.said() + &links.collect::<String>()
    }

    /// Its recordings, by the names of what ran.
    pub(crate) fn recordings(&self) -> Vec<(String, Recording, Timeline)> {
        let read = |(id, data): &(String, String)| {
            let recording = Recording::from_link(data);
            let recording = recording.unwrap_or_else(|error| {
                panic!("{}: {id}: {error}", self.address)
            });
            let timeline = Timeline::fold(&recording.events);
            (id.clone(), recording, timeline)
        };
        self.lines.iter().map(read).collect()
    }

    /// What the page saved of its table.
    pub(crate) fn json(&self) -> Vec<serde_json::Value> {
        let (_, json) = self.lines.first().expect("it has a table");
        serde_json::from_str(json).expect("it is JSON")
    }
}

/// When the last thing of a run happened.
pub(crate) fn end(timeline: &Timeline) -> Timestamp {
    let tracks = timeline.tracks().iter();
    let ends = tracks.filter_map(|track| Some(track.end?.0));
    ends.max().expect("the run came to its end")
}

/// The picture of some rows, as wide as `full` and with their names in a gutter
/// of so many pixels: the time axis, and what `draw` makes of a width and a
/// height.
pub(crate) fn plot(
    view: Viewport,
    (full, gutter): (f64, f64),
    draw: impl Fn(f64, f64) -> Scene,
) -> String {
    let rows = (view.bottom - view.top).round() as usize;
    let (width, height) = (full - gutter - RIGHT, Viewport::height_for(rows));
    let bottom = height + 2.0 * MARGIN;
    let scene = draw(width, height);
    let axis = view.axis(width).ticks;
    let lines = axis.iter().map(|tick| format!("M{:.1} 0V{bottom}", tick.x));
    let text = |x: f64, y: f64, text: &str| {
        format!("<text x=\"{x:.1}\" y=\"{y:.1}\">{}</text>", escaped(text))
    };
    let names = scene.rows.iter();
    let names = names.map(|row| text(-10.0, row.y, &row.text));
    let words = scene.labels.iter();
    let words = words.map(|label| text(label.x, label.y, &label.text));
    let ticks = axis.iter().map(|tick| text(tick.x, 0.0, &tick.text));
    format!(
        "<svg class=\"plot\" viewBox=\"0 0 {full} {}\" aria-hidden=\"true\">\n\
         <g transform=\"translate({gutter} 0)\">\n\
         <path class=\"grid\" d=\"{}\"/>\n\
         <g transform=\"translate(0 {MARGIN})\">\n\
         <g class=\"row-names\">{}</g>\n\
         {}<g class=\"bar-words\">{}</g></g>\n\
         <g class=\"axis\" transform=\"translate(0 {})\">{}</g>\n\
         </g></svg>\n",
        bottom + AXIS,
        lines.collect::<String>(),
        names.collect::<String>(),
        layers(&scene),
        words.collect::<String>(),
        bottom + 16.0,
        ticks.collect::<String>(),
    )
}

/// The layers of a scene that have anything in them.
pub(crate) fn layers(scene: &Scene) -> String {
    let paths = Layer::ALL.map(|layer| (layer.name(), scene.path(layer)));
    let mut html = String::new();
    for (name, path) in paths.iter().filter(|(_, path)| !path.is_empty()) {
        let _ = writeln!(
            html,
            "<path class=\"layer\" data-layer=\"{name}\" d=\"{path}\"/>"
        );
    }
    html
}

/// A lane with its head.
pub(crate) fn lane(id: &str, name: &str, total: &str, plot: &str) -> String {
    format!(
        "<article class=\"lane\" data-strategy=\"{id}\">\n\
         <header><h2><span class=\"swatch\"></span>{name}</h2>\
         <span class=\"lane-progress\"></span>\
         <span class=\"lane-total\">{total}</span></header>\n\
         {plot}</article>\n"
    )
}

/// What a row of Freeze is, by its name.
fn role_of(name: &str) -> Option<Role> {
    match name {
        "pulse" => Some(Role::Pulse),
        "timer" => Some(Role::Timer),
        "keys" => Some(Role::Keys),
        "loop" => Some(Role::Loop),
        name if name.starts_with("worker") => Some(Role::Worker),
        name if name.starts_with("request") => Some(Role::Request),
        _ => None,
    }
}

/// The names of the rows of several modes of Freeze, in the order of the page.
pub(crate) fn pulse_rows<'a>(
    timelines: impl IntoIterator<Item = &'a Timeline>,
) -> Vec<&'a str> {
    let tracks = timelines.into_iter().flat_map(Timeline::tracks);
    let names = tracks.map(|track| &*track.name);
    let names: BTreeSet<&str> =
        names.filter(|name| role_of(name).is_some()).collect();
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_by_key(|name| role_of(name).map(|role| role as usize));
    names
}

/// What a mode of Freeze did, in rows of these names and a window of a width and
/// a height.
pub(crate) fn pulse_scene(
    timeline: &Timeline,
    names: &[&str],
    view: Viewport,
    (width, height): (f64, f64),
) -> Scene {
    let row = |name: &&'_ str| {
        // The mode itself, which comes first, may be called the same.
        let mut tracks = timeline.tracks().iter().rev();
        let track = tracks.find(|track| &*track.name == *name);
        (role_of(name).expect("it is a row"), track)
    };
    let rows = names.iter().map(row).zip(names);
    let rows: Vec<_> = rows
        .map(|((role, track), name)| (role, *name, track))
        .collect();
    view.pulse_scene(&rows, end(timeline), width, height)
}

/// The rows of the tasks of a run, in the order of the page.
pub(crate) fn life_rows(timeline: &Timeline) -> Vec<LifeRow> {
    let rows = tree(timeline).into_iter();
    rows.filter(|(track, _)| timeline.tracks()[*track].has_happened())
        .map(|(track, depth)| LifeRow { track, depth })
        .collect()
}

/// The lives of the tasks of a run, in a window of a width and a height.
pub(crate) fn lives_scene(
    timeline: &Timeline,
    arrows: Arrows,
    view: Viewport,
    (width, height): (f64, f64),
) -> Scene {
    let rows = life_rows(timeline);
    view.lives_scene(timeline, &rows, arrows, end(timeline), width, height)
}

/// What a mode of that id is called.
pub(crate) fn mode_name(id: &str) -> &'static str {
    Mode::from_id(id).expect("it is a mode").name()
}

/// `text` as it stands in markup.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Asserts that a file of the project is `text`, or writes it with
/// `MEANWHILE_WRITE=1`.
pub(crate) fn assert_file(path: &str, text: &str) {
    let path = project(path);
    if std::env::var_os("MEANWHILE_WRITE").is_some() {
        fs::write(&path, text).expect("the project can be written");
        return;
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    // The whole of it would be too long to read.
    let same = found.bytes().zip(text.bytes()).take_while(|(a, b)| a == b);
    let same = same.count();
    assert!(
        found == text,
        "{} is not what it is made of, from byte {same} on: write it anew with \
         MEANWHILE_WRITE=1, and look at it",
        path.display()
    );
}
