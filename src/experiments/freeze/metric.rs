//! The figures of the table by mode.

use super::LaneReport;
use crate::experiments::figure::{Figure, grouped};
use crate::experiments::metric;
use meanwhile_jobs::Answer;
use std::fmt::Write as _;

/// A figure of the table by mode.
pub type Metric = metric::Metric<LaneReport>;

impl Metric {
    /// From the start of the job to its answer.
    pub const JOB: Self = Self::time(
        "job",
        "Job",
        "From the first poll of the job's future to its answer; messages to and from workers \
         included, their start not.",
        |it| it.job,
    );
    /// The longest time without a frame.
    pub const LONGEST_GAP: Self = Self::time(
        "longest-gap",
        "Longest gap",
        "The longest time between two frames of this page, of those that touch the job.",
        |it| it.longest_gap,
    );
    /// Frames that could have been painted and were not.
    pub const FRAMES_MISSED: Self = Self::count(
        "frames-missed",
        "Frames missed",
        "How many more frames there would have been at the page's pace before the job.",
        |it| it.frames_missed,
    );
    /// How late a timer came.
    pub const LATENESS_P95: Self = Self::time(
        "lateness-p95",
        "Timer lateness, p95",
        "A timer is due every 50 ms. 95 of 100 ticks that fell due during the job came at most \
         this late.",
        |it| it.lateness,
    );
    /// How long a key waited.
    pub const INPUT_DELAY: Self = Self::time(
        "input-delay",
        "Input delay, max",
        "The longest time from a key being pressed, by the browser's own note, to this page's \
         code hearing of it. Unknown if you typed nothing.",
        |it| it.input_delay,
    );
    /// How long an answer waited.
    pub const BACKGROUND_DELAY: Self = Self::time(
        "background-delay",
        "Response handling delay",
        "The longest time from an answer's arrival, by the browser's resource timing, to the \
         future that awaits it being done.",
        LaneReport::background_delay,
    );
    /// How many times sooner than the main thread.
    pub const SPEED: Self = Self::ratio(
        "speed",
        "Speed",
        "The main thread's job time divided by this one.",
        |it| it.speed,
    );
    /// Progress that could be seen.
    pub const PROGRESS: Self = Self::count(
        "progress",
        "Updates seen",
        "How often the page showed progress that had changed. It draws five times a second at \
         most, so that drawing does not disturb what is measured.",
        |it| it.job.map(|_| it.lane.updates_shown()),
    );
    /// How long the workers took to start.
    pub const COLD_START: Self = Self::time(
        "cold-start",
        "Cold start",
        "From the first new Worker(…) to the last worker's first message; the job comes after \
         that.",
        |it| it.lane.cold_start(),
    );
    /// What came out.
    pub const RESULT: Self = Self::figure(
        "result",
        "Result",
        "The number of primes, the iterations over all pixels, or the beginning of the last \
         hash: it must be the same in every mode.",
        |it, _| result(it),
    );

    /// All metrics, in the order of the table.
    pub const ALL: [Self; 10] = [
        Self::JOB,
        Self::LONGEST_GAP,
        Self::FRAMES_MISSED,
        Self::LATENESS_P95,
        Self::INPUT_DELAY,
        Self::BACKGROUND_DELAY,
        Self::SPEED,
        Self::PROGRESS,
        Self::COLD_START,
        Self::RESULT,
    ];
}

/// What came out of a mode; in words if that is no number.
fn result(lane: &LaneReport) -> Figure {
    let text = match &lane.result {
        Some(Ok(answer)) => return answer_figure(*answer),
        Some(Err(_)) => "failed",
        None if lane.is_over => "stopped",
        None => return Figure::unknown(),
    };
    Figure {
        text: text.to_owned(),
        ..Figure::unknown()
    }
}

fn answer_figure(answer: Answer) -> Figure {
    match answer {
        Answer::Primes(count) => Figure {
            text: format!("{}\u{a0}primes", grouped(count)),
            value: Some(count as f64),
        },
        Answer::Iterations(count) => Figure {
            text: grouped(count),
            value: Some(count as f64),
        },
        Answer::Digest(digest) => {
            let mut text = String::new();
            for byte in &digest[..6] {
                // Writing to a string cannot fail.
                let _ = write!(text, "{byte:02x}");
            }
            // Six bytes are as many as a number holds exactly.
            let value = digest[..6]
                .iter()
                .fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
            Figure {
                text: format!("{text}…"),
                value: Some(value as f64),
            }
        }
    }
}
