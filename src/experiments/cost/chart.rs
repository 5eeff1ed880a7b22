//! What many cost against how many there are: the points of this visit and the
//! post's, laid out on logarithmic axes. Draws nothing.

use super::scale::{bytes_word, count_word, thinned, time_word};
use super::{
    Form, LogScale, POST, POST_COUNT, Point, PostFigure, Quantity, Setup,
};
use crate::experiments::figure::{bytes_text, grouped};
use crate::trace::sort::sort_by_key;
use crate::trace::{Tenths, duration_text};
use std::fmt::Write as _;
use std::time::Duration;

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

/// How wide a letter of the words is, in pixels, rounded up.
const LETTER: f64 = 7.0;
/// How far the words end before their point.
const AWAY: f64 = 12.0;

impl Dot {
    /// Where its words end, from the left, in pixels.
    #[must_use]
    pub fn words_end(&self) -> f64 {
        self.x - AWAY
    }

    /// Its words in as few lines as fit between the left edge and the point,
    /// broken after commas alone.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let most = (self.words_end() / LETTER).max(0.0) as usize;
        let mut lines: Vec<String> = Vec::new();
        for part in self.text.split_inclusive(", ") {
            match lines.last_mut() {
                Some(line) if line.len() + part.trim_end().len() <= most => {
                    line.push_str(part);
                }
                _ => lines.push(part.to_owned()),
            }
        }
        lines
    }
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
    /// The reader expected it.
    Guess,
}

impl DotKind {
    /// Its name in style sheets.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Extrapolated => "extrapolated",
            Self::Post => "post",
            Self::Guess => "guess",
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
        size: (f64, f64),
    ) -> Self {
        let marks = marks(points, quantity, step);
        let axes = Axes::around(&marks, quantity, size);
        let dot = |mark: &Mark| {
            let (x, y) = axes.place(mark);
            Dot {
                of: mark.of,
                kind: mark.kind,
                x,
                y,
                text: mark.text.clone(),
            }
        };
        let line = |form| {
            let of = |mark: &&Mark| mark.of == DotOf::Form(form);
            let (measured, reckoned) = axes.lines(marks.iter().filter(of));
            (!measured.is_empty()).then_some((form, measured, reckoned))
        };
        Self {
            along: thinned(axes.along(), WORD),
            up: axes.up(quantity),
            grid: axes.grid(),
            lines: Form::ALL.into_iter().filter_map(line).collect(),
            dots: marks.iter().map(dot).collect(),
        }
    }
}

/// What is to be marked, before it has a place.
struct Mark {
    of: DotOf,
    kind: DotKind,
    count: f64,
    value: f64,
    text: String,
}

/// The post's marks, then those of each form by rising count; a mark that is
/// extrapolated follows the one that it was extrapolated from.
fn marks(points: &[Point], quantity: Quantity, step: Duration) -> Vec<Mark> {
    let mut marks: Vec<Mark> = POST
        .iter()
        .filter_map(|figure| post_mark(figure, quantity, step))
        .collect();
    let mut points: Vec<&Point> = points.iter().collect();
    sort_by_key(&mut points, |point| (point.form, point.measured.created));
    for point in points {
        let (created, count) = (point.measured.created, point.plan.setup.count);
        let mark = |count, kind| point_mark(point, quantity, step, count, kind);
        marks.extend(mark(created, DotKind::Measured));
        if created < count {
            marks.extend(mark(count, DotKind::Extrapolated));
        }
        marks.extend(guess_mark(point, quantity, step));
    }
    marks
}

fn post_mark(
    figure: &PostFigure,
    quantity: Quantity,
    step: Duration,
) -> Option<Mark> {
    let value = match quantity {
        Quantity::Time => figure.total.as_secs_f64() * 1e3,
        Quantity::Memory => figure.bytes?,
    };
    let reckoned = match figure.is_extrapolated {
        true => ", extrapolated",
        false => "",
    };
    let text = value_text(value, quantity, step);
    Some(Mark {
        of: DotOf::Post,
        kind: DotKind::Post,
        count: POST_COUNT.into(),
        value,
        text: format!("post: {}, {text}{reckoned}", figure.name),
    })
}

fn point_mark(
    point: &Point,
    quantity: Quantity,
    step: Duration,
    count: u32,
    kind: DotKind,
) -> Option<Mark> {
    let value = point.value(quantity, count)?;
    let held = match point.plan.setup.held {
        0 => String::new(),
        held => format!(", holding {}", bytes_text(held.into())),
    };
    let reckoned = match kind {
        DotKind::Extrapolated => ", extrapolated",
        DotKind::Measured | DotKind::Post | DotKind::Guess => "",
    };
    let text = format!(
        "{} {}{held}: {}{reckoned}",
        grouped(count.into()),
        point.form.plural(),
        value_text(value, quantity, step),
    );
    let (of, count) = (DotOf::Form(point.form), count.into());
    Some(Mark {
        of,
        kind,
        count,
        value,
        text,
    })
}

/// What was guessed of the time of a point.
fn guess_mark(
    point: &Point,
    quantity: Quantity,
    step: Duration,
) -> Option<Mark> {
    let setup = &point.plan.setup;
    let guess = setup.guess.of(point.form.id())?;
    let is_drawn = quantity == Quantity::Time && guess > 0;
    is_drawn.then(|| Mark {
        of: DotOf::Form(point.form),
        kind: DotKind::Guess,
        count: setup.count.into(),
        value: guess as f64,
        text: format!(
            "{} {}: you expected {}",
            grouped(setup.count.into()),
            point.form.plural(),
            value_text(guess as f64, quantity, step),
        ),
    })
}

fn value_text(value: f64, quantity: Quantity, step: Duration) -> String {
    match quantity {
        Quantity::Time => {
            duration_text(Duration::from_secs_f64(value / 1e3), step)
        }
        Quantity::Memory => bytes_text(value as u64),
    }
}

/// The axes in a box.
struct Axes {
    along: LogScale,
    up: LogScale,
    width: f64,
    height: f64,
}

impl Axes {
    fn around(
        marks: &[Mark],
        quantity: Quantity,
        (width, height): (f64, f64),
    ) -> Self {
        // An empty chart shows where its points will be.
        let fewest = f64::from(Setup::COUNT_MIN);
        let least = match quantity {
            Quantity::Time => 1.0,
            Quantity::Memory => 1e5,
        };
        let counts = marks.iter().map(|mark| mark.count).chain([fewest]);
        let values = marks.iter().map(|mark| mark.value).chain([least]);
        Self {
            along: LogScale::around(counts),
            up: LogScale::around(values),
            width,
            height,
        }
    }

    fn x(&self, count: f64) -> f64 {
        let all = (self.width - LEFT - RIGHT).max(1.0);
        LEFT + self.along.place(count) * all
    }

    fn y(&self, value: f64) -> f64 {
        let all = (self.height - TOP - BOTTOM).max(1.0);
        TOP + (1.0 - self.up.place(value)) * all
    }

    fn place(&self, mark: &Mark) -> (f64, f64) {
        (self.x(mark.count), self.y(mark.value))
    }

    fn along(&self) -> Vec<(f64, String)> {
        let word = |it| (self.x(power(it)), count_word(it));
        self.along.exponents().map(word).collect()
    }

    fn up(&self, quantity: Quantity) -> Vec<(f64, String)> {
        let words = match quantity {
            Quantity::Time => time_word,
            Quantity::Memory => bytes_word,
        };
        let word = |it| (self.y(power(it)), words(it));
        self.up.exponents().map(word).collect()
    }

    fn grid(&self) -> String {
        let mut grid = String::new();
        let [left, top] = [LEFT, TOP].map(Tenths::of);
        let right = Tenths::of(self.width - RIGHT);
        let bottom = Tenths::of(self.height - BOTTOM);
        // Writing to a string cannot fail.
        for exponent in self.along.exponents() {
            let x = Tenths::of(self.x(power(exponent)));
            let _ = write!(grid, "M{x} {top}V{bottom}");
        }
        for exponent in self.up.exponents() {
            let y = Tenths::of(self.y(power(exponent)));
            let _ = write!(grid, "M{left} {y}H{right}");
        }
        grid
    }

    /// What joins the measured marks of a form, and what joins each that is
    /// extrapolated to the one before it.
    fn lines<'a>(
        &self,
        marks: impl Iterator<Item = &'a Mark>,
    ) -> (String, String) {
        let (mut measured, mut reckoned) = (String::new(), String::new());
        let mut last = (0.0, 0.0);
        for mark in marks {
            if mark.kind == DotKind::Guess {
                continue;
            }
            let (x, y) = self.place(mark);
            // Writing to a string cannot fail.
            if mark.kind == DotKind::Extrapolated {
                let _ = write!(reckoned, "M{}L{}", pair(last), pair((x, y)));
                continue;
            }
            let command = if measured.is_empty() { 'M' } else { 'L' };
            let _ = write!(measured, "{command}{}", pair((x, y)));
            last = (x, y);
        }
        (measured, reckoned)
    }
}

fn power(exponent: i32) -> f64 {
    10_f64.powi(exponent)
}

/// A place, as path data has it.
fn pair((x, y): (f64, f64)) -> String {
    format!("{} {}", Tenths::of(x), Tenths::of(y))
}

/// The shape of a point as SVG path data, around (`x`, `y`): one a form, so
/// that nobody needs to tell colours apart.
#[must_use]
pub fn shape(of: DotOf, x: f64, y: f64) -> String {
    const R: u32 = 5;
    let round = |r: u32| {
        format!(
            "M{}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0z",
            pair((x - f64::from(r), y)),
            d = 2 * r,
        )
    };
    let form = match of {
        DotOf::Post => return round(R + 1),
        DotOf::Form(form) => form,
    };
    match form {
        Form::SpawnLocal => round(R),
        Form::FuturesUnordered => {
            format!("M{}h9v9h-9z", pair((x - 4.5, y - 4.5)))
        }
        Form::JsAsync => {
            format!("M{}l5.5 9.5h-11z", pair((x, y - 6.0)))
        }
        Form::SharedWorkers => {
            format!("M{}l6 6l-6 6l-6 -6z", pair((x, y - 6.0)))
        }
        Form::OwnWorkers => {
            format!("M{}l5.5 -9.5h-11z", pair((x, y + 6.0)))
        }
    }
}
