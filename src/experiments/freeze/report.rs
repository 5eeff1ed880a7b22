//! What is said of a run: the figures by mode, and whether the answers agree.

use super::lane::{PULSE_ROW, row_of_request, track};
use super::{Failure, Lane, Lanes, Metric, Mode, Plan};
use crate::experiments::{Reported, metric};
use crate::trace::sort::sort;
use crate::trace::{Phase, Timestamp, Track, median, percentile};
use meanwhile_jobs::Answer;
use std::time::Duration;

/// What one mode did.
#[derive(Clone)]
pub struct LaneReport {
    /// The mode.
    pub mode: Mode,
    /// Its lane.
    pub lane: Lane,
    /// From the start of the job to its answer; none unless it has one.
    pub job: Option<Duration>,
    /// The longest time without a frame.
    pub longest_gap: Option<Duration>,
    /// When that began.
    pub gap_began: Option<Timestamp>,
    /// Frames that could have been painted and were not.
    pub frames_missed: Option<usize>,
    /// How late 95 of 100 ticks were at most.
    pub lateness: Option<Duration>,
    /// How long the slowest key waited.
    pub input_delay: Option<Duration>,
    /// The answer that waited longest: when it arrived, and when it was seen.
    pub unseen: Option<(Timestamp, Timestamp)>,
    /// The row of its request in the picture.
    pub unseen_row: Option<usize>,
    /// How long the page drew the lane while its job went on, which was not the
    /// job's time.
    pub drawn_for: Duration,
    /// The main thread's job time divided by this one.
    pub speed: Option<f64>,
    /// What came out; none if it was stopped.
    pub result: Option<Result<Answer, Failure>>,
    /// Whether the lane is over.
    pub is_over: bool,
}

impl LaneReport {
    fn of(lane: &Lane, plan: &Plan) -> Self {
        let timeline = lane.timeline();
        let job = lane.job_track(&timeline);
        let result = lane.result();
        let is_answered = matches!(result, Some(Ok(_)));
        let window = job.and_then(|job| {
            let (end, _) = job.end?;
            Some((job.start?, end))
        });
        let frames =
            track(&timeline, lane.tasks().pulse).map(|pulse| &pulse.marks[..]);
        let gaps = window
            .zip(frames)
            .map(|(window, frames)| Gaps::of(frames, window));
        let longest = gaps.as_ref().and_then(|gaps| gaps.longest);
        let mut late: Vec<Duration> = window
            .map(|(from, to)| {
                let ticks = lane.ticks();
                let during = |due| from <= due && due <= to;
                let due = ticks.iter().filter(|tick| during(tick.due));
                due.map(|tick| tick.late).collect()
            })
            .unwrap_or_default();
        sort(&mut late);
        let unseen = lane
            .request_tracks(&timeline)
            .enumerate()
            .filter_map(|(index, track)| Some((index, unseen(track)?)))
            .max_by_key(|(_, (from, to))| to.since(*from));
        Self {
            mode: lane.mode(),
            lane: lane.clone(),
            job: job.and_then(Track::duration).filter(|_| is_answered),
            longest_gap: longest.map(|(before, after)| after.since(before)),
            gap_began: longest.map(|(before, _)| before),
            frames_missed: gaps.and_then(|gaps| gaps.missed),
            lateness: percentile(&late, 95),
            input_delay: track(&timeline, lane.tasks().keys)
                .and_then(longest_unseen),
            unseen: unseen.map(|(_, span)| span),
            unseen_row: unseen.map(|(index, _)| row_of_request(plan, index)),
            drawn_for: lane.drawn_for(),
            speed: None,
            result,
            is_over: lane.is_over(),
        }
    }

    /// What a row of the picture shows that kept somebody waiting longest, if it is
    /// one that does: from when until when.
    #[must_use]
    pub fn wait_in(&self, row: usize) -> Option<(Timestamp, Timestamp)> {
        match row {
            PULSE_ROW => {
                let began = self.gap_began?;
                Some((began, began + self.longest_gap?))
            }
            row if Some(row) == self.unseen_row => self.unseen,
            _ => None,
        }
    }

    /// How long the answer waited that waited longest.
    #[must_use]
    pub fn background_delay(&self) -> Option<Duration> {
        self.unseen.map(|(from, to)| to.since(from))
    }
}

impl Reported for LaneReport {
    const NOUN: [&'static str; 2] = ["mode", "modes"];
    const METRICS: &'static [metric::Metric<Self>] = &Metric::ALL;

    fn id(&self) -> &'static str {
        self.mode.id()
    }

    fn name(&self) -> &'static str {
        self.mode.name()
    }
}

/// The gaps between frames, of those that touch a window of time.
struct Gaps {
    /// The frames before and after the longest.
    longest: Option<(Timestamp, Timestamp)>,
    missed: Option<usize>,
}

impl Gaps {
    fn of(frames: &[Timestamp], (from, to): (Timestamp, Timestamp)) -> Self {
        let pairs =
            || frames.iter().copied().zip(frames.iter().copied().skip(1));
        let touches = |(before, after): &(Timestamp, Timestamp)| {
            *after > from && *before < to
        };
        let touching: Vec<Duration> = pairs()
            .filter(touches)
            .map(|(before, after)| after.since(before))
            .collect();
        let idle: Vec<Duration> = pairs()
            .filter(|(_, after)| *after <= from)
            .map(|(before, after)| after.since(before))
            .collect();
        let pace = median(&idle).filter(|pace| !pace.is_zero());
        let missed = pace.map(|pace| {
            let frames = |gap: &Duration| {
                let frames = gap.as_secs_f64() / pace.as_secs_f64();
                (frames.round() as usize).saturating_sub(1)
            };
            touching.iter().map(frames).sum()
        });
        Self {
            longest: pairs()
                .filter(touches)
                .max_by_key(|(before, after)| after.since(*before)),
            missed: missed.filter(|_| !touching.is_empty()),
        }
    }
}

fn unseen(request: &Track) -> Option<(Timestamp, Timestamp)> {
    let span = request.spans.last()?;
    let is_unseen = span.phase == Phase::Unseen;
    span.end.filter(|_| is_unseen).map(|end| (span.start, end))
}

fn longest_unseen(keys: &Track) -> Option<Duration> {
    let waits = keys
        .spans
        .iter()
        .filter_map(|span| Some(span.end?.since(span.start)));
    waits.max()
}

/// What is said of a run.
#[derive(Clone)]
pub struct Report {
    /// The modes that ran, in the order of the page.
    pub lanes: Vec<LaneReport>,
    /// The plan that was run.
    pub plan: Plan,
}

impl Report {
    /// Reads the report off the lanes of a run of `plan`.
    #[must_use]
    pub fn of(plan: &Plan, lanes: &Lanes) -> Self {
        let of = |mode| Some(LaneReport::of(&lanes.of(mode)?, plan));
        let mut reports: Vec<LaneReport> =
            Mode::ALL.into_iter().filter_map(of).collect();
        let main = reports.iter().find(|lane| lane.mode == Mode::Main);
        let main = main.and_then(|main| main.job);
        for report in &mut reports {
            report.speed = main
                .zip(report.job.filter(|job| !job.is_zero()))
                .map(|(main, job)| main.as_secs_f64() / job.as_secs_f64());
        }
        Self {
            lanes: reports,
            plan: plan.clone(),
        }
    }

    /// When the next frame would have come if the guess at the longest gap of
    /// `mode` were right.
    #[must_use]
    pub fn guessed_frame(&self, mode: Mode) -> Option<Timestamp> {
        let guess = self.plan.setup.guess.of(mode.id())?;
        let began = self.lane(mode)?.gap_began?;
        Some(began + Duration::from_millis(guess))
    }

    /// The report on one mode.
    #[must_use]
    pub fn lane(&self, mode: Mode) -> Option<&LaneReport> {
        self.lanes.iter().find(|lane| lane.mode == mode)
    }

    /// Whether the answers of all modes agree; none with fewer than two.
    #[must_use]
    pub fn answers_agree(&self) -> Option<bool> {
        let answers: Vec<Answer> = self
            .lanes
            .iter()
            .filter_map(|lane| lane.result.clone()?.ok())
            .collect();
        (answers.len() > 1)
            .then(|| answers.iter().all(|answer| *answer == answers[0]))
    }

    /// What failed, mode by mode.
    pub fn failures(&self) -> impl Iterator<Item = (Mode, &Failure)> {
        self.lanes.iter().filter_map(|lane| match &lane.result {
            Some(Err(failure)) => Some((lane.mode, failure)),
            _ => None,
        })
    }
}
