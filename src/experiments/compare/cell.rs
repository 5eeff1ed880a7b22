//! What is said of a cell: its figure, how it came about, when, and where to
//! see more of it.

use super::{
    Aspect, Ease, Failure, Kept, Measured, Step, When, href_of, post_says,
};
use crate::experiments::figure::{
    Figure, grouped, long_text, mean_bytes_text, millis,
};
use crate::experiments::{Kind, Route, decimal_text};
use crate::trace::{duration_text, with_unit};
use std::time::Duration;

/// What is said of a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct CellReport {
    /// Its row.
    pub aspect: Aspect,
    /// Its column.
    pub kind: Kind,
    /// What was measured, or counted.
    pub figure: Figure,
    /// How that came about; may be empty.
    pub remark: String,
    /// How many it was extrapolated from; none if it was not.
    pub extrapolated_from: Option<u32>,
    /// Why nothing was measured, if that was tried.
    pub failure: Option<Failure>,
    /// When; none if it was not tried, or needs no measuring.
    pub when: Option<When>,
    /// Whether the page was hidden meanwhile.
    pub hidden: bool,
    /// The address that runs the same alone.
    pub href: String,
    /// What the post says.
    pub post: String,
}

impl CellReport {
    /// Reads a cell off what is `kept`, on a clock of that `step`.
    #[must_use]
    pub fn of(kept: &Kept, aspect: Aspect, kind: Kind, step: Duration) -> Self {
        let mut report = Self {
            aspect,
            kind,
            figure: Figure::unknown(),
            remark: String::new(),
            extrapolated_from: None,
            failure: None,
            when: None,
            hidden: false,
            href: href_of(aspect, kind),
            post: post_says(aspect, kind),
        };
        let Some(probe) = aspect.probe() else {
            report.count_lines();
            return report;
        };
        let Some(entry) = kept.entry(probe, kind) else {
            return report;
        };
        report.when = Some(entry.when);
        report.hidden = entry.hidden;
        match entry.result {
            Ok(measured) => report.tell(&measured, step),
            Err(failure) => report.failure = Some(failure),
        }
        report
    }

    /// What its button is called that measures it alone.
    #[must_use]
    pub fn measure_label(&self) -> Option<String> {
        let probe = self.aspect.probe()?;
        let step = Step {
            probe,
            kind: self.kind,
        };
        let again = if self.when.is_some() { " again" } else { "" };
        Some(format!("Measure {}{again}", step.name()))
    }

    /// What its link says: scheduling is measured in this lab, and another
    /// shows the same.
    #[must_use]
    pub fn link_text(&self) -> String {
        let lab = match Route::parse(&self.href) {
            Route::Lab(lab, _) => lab.name(),
            Route::Guide(..) | Route::Home | Route::Unknown(_) => "",
        };
        match self.aspect {
            Aspect::Scheduling => format!("See it in {lab}"),
            _ => format!("Run it in {lab}"),
        }
    }

    /// What its link is called: those of a table must differ.
    #[must_use]
    pub fn link_label(&self) -> String {
        let name = self.aspect.name().to_ascii_lowercase();
        format!("{}: {name}, {}", self.link_text(), self.kind.id())
    }

    fn count_lines(&mut self) {
        let lines = Ease::of(self.kind).lines;
        let text = format!("{lines}\u{a0}lines");
        self.figure = Figure::new(lines.into(), text);
        self.remark = match self.kind {
            Kind::Coroutine => "no lock, no message; no await in between",
            Kind::Thread => "most of it the lock",
            Kind::Process => "messages instead of a lock",
        }
        .to_owned();
    }

    fn tell(&mut self, measured: &Measured, step: Duration) {
        match *measured {
            Measured::Race { lost, expected } => {
                let text = match lost {
                    0 => "none lost".to_owned(),
                    _ => format!("{} lost", grouped(lost.into())),
                };
                self.figure = Figure::new(lost.into(), text);
                let how = match self.kind {
                    Kind::Coroutine => "an await between read and write",
                    Kind::Thread => "plain reads and writes",
                    Kind::Process => "sums by message",
                };
                let all = grouped(expected.into());
                self.remark = format!("of {all} updates; {how}");
            }
            Measured::Cost {
                created,
                took,
                total,
                bytes_each,
            } => {
                if created < super::COUNT {
                    self.extrapolated_from = Some(created);
                }
                match self.aspect {
                    Aspect::Memory => self.tell_memory(bytes_each),
                    _ => self.tell_speed(took, total, step),
                }
            }
            Measured::Scheduling(ref lane) => {
                let delay = lane.delay();
                self.figure = time(delay, step);
                self.remark = match self.kind {
                    Kind::Coroutine => "late: the loop waits for an await",
                    Kind::Thread | Kind::Process => {
                        "late: the system runs both at once"
                    }
                }
                .to_owned();
            }
            Measured::Capacity { job, workers } => {
                self.figure = time(Some(job), step);
                let job = "for the same job";
                self.remark = match workers {
                    0 => format!("{job} on the loop, frozen meanwhile"),
                    1 => format!("{job} in one Worker"),
                    workers => format!("{job} in {workers} Workers at once"),
                };
            }
        }
    }

    fn tell_speed(&mut self, took: Duration, total: Duration, step: Duration) {
        self.figure = time(Some(total), step);
        self.remark = match self.extrapolated_from {
            Some(created) => format!(
                "for a million, extrapolated from {created} in {}",
                duration_text(took, step)
            ),
            None => "for a million".to_owned(),
        };
    }

    fn tell_memory(&mut self, bytes_each: Option<f64>) {
        let Some(each) = bytes_each else {
            self.figure.text = "not disclosed".to_owned();
            self.remark = "no wasm; the engine’s own memory is the browser’s \
                           secret"
                .to_owned();
            return;
        };
        let each = (each * 10.0).round() / 10.0;
        self.figure = Figure::new(each, format!("{} each", memory_text(each)));
        let all = match each * f64::from(super::COUNT) {
            all @ 1e12.. => with_unit(all / 1e12, 1, "TB"),
            all => mean_bytes_text(all),
        };
        self.remark = match self.extrapolated_from {
            Some(created) => format!(
                "{all} for a million, extrapolated from {created}; wasm alone"
            ),
            None => format!("{all} for a million; wasm alone"),
        };
    }
}

/// A time, however long.
fn time(time: Option<Duration>, step: Duration) -> Figure {
    time.map_or_else(Figure::unknown, |time| {
        Figure::new(millis(time), long_text(time, step))
    })
}

/// The memory that each takes, in bytes, to a tenth of one where it is little.
pub(super) fn memory_text(each: f64) -> String {
    let each = (each * 10.0).round() / 10.0;
    match each {
        0.0..1000.0 => decimal_text(each) + "\u{a0}B",
        _ => mean_bytes_text(each),
    }
}
