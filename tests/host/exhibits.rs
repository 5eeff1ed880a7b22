//! What the page shows before anybody presses Run: the picture of a recorded run
//! on the stage of each lab, and one beside each example. They are drawn from
//! what `./dev record` keeps; with `MEANWHILE_WRITE=1` the tests draw them anew.

use crate::drawn::{
    Exhibit, LANE, REACH, STAGE, assert_file, end, escaped, lane, layers,
    life_rows, lives_scene, mode_name, plot, pulse_rows, pulse_scene,
};
use crate::exhibit_name::exhibit_name;
use crate::shown;
use meanwhile::experiments::EXAMPLES;
use meanwhile::experiments::Experiment;
use meanwhile::experiments::cost::{
    self, Chart, DotKind, DotOf, Form, Measured, Point, Quantity, shape,
};
use meanwhile::experiments::examples::{Example, examples_from};
use meanwhile::experiments::race::{Distribution, Strategy};
use meanwhile::trace::{
    Arrows, Scene, Timeline, Timestamp, Viewport, duration_text,
};
use serde_json::Value;
use std::fmt::Write as _;
use std::time::Duration;

/// What stands between two pictures of a file, and in none.
const BETWEEN: &str = "\u{c}";

/// The labs with a recorded run, in the order of the page: those that examples and
/// the tour lead to.
pub(crate) fn recorded() -> impl Iterator<Item = Experiment> {
    Experiment::ALL
        .into_iter()
        .filter(|lab| Exhibit::is_there(lab.slug()))
}

/// The stage of a lab with a recorded run.
fn stage(lab: Experiment) -> String {
    let exhibit = Exhibit::read(lab.slug());
    let picture = match lab.slug() {
        "freeze" => freeze(&exhibit),
        "tasks" | "script" => tasks(&exhibit),
        "race" => race(&exhibit),
        "cost" => chart(&exhibit),
        "compare" => compare(&exhibit),
        other => panic!("nobody draws the stage of {other} yet"),
    };
    let said = match lab {
        Experiment::Race | Experiment::Cost | Experiment::Compare => {
            exhibit.said()
        }
        _ => exhibit.said_with_links(mode_name),
    };
    format!("{picture}<p class=\"recorded\">{said}</p>\n")
}

/// The latest end of several runs, in milliseconds.
fn reach<'a>(timelines: impl IntoIterator<Item = &'a Timeline>) -> f64 {
    let ends = timelines.into_iter().map(end).map(Timestamp::as_millis);
    ends.fold(0.0, f64::max)
}

/// The room for names of so many letters, in pixels.
fn gutter(letters: usize) -> f64 {
    letters as f64 * 7.0 + 14.0
}

fn freeze(exhibit: &Exhibit) -> String {
    let lanes = exhibit.recordings();
    let extent = reach(lanes.iter().map(|it| &it.2)) * REACH;
    let names = pulse_rows(lanes.iter().map(|it| &it.2));
    let letters = names.iter().map(|name| name.chars().count()).max();
    let gutter = gutter(letters.unwrap_or_default());
    let mut html = "<div class=\"lanes narrow\">\n".to_owned();
    for (id, recording, timeline) in &lanes {
        let mut tracks = timeline.tracks().iter();
        let job = tracks.find(|track| &*track.name == "loop");
        let total = job.and_then(|job| job.duration());
        let total = total.expect("the loop is over");
        let total = duration_text(total, recording.step);
        let view = Viewport::fit(extent, names.len());
        let svg = plot(view, (LANE, gutter), |w, h| {
            pulse_scene(timeline, &names, view, (w, h))
        });
        html += &lane(id, mode_name(id), &total, &svg);
    }
    html + "</div>\n"
}

fn tasks(exhibit: &Exhibit) -> String {
    let runs = exhibit.recordings();
    let (_, _, timeline) = &runs[0];
    let rows = life_rows(timeline);
    let letters = rows.iter().map(|row| {
        let name = &timeline.tracks()[row.track].name;
        name.chars().count() + 2 * row.depth
    });
    let view = Viewport::fit(reach([timeline]) * REACH, rows.len());
    let gutter = gutter(letters.max().unwrap_or_default());
    let sizes = [("wide", STAGE), ("slim", LANE)].into_iter();
    let picture = |(class, width)| {
        let svg = plot(view, (width, gutter), |w, h| {
            lives_scene(timeline, Arrows::Shown, view, (w, h))
        });
        format!("<div class=\"{class}\">{svg}</div>\n")
    };
    sizes.map(picture).collect()
}

fn text(row: &Value, name: &str) -> String {
    let text = row[name].as_str();
    text.unwrap_or_else(|| panic!("{name} of {row}")).to_owned()
}

fn number(row: &Value, name: &str) -> f64 {
    row[name]
        .as_f64()
        .unwrap_or_else(|| panic!("{name} of {row}"))
}

/// A way to count, what it should have come to, and what each repetition lost.
fn losses(row: &Value) -> (Strategy, u32, Vec<u32>) {
    let strategy = Strategy::from_id(&text(row, "strategy"));
    let lost = row["lost"].as_array().expect("a list").iter();
    let lost = lost.map(|it| it.as_u64().expect("a count") as u32);
    (
        strategy.expect("a strategy"),
        number(row, "expected") as u32,
        lost.collect(),
    )
}

fn race(exhibit: &Exhibit) -> String {
    const WIDTH: f64 = 1000.0;
    const HEIGHT: f64 = 40.0;
    let mut html = "<div class=\"strips\">\n".to_owned();
    for (strategy, expected, lost) in exhibit.json().iter().map(losses) {
        let repeat = u32::try_from(lost.len()).expect("a few");
        let bars = Distribution::of(lost.iter().copied(), expected);
        let bars = bars.bars(repeat).into_iter().map(|bar| {
            let height = bar.height * HEIGHT;
            format!(
                "<rect class=\"bar\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" \
                 height=\"{height:.1}\"/>",
                bar.x * WIDTH,
                HEIGHT - height,
                bar.width * WIDTH,
            )
        });
        let _ = write!(
            html,
            "<div class=\"strip\" data-strategy=\"{}\">\n\
             <h3><span class=\"swatch\"></span>{}</h3>\n\
             <svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" preserveAspectRatio=\"none\" \
             aria-hidden=\"true\"><path class=\"floor-line\" d=\"M0 \
             39.25H{:.1}M{:.1} 39.25H{WIDTH}\"/>{}</svg>\n\
             <p class=\"strip-said\">{}</p>\n</div>\n",
            strategy.id(),
            strategy.name(),
            Distribution::NONE * WIDTH,
            Distribution::SCALE * WIDTH,
            bars.collect::<String>(),
            share_lost(&lost, expected),
        );
    }
    html + "</div>\n"
}

/// What was lost, as a share of what should have arrived.
fn share_lost(lost: &[u32], expected: u32) -> String {
    let most = lost.iter().max().copied().unwrap_or_default();
    match most {
        0 => "none lost".to_owned(),
        most => format!(
            "up to {:.0} % lost",
            f64::from(most) / f64::from(expected) * 100.0
        ),
    }
}

/// A point of the chart of Cost.
fn point(row: &Value) -> Point {
    let millis = |name: &str| Duration::from_secs_f64(number(row, name) / 1e3);
    let form = Form::from_id(&text(row, "form")).expect("a form");
    let count = number(row, "n") as u32;
    let setup = cost::Setup {
        count,
        ..cost::Setup::default()
    };
    Point {
        form,
        plan: cost::Plan::new(&setup).expect("it was run"),
        measured: Measured {
            // Of all, as the files have it.
            created: count,
            create: millis("create_ms"),
            finish: millis("finish_ms"),
            bytes_each: row["bytes_each"].as_f64(),
            future: None,
            first_time: None,
        },
    }
}

fn chart(exhibit: &Exhibit) -> String {
    const SIZE: (f64, f64) = (900.0, 380.0);
    let points: Vec<Point> = exhibit.json().iter().map(point).collect();
    let step = Duration::from_micros(5);
    let chart = Chart::new(&points, Quantity::Time, step, SIZE);
    let word = |x: f64, y: f64, word: &str| {
        format!("<text x=\"{x:.1}\" y=\"{y:.1}\">{}</text>", escaped(word))
    };
    let along = chart.along.iter();
    let along = along.map(|(x, text)| word(*x, SIZE.1 - 8.0, text));
    let up = chart.up.iter().map(|(y, text)| word(54.0, *y, text));
    let dots = chart.dots.iter().map(|dot| {
        let id = match dot.of {
            DotOf::Form(form) => form.id(),
            DotOf::Post => "post",
        };
        let words = match dot.kind {
            DotKind::Post => dot.lines(),
            _ => Vec::new(),
        };
        let first = dot.y - 13.0 * (words.len() as f64 - 1.0) / 2.0;
        let words = words.iter().enumerate().map(|(place, line)| {
            format!(
                "<text class=\"post-word\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                dot.words_end(),
                first + 13.0 * place as f64,
                escaped(line),
            )
        });
        format!(
            "<path class=\"cost-dot\" data-strategy=\"{id}\" \
             data-kind=\"{}\" d=\"{}\"/>{}",
            dot.kind.id(),
            shape(dot.of, dot.x, dot.y),
            words.collect::<String>(),
        )
    });
    format!(
        "<div class=\"cost-chart\"><svg viewBox=\"0 0 {} {}\" \
         aria-hidden=\"true\"><path class=\"grid\" d=\"{}\"/>\n\
         <g class=\"axis\">{}</g>\n<g class=\"row-names\">{}</g>\n{}</svg></div>\n",
        SIZE.0,
        SIZE.1,
        chart.grid,
        along.collect::<String>(),
        up.collect::<String>(),
        dots.collect::<String>(),
    )
}

/// The lanes of Compare, as they were drawn: in thousandths of the width, where
/// the computing begins, how wide it is, the ticks, and what is said.
fn compare_lanes(exhibit: &Exhibit) -> Vec<(String, [String; 4])> {
    let lanes = exhibit.lines.iter();
    let read = |(kind, json): &(String, String)| {
        let parts = serde_json::from_str(json).expect("four texts");
        (kind.clone(), parts)
    };
    lanes.map(read).collect()
}

fn compare(exhibit: &Exhibit) -> String {
    let mut html = String::new();
    for (kind, [x, width, ticks, said]) in compare_lanes(exhibit) {
        let name = match kind.as_str() {
            "coroutine" => "Coroutine",
            "thread" => "Thread",
            _ => "Process",
        };
        let _ = write!(
            html,
            "<div class=\"compare-lane\" data-kind=\"{kind}\">\n\
             <h3><span class=\"swatch\"></span>{name}</h3>\n\
             <svg viewBox=\"0 0 1000 34\" preserveAspectRatio=\"none\" \
             aria-hidden=\"true\"><rect class=\"computes\" x=\"{x}\" y=\"2\" \
             width=\"{width}\" height=\"12\"/><g transform=\"translate(0 20)\">\
             <path class=\"ticks\" d=\"{ticks}\"/></g></svg>\n\
             <p>{}</p>\n</div>\n",
            escaped(&said),
        );
    }
    html
}

/// The size of the picture of an example, in pixels.
const SMALL: (f64, f64) = (160.0, 48.0);

/// Draws a run in a window of a width and a height.
type Draw = fn(&Timeline, Viewport, (f64, f64)) -> Scene;

/// The picture of an example.
fn small(example: &Example, exhibit: &Exhibit) -> String {
    let (width, height) = SMALL;
    let scenes = |draw: Draw, rows: fn(&Timeline) -> usize| {
        let lanes = exhibit.recordings();
        let extent = reach(lanes.iter().map(|it| &it.2));
        let each = height / lanes.len() as f64;
        let lane = |(place, (id, _, timeline)): (usize, &(String, _, _))| {
            let view = Viewport::fit(extent, rows(timeline));
            let scene = draw(timeline, view, (width, each - 3.0));
            format!(
                "<g data-strategy=\"{id}\" transform=\"translate(0 {:.1})\">\
                 {}</g>",
                place as f64 * each,
                layers(&scene).replace('\n', ""),
            )
        };
        lanes.iter().enumerate().map(lane).collect::<String>()
    };
    let drawn = match example.lab.slug() {
        "crawl" => scenes(
            |timeline, view, (w, h)| {
                view.scene(timeline, None, end(timeline), w, h)
            },
            |timeline| timeline.rows().len(),
        ),
        "freeze" => scenes(
            |timeline, view, size| {
                let names = pulse_rows([timeline]);
                pulse_scene(timeline, &names, view, size)
            },
            |timeline| pulse_rows([timeline]).len(),
        ),
        "tasks" | "script" => scenes(
            |timeline, view, size| {
                lives_scene(timeline, Arrows::Hidden, view, size)
            },
            |timeline| life_rows(timeline).len(),
        ),
        "race" => {
            let json = exhibit.json();
            let shares =
                json.iter().map(losses).map(|(strategy, expected, lost)| {
                    let most = lost.iter().max().copied().unwrap_or_default();
                    let arrived = expected - most;
                    (strategy.id(), f64::from(arrived) / f64::from(expected))
                });
            bars(&shares.collect::<Vec<_>>())
        }
        "cost" => {
            let points: Vec<Point> = exhibit.json().iter().map(point).collect();
            let total = |it: &Point| it.measured.total().as_secs_f64();
            let most = points.iter().map(total).fold(0.0, f64::max);
            let shares =
                points.iter().map(|it| (it.form.id(), total(it) / most));
            bars(&shares.collect::<Vec<_>>())
        }
        "compare" => {
            let lanes = compare_lanes(exhibit);
            let each = height / lanes.len() as f64;
            let lane = |(place, (kind, [x, wide, ticks, _])): (
                usize,
                &(String, [String; 4]),
            )| {
                format!(
                    "<g data-kind=\"{kind}\" transform=\"translate(0 {:.1}) \
                     scale({:.3} {:.3})\"><rect class=\"computes\" x=\"{x}\" \
                     y=\"2\" width=\"{wide}\" height=\"12\"/><g \
                     transform=\"translate(0 20)\"><path class=\"ticks\" \
                     d=\"{ticks}\"/></g></g>",
                    place as f64 * each,
                    width / 1000.0,
                    (each - 3.0) / 34.0,
                )
            };
            lanes.iter().enumerate().map(lane).collect()
        }
        other => panic!("nobody draws a small picture of {other} yet"),
    };
    format!(
        "<svg class=\"small\" viewBox=\"0 0 {width} {height}\" \
         aria-hidden=\"true\">{drawn}</svg>"
    )
}

/// A bar for each share of the whole width.
fn bars(shares: &[(&str, f64)]) -> String {
    let (width, height) = SMALL;
    let each = height / shares.len() as f64;
    let bar = |(place, (id, share)): (usize, &(&str, f64))| {
        let (y, high) = (place as f64 * each + 1.5, (each - 3.0).min(16.0));
        format!(
            "<g data-strategy=\"{id}\"><rect class=\"whole\" x=\"0.5\" \
             y=\"{y:.1}\" width=\"{:.1}\" height=\"{high:.1}\"/><rect \
             class=\"bar\" x=\"0.5\" y=\"{y:.1}\" width=\"{:.1}\" \
             height=\"{high:.1}\"/></g>",
            width - 1.0,
            (share * (width - 1.0)).max(0.5),
        )
    };
    shares.iter().enumerate().map(bar).collect()
}

#[test]
fn the_stages_are_what_the_renderer_makes_of_the_recorded_runs() {
    // That of Crawl is in the index.
    for lab in recorded().skip(1) {
        let path = format!("src/exhibits/labs/{}.txt", lab.slug());
        assert_file(&path, &stage(lab));
    }
}

#[test]
fn the_examples_are_what_the_renderer_makes_of_the_recorded_runs() {
    let picture = |example: &Example| {
        let name = exhibit_name(&example.question);
        small(example, &Exhibit::read(&name))
    };
    let examples = examples_from(shown(EXAMPLES));
    let pictures: Vec<String> = examples.iter().map(picture).collect();
    assert_file("src/exhibits/examples.txt", &pictures.join(BETWEEN));
}

#[test]
fn what_was_recorded_is_what_the_page_leads_to() {
    for lab in recorded() {
        assert_eq!(Exhibit::read(lab.slug()).address, lab.hash(""));
    }
    for example in &examples_from(shown(EXAMPLES)) {
        let exhibit = Exhibit::read(&exhibit_name(&example.question));
        assert_eq!(exhibit.address, example.hash());
    }
}
