//! What many cost against how many there are: the points of this visit and the
//! post's, laid out on logarithmic axes. Draws nothing.

use super::{Body, Form, LogScale, Measured, POST, POST_COUNT, Plan};
use crate::experiments::figure::{bytes_text, grouped};
use crate::trace::duration_text;
use std::fmt::Write as _;
use std::time::Duration;

/// What the upright axis has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quantity {
    /// The time to create and finish them.
    #[default]
    Time,
    /// The memory that they take together.
    Memory,
}

/// What one form did in one run.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The form.
    pub form: Form,
    /// What the run was to do.
    pub plan: Plan,
    /// What it did.
    pub measured: Measured,
}

impl Point {
    /// All of it in words, on a clock of that `step`.
    #[must_use]
    pub fn text(&self, step: Duration) -> String {
        let (plan, measured) = (&self.plan, &self.measured);
        let time = |part| {
            let part = measured.extrapolated(part, plan.count);
            duration_text(part, step)
        };
        let mut text =
            format!("{} {}, ", grouped(plan.count.into()), self.form.plural(),);
        if plan.body == Body::Timer {
            text += "each awaiting a timer, ";
        }
        if plan.held > 0 {
            text += &format!("each holding {}, ", bytes_text(plan.held.into()));
        }
        text += &format!(
            "were created in {} and finished in {}",
            time(measured.create),
            time(measured.finish),
        );
        if let Some(each) = measured.bytes_each {
            text += &format!(", at {} each", bytes_text(each.round() as u64));
        }
        if measured.created < plan.count {
            let created = grouped(measured.created.into());
            text += &format!(": extrapolated from {created}");
        }
        text + "."
    }

    /// What it has of `quantity`, for `count` of them, in milliseconds or
    /// bytes; none if it is unknown or nothing.
    fn value(&self, quantity: Quantity, count: u32) -> Option<f64> {
        let value = match quantity {
            Quantity::Time => {
                let total = self.measured.total();
                let total = self.measured.extrapolated(total, count);
                total.as_secs_f64() * 1e3
            }
            Quantity::Memory => self.measured.bytes_each? * f64::from(count),
        };
        (value > 0.0).then_some(value)
    }
}

/// A picture of the points.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// How many, along: where, and the word.
    pub along: Vec<(f64, String)>,
    /// How much, up: where, and the word.
    pub up: Vec<(f64, String)>,
    /// The grid, as SVG path data.
    pub grid: String,
    /// What joins the points of a form; the second is reckoned, not measured.
    pub lines: Vec<(Form, String, String)>,
    /// The points, the post's first.
    pub dots: Vec<Dot>,
}

/// A point in the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Dot {
    /// Whose it is.
    pub of: DotOf,
    /// How it came about.
    pub kind: DotKind,
    /// From the left, in pixels.
    pub x: f64,
    /// From the top, in pixels.
    pub y: f64,
    /// What it says.
    pub text: String,
}

/// Whose a point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DotOf {
    /// A form's, of this visit.
    Form(Form),
    /// The post's.
    Post,
}

/// How a point came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DotKind {
    /// It was measured here.
    Measured,
    /// It was reckoned from what was measured here.
    Extrapolated,
    /// Somebody else measured it on another machine.
    Post,
}

impl DotKind {
    /// Its name in style sheets.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Extrapolated => "extrapolated",
            Self::Post => "post",
        }
    }
}

/// Room for the words of the upright axis, in pixels.
const LEFT: f64 = 62.0;
/// Room for half a word.
const RIGHT: f64 = 22.0;
const TOP: f64 = 12.0;
/// Room for the words of the other axis.
const BOTTOM: f64 = 26.0;

/// How many pixels there must be between two words along the axis.
const WORD: f64 = 44.0;

impl Chart {
    /// Lays out `points` and the post's figures in a box of that size, in
    /// pixels; on a clock of that `step`.
    #[must_use]
    pub fn new(
        points: &[Point],
        quantity: Quantity,
        step: Duration,
        (width, height): (f64, f64),
    ) -> Self {
        let post = POST.iter().filter_map(|figure| {
            let value = match quantity {
                Quantity::Time => Some(figure.total.as_secs_f64() * 1e3),
                Quantity::Memory => figure.bytes,
            };
            Some((figure, value?))
        });
        let post: Vec<_> = post.collect();
        let mut counts = vec![1e3, f64::from(POST_COUNT)];
        let mut values: Vec<f64> = post.iter().map(|it| it.1).collect();
        for point in points {
            for count in [point.measured.created, point.plan.count] {
                counts.push(f64::from(count));
                values.extend(point.value(quantity, count));
            }
        }
        // So that an empty chart shows where its points will be.
        values.push(match quantity {
            Quantity::Time => 1.0,
            Quantity::Memory => 1e5,
        });
        let along = LogScale::around(counts);
        let up = LogScale::around(values);
        let x = |count: f64| {
            LEFT + along.place(count) * (width - LEFT - RIGHT).max(1.0)
        };
        let y = |value: f64| {
            let all = (height - TOP - BOTTOM).max(1.0);
            TOP + (1.0 - up.place(value)) * all
        };
        let value_text = |value: f64| match quantity {
            Quantity::Time => {
                duration_text(Duration::from_secs_f64(value / 1e3), step)
            }
            Quantity::Memory => bytes_text(value as u64),
        };
        let mut dots: Vec<Dot> = post
            .iter()
            .map(|(figure, value)| Dot {
                of: DotOf::Post,
                kind: DotKind::Post,
                x: x(POST_COUNT.into()),
                y: y(*value),
                text: format!(
                    "post: {}, {}{}",
                    figure.name,
                    value_text(*value),
                    if figure.is_extrapolated {
                        ", extrapolated"
                    } else {
                        ""
                    },
                ),
            })
            .collect();
        let mut lines = Vec::new();
        for form in Form::ALL {
            let mut of: Vec<&Point> =
                points.iter().filter(|it| it.form == form).collect();
            of.sort_by_key(|point| point.measured.created);
            let (mut measured, mut reckoned) = (String::new(), String::new());
            for point in of {
                let created = point.measured.created;
                let mut dot = |count: u32, kind| {
                    let value = point.value(quantity, count)?;
                    let held = match point.plan.held {
                        0 => String::new(),
                        held => {
                            format!(", holding {}", bytes_text(held.into()))
                        }
                    };
                    let reckoned = match kind {
                        DotKind::Extrapolated => ", extrapolated",
                        _ => "",
                    };
                    let (x, y) = (x(count.into()), y(value));
                    let text = format!(
                        "{} {}{held}: {}{reckoned}",
                        grouped(count.into()),
                        form.plural(),
                        value_text(value),
                    );
                    let of = DotOf::Form(form);
                    dots.push(Dot {
                        of,
                        kind,
                        x,
                        y,
                        text,
                    });
                    Some((x, y))
                };
                let Some(at) = dot(created, DotKind::Measured) else {
                    continue;
                };
                go_to(&mut measured, at);
                if created < point.plan.count
                    && let Some(to) =
                        dot(point.plan.count, DotKind::Extrapolated)
                {
                    // Writing to a string cannot fail.
                    let _ = write!(
                        reckoned,
                        "M{:.1} {:.1}L{:.1} {:.1}",
                        at.0, at.1, to.0, to.1
                    );
                }
            }
            if !measured.is_empty() {
                lines.push((form, measured, reckoned));
            }
        }
        let words = |exponent: i32| match quantity {
            Quantity::Time => time_word(exponent),
            Quantity::Memory => bytes_word(exponent),
        };
        let power = |exponent: i32| 10_f64.powi(exponent);
        let xs: Vec<_> = along
            .exponents()
            .map(|it| (x(power(it)), count_word(it)))
            .collect();
        let ys: Vec<_> =
            up.exponents().map(|it| (y(power(it)), words(it))).collect();
        let mut grid = String::new();
        for (x, _) in &xs {
            let _ = write!(grid, "M{x:.1} {TOP}V{:.1}", height - BOTTOM);
        }
        for (y, _) in &ys {
            let _ = write!(grid, "M{LEFT} {y:.1}H{:.1}", width - RIGHT);
        }
        Self {
            along: thinned(xs, WORD),
            up: ys,
            grid,
            lines,
            dots,
        }
    }
}

/// As many of the words as have room, the last in any case.
fn thinned(words: Vec<(f64, String)>, room: f64) -> Vec<(f64, String)> {
    let mut kept: Vec<(f64, String)> = Vec::new();
    for word in words.into_iter().rev() {
        if kept.last().is_none_or(|last| last.0 - word.0 >= room) {
            kept.push(word);
        }
    }
    kept.reverse();
    kept
}

fn go_to(path: &mut String, (x, y): (f64, f64)) {
    let command = if path.is_empty() { 'M' } else { 'L' };
    // Writing to a string cannot fail.
    let _ = write!(path, "{command}{x:.1} {y:.1}");
}

/// A power of ten by its digit and the unit of its thousands.
fn word(exponent: i32, units: &[(i32, &str)]) -> String {
    let unit = units.iter().rev().find(|(from, _)| *from <= exponent);
    let (from, unit) = unit.or(units.first()).copied().unwrap_or((0, ""));
    let digits = match exponent - from {
        more @ 0.. => format!("1{}", "0".repeat(more as usize)),
        less => format!("0.{}1", "0".repeat((-less - 1) as usize)),
    };
    format!("{digits}{unit}")
}

fn count_word(exponent: i32) -> String {
    word(exponent, &[(0, ""), (3, "k"), (6, "M")])
}

fn time_word(exponent: i32) -> String {
    let units = [(-3, "\u{a0}µs"), (0, "\u{a0}ms"), (3, "\u{a0}s")];
    word(exponent, &units)
}

fn bytes_word(exponent: i32) -> String {
    let units = [
        (0, "\u{a0}B"),
        (3, "\u{a0}kB"),
        (6, "\u{a0}MB"),
        (9, "\u{a0}GB"),
    ];
    word(exponent, &units)
}

/// The shape of a point as SVG path data, around (`x`, `y`): one a form, so
/// that nobody needs to tell colours apart.
#[must_use]
pub fn shape(of: DotOf, x: f64, y: f64) -> String {
    const R: f64 = 5.0;
    let round = |r: f64| {
        format!(
            "M{:.1} {y:.1}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0z",
            x - r,
            d = 2.0 * r,
        )
    };
    let form = match of {
        DotOf::Post => return round(R + 1.0),
        DotOf::Form(form) => form,
    };
    match form {
        Form::SpawnLocal => round(R),
        Form::FuturesUnordered => {
            format!("M{:.1} {:.1}h9v9h-9z", x - 4.5, y - 4.5)
        }
        Form::JsAsync => {
            format!("M{x:.1} {:.1}l5.5 9.5h-11z", y - 6.0)
        }
        Form::SharedWorkers => {
            format!("M{x:.1} {:.1}l6 6l-6 6l-6 -6z", y - 6.0)
        }
        Form::OwnWorkers => {
            format!("M{x:.1} {:.1}l5.5 -9.5h-11z", y + 6.0)
        }
    }
}
