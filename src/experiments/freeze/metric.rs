//! The figures of the table by mode.

use super::LaneReport;
use crate::experiments::figure::{Figure, grouped};
use crate::experiments::metric::{self, metrics};
use meanwhile_jobs::Answer;

/// A figure of the table by mode.
pub type Metric = metric::Metric<LaneReport>;

impl Metric {
    metrics! {
        JOB = Time(
            "job",
            "Job",
            "From the first poll of the job's future to its answer; messages to and from workers \
             included, their start not.",
            |it| it.job,
        );
        LONGEST_GAP = Time(
            "longest-gap",
            "Longest gap",
            "The longest time between two frames of this page, among the gaps that overlap the job.",
            |it| it.longest_gap,
        );
        FRAMES_MISSED = Count(
            "frames-missed",
            "Frames missed",
            "How many more frames there would have been at the page's pace before the job.",
            |it| it.frames_missed,
        );
        LATENESS_P95 = Time(
            "lateness-p95",
            "Timer lateness, p95",
            "A timer is due every 50 ms. 95 of 100 ticks that fell due during the job came at most \
             this late.",
            |it| it.lateness,
        );
        INPUT_DELAY = Time(
            "input-delay",
            "Input delay, max",
            "The longest time from a key being pressed, by the browser's own note, to this page's \
             code hearing of it. Unknown if you typed nothing.",
            |it| it.input_delay,
        );
        BACKGROUND_DELAY = Time(
            "background-delay",
            "Response handling delay",
            "The longest time from an answer's arrival, by the browser's resource timing, to the \
             future that awaits it being done.",
            LaneReport::background_delay,
        );
        SPEED = Ratio(
            "speed",
            "Speed",
            "The main thread's job time divided by this one.",
            |it| it.speed,
        );
        PROGRESS = Count(
            "progress",
            "Updates seen",
            "How often the page showed progress that had changed. It draws five times a second at \
             most, so that drawing does not disturb what is measured.",
            |it| it.job.map(|_| it.lane.updates_shown()),
        );
        COLD_START = Time(
            "cold-start",
            "Cold start",
            "From the first new Worker(…) to the last worker's first message; the job comes after \
             that.",
            |it| it.lane.cold_start(),
        );
        RESULT = Figure(
            "result",
            "Result",
            "The number of primes, the iterations over all pixels, or the beginning of the last \
             hash: it must be the same in every mode.",
            |it, _| result(it),
        );
    }
}

/// What came out of a mode; in words if that is no number.
fn result(lane: &LaneReport) -> Figure {
    match &lane.result {
        Some(Ok(answer)) => answer_figure(*answer),
        Some(Err(_)) => Figure::words("failed"),
        None if lane.is_over => Figure::words("stopped"),
        None => Figure::unknown(),
    }
}

fn answer_figure(answer: Answer) -> Figure {
    let (value, text) = match answer {
        Answer::Primes(count) => {
            (count, format!("{}\u{a0}primes", grouped(count)))
        }
        Answer::Iterations(count) => (count, grouped(count)),
        Answer::Digest(digest) => {
            // Six bytes are as many as a number holds exactly.
            let value = digest[..6]
                .iter()
                .fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
            (value, format!("{value:012x}…"))
        }
    };
    Figure::new(value as f64, text)
}
