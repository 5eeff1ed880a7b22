//! What happened and why, and what to make of it, computed from the run.

use super::lane::PULSE_ROW;
use super::{LaneReport, Mode, Report, job_name};
use crate::experiments::figure::ratio_text;
use crate::experiments::guess::time_beside_guess;
use crate::experiments::verdict::Words;
use crate::experiments::{Noticed, Part, Verdict, decimal_text};
use crate::trace::sort::sort_by_key;
use crate::trace::{Timestamp, decimals, duration_text};
use meanwhile_jobs::Job;
use std::cmp::Reverse;
use std::time::Duration;

/// A page that lets nobody wait for longer than this feels alive.
const ALIVE: Duration = Duration::from_millis(100);

/// The part of a job's time from which on it is said that the page's own picture
/// took as much.
const DRAWN: f64 = 0.02;

/// A job that is shorter than this is not noticed, and if the page still had
/// no frame for long, that was not its doing.
const NOTICED: Duration = Duration::from_millis(50);

impl Report {
    /// What it comes to: what failed alone until the run `is_over`, since there
    /// is nothing to compare before.
    #[must_use]
    pub fn verdict(&self, step: Duration, is_over: bool) -> Verdict {
        let failure =
            |(mode, failure): (Mode, &_)| format!("{}: {failure}", mode.name());
        let mut alerts: Vec<String> = self.failures().map(failure).collect();
        if !is_over || self.lanes.iter().any(|lane| !lane.is_over) {
            return Verdict {
                alerts,
                ..Verdict::default()
            };
        }
        if self.answers_agree() == Some(false) {
            alerts.push(
                "The modes returned different results. This is a bug in this page; please \
                 report it."
                    .to_owned(),
            );
        }
        let agreement = self.agreement().map(str::to_owned);
        let of_all = self.drawn(step).chain(agreement).map(Into::into);
        let findings = self.waits(step).into_iter().chain(of_all);
        Verdict {
            alerts,
            sentence: self.sentence(step),
            advice: self.advice(step),
            findings: findings.collect(),
        }
    }

    /// What happened, in one or two sentences.
    #[must_use]
    pub fn sentence(&self, step: Duration) -> Vec<Part> {
        let mut words = Words::default();
        let time = |time: Duration| duration_text(time, step);
        let done = |lane: &&LaneReport| lane.job.is_some();
        let frozen = self
            .lanes
            .iter()
            .filter(done)
            .find(|lane| lane.mode.freezes());
        let free = [Mode::Worker, Mode::Pool, Mode::Sliced]
            .into_iter()
            .filter_map(|mode| self.lane(mode))
            .find(done);
        if let Some(lane) = frozen {
            let (start, name) = in_words(lane.mode);
            words.begin(&format!("{start} "));
            words.name(lane.mode.id(), name);
            let job = lane.job.unwrap_or_default();
            let mut text = match lane.longest_gap {
                Some(gap) if gap >= ALIVE && job >= NOTICED => {
                    format!(" the page was dead for {}", time(gap))
                }
                // Nobody calls that dead.
                Some(gap) => {
                    format!(" the longest gap between frames was {}", time(gap))
                }
                // A page that is hidden has no frames.
                None => format!(" the job took {}", time(job)),
            };
            let waited =
                lane.unseen.filter(|(from, to)| to.since(*from) >= ALIVE);
            if let Some((from, to)) = waited {
                let [from, to] =
                    [from, to].map(|at| time(at.since(Timestamp::ZERO)));
                text += &format!(
                    ", and an answer that had arrived at {from} was not looked at until {to}"
                );
            }
            words.say(text + ".");
        }
        if let Some(lane) = free {
            let (start, name) = in_words(lane.mode);
            let gap = lane.longest_gap.map_or_else(String::new, |gap| {
                let gap = time(gap);
                format!(" and the longest gap between frames was {gap}")
            });
            let job = time(lane.job.unwrap_or_default());
            words.begin(&format!("{start} "));
            words.name(lane.mode.id(), name);
            let is_same = frozen.is_some_and(|it| it.result == lane.result);
            let took = if is_same {
                "came to the same answer in"
            } else {
                "took"
            };
            words.say(format!(" the job {took} {job}{gap}."));
        }
        words.0
    }

    /// What was guessed beside what came of it, a sentence or two for each mode
    /// that had frames, and why its gap was as long.
    #[must_use]
    pub fn beside_guesses(&self, step: Duration) -> Vec<String> {
        let said = |lane: &LaneReport| {
            let guess = self.plan.setup.guess.of(lane.mode.id())?;
            let gap = lane.longest_gap.filter(|_| lane.job.is_some())?;
            let what = "a longest gap of ";
            let why = self.why(lane.mode);
            let name = lane.mode.name();
            Some(time_beside_guess(name, what, guess, gap, step, &why))
        };
        self.lanes.iter().filter_map(said).collect()
    }

    /// Why the longest gap of a mode was as long as it was, in a sentence.
    fn why(&self, mode: Mode) -> String {
        match mode {
            Mode::Main => {
                "One poll lasts until the loop is done, and no frame comes in between."
                    .to_owned()
            }
            Mode::Microtask => {
                "Microtasks run before the next frame, so that none comes in between."
                    .to_owned()
            }
            Mode::Sliced => format!(
                "After each slice of {} ms the browser may draw a frame.",
                decimal_text(self.plan.setup.slice.as_secs_f64() * 1e3),
            ),
            Mode::Worker | Mode::Pool => {
                "The loop runs on another thread, so this one stays free."
                    .to_owned()
            }
        }
    }

    /// Whether the modes came to the same answer, in a sentence; none if they
    /// did not, or if there are no two.
    #[must_use]
    pub fn agreement(&self) -> Option<&'static str> {
        let has_answer =
            |mode: &Mode| self.lane(*mode).is_some_and(|it| it.job.is_some());
        let all = self.plan.setup.modes.iter().all(has_answer);
        self.answers_agree()
            .filter(|agree| *agree)
            .map(|_| match all {
                true => "Every mode came to the same answer.",
                false => "The modes that came to an answer came to the same.",
            })
    }

    /// What waited for so long that it is felt, the longest first, and where in the
    /// picture that is.
    fn waits(&self, step: Duration) -> Vec<Noticed> {
        let said = |lane: &LaneReport, wait, row, what: &str| {
            let wait = Some(wait?).filter(|wait: &Duration| *wait >= ALIVE)?;
            let name = lane.mode.name();
            let text = format!("{name}: {what} {}.", duration_text(wait, step));
            let place = Some((lane.mode.id(), row?));
            Some((wait, Noticed { text, place }))
        };
        let answered = self.lanes.iter().filter(|lane| lane.job.is_some());
        let mut waits: Vec<(Duration, Noticed)> = answered
            .flat_map(|lane| {
                let gap = lane.longest_gap;
                let answer = lane.background_delay();
                let late = "an answer that was there was not looked at for";
                [
                    said(lane, gap, Some(PULSE_ROW), "no frame for"),
                    said(lane, answer, lane.unseen_row, late),
                ]
            })
            .flatten()
            .collect();
        sort_by_key(&mut waits, |(wait, _)| Reverse(*wait));
        waits.into_iter().map(|(_, noticed)| noticed).collect()
    }

    /// For how long the page drew its own picture where that kept a loop waiting:
    /// on the thread that it shares, or on a core that all workers need.
    fn drawn(&self, step: Duration) -> impl Iterator<Item = String> {
        let plan = &self.plan;
        let shares = move |mode| match mode {
            Mode::Sliced => true,
            Mode::Pool => plan.workers >= plan.cores,
            Mode::Main | Mode::Microtask | Mode::Worker => false,
        };
        let said = move |lane: &LaneReport| {
            let job = lane.job.filter(|_| shares(lane.mode))?;
            let part = lane.drawn_for.as_secs_f64() / job.as_secs_f64();
            (part > DRAWN).then(|| {
                format!(
                    "{}: the page drew this picture for {}, {} % of the time. A page that \
                     draws less leaves that to the loop.",
                    lane.mode.name(),
                    duration_text(lane.drawn_for, step),
                    decimals(part * 100.0, 0),
                )
            })
        };
        self.lanes.iter().filter_map(said)
    }

    /// Whether nobody had to wait long for a frame in `mode`.
    fn stayed_free(&self, mode: Mode) -> bool {
        let gap = self.lane(mode).and_then(|lane| lane.longest_gap);
        gap.is_some_and(|gap| gap < ALIVE)
    }

    /// Which mode to choose for this job on this machine, and why.
    #[must_use]
    pub fn advice(&self, step: Duration) -> Option<String> {
        let job = |mode| self.lane(mode)?.job;
        let speed = |mode| self.lane(mode)?.speed;
        let name = job_name(self.plan.setup.job);
        let time = |time: Duration| duration_text(time, step);
        let alone = [Mode::Main, Mode::Microtask, Mode::Worker, Mode::Sliced]
            .into_iter()
            .find_map(job)?;
        let is_given_up = self.failures().any(|(mode, _)| mode.freezes());
        if alone < NOTICED && !is_given_up {
            return Some(format!(
                "At this size ({name}, {}) nobody notices: leave it on the main thread. What takes \
                 less than 50 ms is not worth a message.",
                time(alone),
            ));
        }
        let workers = self.plan.workers;
        if let (Some(one), Some(all)) = (job(Mode::Worker), job(Mode::Pool))
            && workers > 1
        {
            let gain = one.as_secs_f64() / all.as_secs_f64().max(1e-9);
            return Some(match (self.plan.setup.job, gain) {
                (Job::Chain, _) => format!(
                    "Choose one worker: each hash needs the one before, so a pool of {workers} \
                     took {} where one worker took {}.",
                    time(all),
                    time(one),
                ),
                (_, 1.25..) => format!(
                    "Choose the pool: {workers} workers were {} as quick as one{}.",
                    ratio_text(gain),
                    match self.stayed_free(Mode::Pool) {
                        true => ", and the page stayed free",
                        false => "",
                    },
                ),
                _ => format!(
                    "Choose one worker: {workers} workers were only {} as quick as one here, and \
                     each has a memory of its own.",
                    ratio_text(gain),
                ),
            });
        }
        let elsewhere = [Mode::Worker, Mode::Pool];
        let elsewhere = elsewhere.into_iter().find(|mode| job(*mode).is_some());
        if let Some((mode, worker)) =
            elsewhere.and_then(|mode| Some((mode, job(mode)?)))
        {
            let compared = match job(Mode::Sliced) {
                Some(sliced) => format!(
                    " Slices took {} and shared this page's thread; they are for work that needs \
                     the page itself.",
                    time(sliced),
                ),
                None => String::new(),
            };
            return Some(format!(
                "Choose a worker: the job took {} there{}.{compared}",
                time(worker),
                match self.stayed_free(mode) {
                    true => ", and this page's thread stayed free",
                    false => "",
                },
            ));
        }
        if let Some(sliced) =
            self.lane(Mode::Sliced).filter(|it| it.job.is_some())
        {
            let cost = speed(Mode::Sliced).map_or_else(String::new, |speed| {
                format!(
                    ", at {} the speed of the main thread",
                    ratio_text(speed)
                )
            });
            let kept = match (sliced.longest_gap, sliced.job) {
                (Some(gap), _) => {
                    format!("kept the longest gap at {}", time(gap))
                }
                (None, job) => {
                    format!("took {}", time(job.unwrap_or_default()))
                }
            };
            return Some(format!(
                "Slices {kept}{cost}. Try a worker too: it leaves this thread alone.",
            ));
        }
        Some(format!(
            "Nobody should have to wait {} for a frame: try slices or a worker.",
            time(alone),
        ))
    }
}

/// Where a mode runs, as a sentence begins with it.
const fn in_words(mode: Mode) -> (&'static str, &'static str) {
    match mode {
        Mode::Main => ("On the", "main thread"),
        Mode::Microtask => ("In", "microtasks"),
        Mode::Sliced => ("In", "slices"),
        Mode::Worker => ("In a", "worker"),
        Mode::Pool => ("In the", "pool"),
    }
}
