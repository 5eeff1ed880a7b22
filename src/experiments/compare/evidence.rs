//! What a cell says, as a sentence: evidence for an answer.

use super::cell::memory_text;
use super::{Aspect, Ease, Kept, Measured};
use crate::experiments::Kind;
use crate::experiments::figure::{grouped, long_text};
use crate::trace::duration_text;
use std::time::Duration;

/// A cell that an answer rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Its row.
    pub aspect: Aspect,
    /// Its column.
    pub kind: Kind,
    /// What it says; none if it was not measured yet.
    pub text: Option<String>,
}

/// What these cells of what is `kept` say, on a clock of that `step`.
#[must_use]
pub fn evidence(
    kept: &Kept,
    cells: &[(Aspect, Kind)],
    step: Duration,
) -> Vec<Evidence> {
    let of = |&(aspect, kind): &(Aspect, Kind)| Evidence {
        aspect,
        kind,
        text: match aspect.probe() {
            None => Some(written(kind)),
            Some(probe) => kept
                .measured(probe, kind)
                .and_then(|it| told(aspect, kind, &it, step)),
        },
    };
    cells.iter().map(of).collect()
}

fn written(kind: Kind) -> String {
    let lines = Ease::of(kind).lines;
    let of = kind.many();
    format!("As {of}, a counter without a race takes {lines} lines of Rust.")
}

fn told(
    aspect: Aspect,
    kind: Kind,
    measured: &Measured,
    step: Duration,
) -> Option<String> {
    let plural = kind.plural();
    Some(match measured {
        Measured::Race { lost, expected } => {
            let lost = match lost {
                0 => "none".to_owned(),
                lost => grouped((*lost).into()),
            };
            let all = grouped((*expected).into());
            match kind {
                Kind::Coroutine => format!(
                    "{plural} with an await between read and write lost {lost} of {all} updates."
                ),
                Kind::Thread => format!(
                    "{plural} with plain reads and writes lost {lost} of {all} updates."
                ),
                Kind::Process => format!(
                    "{plural} that tell their sums by message lost {lost} of {all} updates."
                ),
            }
        }
        Measured::Cost { bytes_each, .. } if aspect == Aspect::Memory => {
            let of = kind.many();
            match bytes_each {
                Some(each) => {
                    let each = memory_text(*each);
                    format!("Each of the {of} took {each} of wasm memory.")
                }
                None => format!(
                    "The browser does not disclose how much memory {of} take."
                ),
            }
        }
        Measured::Cost {
            created,
            took,
            total,
            ..
        } => {
            let total = long_text(*total, step);
            let many = kind.many();
            match *created < super::COUNT {
                true => format!(
                    "A million {many} would take {total}, extrapolated from {created} in {}.",
                    duration_text(*took, step),
                ),
                false => format!("A million {many} took {total}."),
            }
        }
        Measured::Scheduling(lane) => {
            let delay = duration_text(lane.delay()?, step);
            let where_ = match kind {
                Kind::Coroutine => "on the loop",
                Kind::Thread | Kind::Process => "in a Worker",
            };
            let computed = duration_text(lane.computed(), step);
            format!(
                "While one computed {where_} for {computed}, the page’s other task was up to {delay} \
                 late."
            )
        }
        Measured::Capacity { job, workers } => {
            let job = duration_text(*job, step);
            match workers {
                0 => format!("The job took {job} on the loop."),
                1 => format!("The job took {job} in one Worker."),
                workers => {
                    format!("The job took {job} in {workers} Workers at once.")
                }
            }
        }
    })
}
