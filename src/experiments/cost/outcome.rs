//! What a run leaves behind, form by form.

use super::{Form, Progress};
use crate::experiments::Unshared;
use crate::experiments::figure::{bytes_text, grouped};
use crate::experiments::protocol::WorkerFailure;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;
use thiserror::Error;

/// What was measured of one form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// How many were really created.
    pub created: u32,
    /// How long it took until all existed.
    pub create: Duration,
    /// How long it took from then until all had run to their end.
    pub finish: Duration,
    /// How many bytes of wasm memory each took; none if nobody tells.
    pub bytes_each: Option<f64>,
    /// The size of one future; none if it is no Rust.
    pub future: Option<u32>,
    /// How long the same took the first time, from nothing to all being over,
    /// where one Worker did it twice; none where each is a Worker.
    pub first_time: Option<Duration>,
}

impl Measured {
    /// From nothing to all being over.
    #[must_use]
    pub fn total(&self) -> Duration {
        self.create + self.finish
    }

    /// How many of them are over in a second; none on a clock that did not
    /// move.
    #[must_use]
    pub fn per_second(&self) -> Option<f64> {
        let seconds = self.total().as_secs_f64();
        (seconds > 0.0).then(|| f64::from(self.created) / seconds)
    }

    /// What `part` of this would be for `count` of them: as much for each as
    /// was measured.
    #[must_use]
    pub fn extrapolated(&self, part: Duration, count: u32) -> Duration {
        if self.created == count || self.created == 0 {
            return part;
        }
        part.mul_f64(f64::from(count) / f64::from(self.created))
    }
}

/// Why a form did not come to its end.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Failure {
    /// No memory is shared.
    #[error("{0}")]
    Unshared(Unshared),
    /// A worker failed before it had told of anything.
    #[error("{0}")]
    Worker(WorkerFailure),
    /// The worker ended in the middle.
    #[error(fmt = fmt_ended)]
    Ended {
        /// How far it had come.
        progress: Progress,
        /// How many there were to be.
        count: u32,
        /// What the browser says of it.
        why: String,
    },
    /// The worker said nothing for so long.
    #[error(
        "The worker said nothing for {} s and was given up: the browser may have run out \
         of memory, or have no room for more workers. Choose fewer.",
        .0.as_secs()
    )]
    Silent(Duration),
    /// The memory that all share does not count as many as there were.
    #[error(
        "The shared memory counts {counted} workers and not {count}: that is a fault of \
         this page. Please report it."
    )]
    Miscounted {
        /// What it counts.
        counted: i32,
        /// What it should.
        count: u32,
    },
}

fn fmt_ended(
    progress: &Progress,
    count: &u32,
    why: &str,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let what = match progress.finished {
        0 => format!(
            "{} of {} were created",
            grouped(progress.created.into()),
            grouped((*count).into())
        ),
        finished => format!(
            "{} of {} had finished",
            grouped(finished.into()),
            grouped((*count).into())
        ),
    };
    write!(f, "The worker ended after {what}")?;
    if let Some(memory) = progress.memory {
        write!(f, ", with {} of wasm memory", bytes_text(memory as u64))?;
    }
    f.write_str(": it ran out of memory")?;
    if !why.is_empty() {
        write!(
            f,
            ", or trapped for another reason (the browser says “{why}”)"
        )?;
    }
    f.write_str(
        ". The page and its memory are unharmed; choose fewer, or hold less.",
    )
}

/// One form in a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The form.
    pub form: Form,
    /// How far it is.
    pub progress: Progress,
    /// Whether its Worker does it for the second time.
    pub is_second_time: bool,
    /// What came of it; none while it goes on, or if it was stopped.
    pub result: Option<Result<Measured, Failure>>,
}

/// The outcomes of a run, in the order in which they were begun; copies share
/// them.
#[derive(Clone, Default)]
pub struct Outcomes(Rc<RefCell<Vec<Outcome>>>);

impl Outcomes {
    /// The outcomes so far.
    #[must_use]
    pub fn all(&self) -> Vec<Outcome> {
        self.0.borrow().clone()
    }

    pub(super) fn begin(&self, form: Form) {
        self.0.borrow_mut().push(Outcome {
            form,
            progress: Progress::default(),
            is_second_time: false,
            result: None,
        });
    }

    pub(super) fn go_on(&self, progress: Progress) {
        if let Some(last) = self.0.borrow_mut().last_mut() {
            last.progress = progress;
        }
    }

    pub(super) fn begin_again(&self) {
        if let Some(last) = self.0.borrow_mut().last_mut() {
            last.progress = Progress::default();
            last.is_second_time = true;
        }
    }

    pub(super) fn end(&self, result: Result<Measured, Failure>) {
        if let Some(last) = self.0.borrow_mut().last_mut() {
            last.result = Some(result);
        }
    }

    /// Adds to what was measured of `form` how many bytes each takes.
    pub(super) fn disclose(&self, form: Form, bytes_each: f64) {
        for outcome in self.0.borrow_mut().iter_mut() {
            if let Some(Ok(measured)) = &mut outcome.result
                && outcome.form == form
            {
                measured.bytes_each = Some(bytes_each);
            }
        }
    }

    /// How far the last of them is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let outcomes = self.0.borrow();
        outcomes
            .last()
            .map(|last| last.progress)
            .unwrap_or_default()
    }
}
