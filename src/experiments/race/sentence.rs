//! What happened and why, and what to make of it, computed from the run.

use super::{AccessKind, LaneReport, Recorded, Report, Strategy};
use crate::experiments::figure::{grouped, ratio_text};
use crate::experiments::guess::count_beside_guess;
use crate::experiments::verdict::{Words, between};
use crate::experiments::{Kind, Noticed, Order, Part, Verdict};
use crate::trace::duration_text;
use std::time::Duration;

impl Report {
    /// What it comes to: what went wrong alone until the run `is_over`, since
    /// there is nothing to compare before.
    #[must_use]
    pub fn verdict(&self, step: Duration, is_over: bool) -> Verdict {
        let failure = |(strategy, failure): (Strategy, &_)| {
            format!("{}: {failure}", strategy.name())
        };
        let fault = |strategy: Strategy| {
            format!(
                "{} lost updates, which it never must. This is a bug in this page; please \
                 report it.",
                strategy.name(),
            )
        };
        let faults = self.faults().map(fault);
        let alerts = self.failures().map(failure).chain(faults).collect();
        match is_over {
            true => Verdict {
                alerts,
                sentence: self.sentence(),
                advice: None,
                findings: self.findings(step),
            },
            false => Verdict {
                alerts,
                ..Verdict::default()
            },
        }
    }

    /// What happened, in a few sentences.
    #[must_use]
    pub fn sentence(&self) -> Vec<Part> {
        let mut words = Words::default();
        if let Some((lane, lost)) = self.measured(Strategy::TaskAwait) {
            self.say_loss(&mut words, lane, lost);
            words.say(match (lost, self.plan.setup.order) {
                ((_, 0), Order::Lifo) if self.plan.setup.tasks > 1 => {
                    ", because the task that gave the thread back was the next to have it: in \
                     another order it would not be so."
                }
                ((_, 0), _) => ", because nobody came in between.",
                _ => " on one thread, because each task read the counter, gave the thread back, and \
                      then wrote over what the others had written meanwhile.",
            });
        }
        if let Some((lane, lost)) = self.measured(Strategy::SharedPlain) {
            self.say_loss(&mut words, lane, lost);
            words.say(match lost {
                (_, 0) => " this time, which proves nothing.",
                _ => ", because a thread may write between another’s read and its write.",
            });
        }
        let safe = self.lanes.iter().filter(|it| !it.strategy.may_lose());
        let safe: Vec<Strategy> = safe
            .filter(|it| it.lost() == Some(0) && it.range() == Some((0, 0)))
            .map(|it| it.strategy)
            .collect();
        for (place, strategy) in safe.iter().enumerate() {
            match place {
                0 => words.begin("With "),
                _ => words.say(between(place, safe.len(), " or ")),
            }
            words.name(strategy.id(), in_words(*strategy));
        }
        if !safe.is_empty() {
            words.say(" none was lost.");
        }
        words.0
    }

    /// What was guessed beside what came of it, a sentence or two for each way to
    /// count, and why as many arrived.
    #[must_use]
    pub fn beside_guesses(&self) -> Vec<String> {
        let said = |lane: &LaneReport| {
            let guess = self.plan.setup.guess.of(lane.strategy.id())?;
            let got = lane.got()?;
            let why = why(lane.strategy, got < lane.expected);
            let name = lane.strategy.name();
            Some(count_beside_guess(name, guess, got.into(), why))
        };
        self.lanes.iter().filter_map(said).collect()
    }

    /// The lane of `strategy`, and the least and the most that it lost, once
    /// there is something.
    fn measured(&self, strategy: Strategy) -> Option<(&LaneReport, Range)> {
        let lane = self.lane(strategy)?;
        Some((lane, lane.range()?))
    }

    fn say_loss(&self, words: &mut Words, lane: &LaneReport, lost: Range) {
        words.begin(&self.added(lane, lost));
        words.name(lane.strategy.id(), loss(lost));
    }

    fn added(&self, lane: &LaneReport, (least, most): Range) -> String {
        let (adders, adds) = self.plan.adders(lane.strategy);
        let adders = match (lane.strategy.kind(), adders) {
            (Kind::Coroutine, 1) => "1 task".to_owned(),
            (Kind::Coroutine, many) => format!("{} tasks each", count(many)),
            (_, 1) => "1 thread".to_owned(),
            (_, many) => format!("{many} threads each"),
        };
        let times = match adds {
            1 => "once".to_owned(),
            2 => "twice".to_owned(),
            100 => "a hundred times".to_owned(),
            adds => format!("{} times", count(adds)),
        };
        let got = |lost: u32| lane.expected.saturating_sub(lost);
        format!(
            "{adders} added 1 to a counter {times}: {} expected, {} arrived. ",
            count(lane.expected),
            spread((got(most), got(least))),
        )
    }

    /// What is worth noticing besides.
    #[must_use]
    pub fn findings(&self, step: Duration) -> Vec<Noticed> {
        let mut findings: Vec<Noticed> = Vec::new();
        let time = |strategy| self.lane(strategy)?.time;
        let text = |time: Duration| duration_text(time, step);
        let ratio = |one: Duration, other: Duration| {
            (other >= step && !other.is_zero())
                .then(|| one.as_secs_f64() / other.as_secs_f64())
        };
        let lock = time(Strategy::TaskLock);
        if let Some((lock, open)) = lock.zip(time(Strategy::TaskAwait))
            && let Some(ratio) = ratio(lock, open)
        {
            // It costs nothing where nobody else wants it.
            let why = match ratio > 1.0 && self.plan.setup.tasks > 1 {
                true => {
                    "That is what a library’s lock costs when everybody wants it; with"
                }
                false => "With",
            };
            findings.push(Noticed::from(format!(
                "The async lock took {} where the tasks without it took {}: {} as long. {why} no \
                 await between read and write you need none.",
                text(lock),
                text(open),
                ratio_text(ratio),
            )));
        }
        findings.extend(self.spread());
        let lock = time(Strategy::SharedLock);
        if let Some((lock, atomic)) = lock.zip(time(Strategy::SharedAtomic))
            && let Some(ratio) = ratio(lock, atomic)
        {
            findings.push(Noticed::from(format!(
                "For the same additions the threads took {} behind the lock and {} with Atomics.add: \
                 {} as long.",
                text(lock),
                text(atomic),
                ratio_text(ratio),
            )));
        }
        if let Some(lane) = self.lane(Strategy::Messages)
            && let (Some(all), Some(counting)) = (lane.time, lane.counting)
        {
            let workers = self.plan.setup.workers;
            findings.push(Noticed::from(format!(
                "Of the {} that the processes took, the slowest counted for {}; the rest is {workers} \
                 {} there and as many back.",
                text(all),
                text(counting),
                if workers == 1 { "message" } else { "messages" },
            )));
        }
        findings
    }

    /// What the repetitions have to say of chance. What the tasks lost is seen where
    /// the first of them lost an update.
    fn spread(&self) -> Option<Noticed> {
        if let Some((lane, (least, most))) = self.measured(Strategy::TaskAwait)
            && most > 0
        {
            // A run that was stopped has not come to all of them.
            let run = u32::try_from(lane.losses.len()).unwrap_or(u32::MAX);
            let (first, last) =
                (self.plan.setup.seed, self.plan.seed_of(run - 1));
            let text = match self.plan.setup.order {
                Order::Shuffled if first == last => format!(
                    "Seed {first} loses exactly as many for everybody who opens this link, in every \
                     browser."
                ),
                Order::Shuffled => {
                    let lost = match least == most {
                        true => format!("{} each", count(most)),
                        false => {
                            format!("from {} to {}", count(least), count(most))
                        }
                    };
                    format!(
                        "The seeds from {first} to {last} lost {lost}; the same seed loses exactly \
                         as many for everybody who opens this link, in every browser."
                    )
                }
                _ => format!(
                    "The order is fixed: each repetition loses {} updates, for everybody who opens \
                     this link, in every browser.",
                    count(most),
                ),
            };
            let place = Some((Strategy::TaskAwait.id(), 0));
            return Some(Noticed { text, place });
        }
        let (least, most) = self.lane(Strategy::SharedPlain)?.range()?;
        (least < most).then(|| {
            format!(
                "Plain reads and writes lost from {} to {}: no seed decides that, and no link \
                 repeats it.",
                count(least),
                count(most),
            )
            .into()
        })
    }
}

impl Recorded {
    /// What was recorded, in one sentence.
    #[must_use]
    pub fn about(&self) -> String {
        let (tasks, adds) = (self.tasks, self.adds);
        format!(
            "This is the first repetition once more, recorded: {} {} of {} {} each. What recording \
             costs is in no figure above.",
            count(tasks),
            if tasks == 1 { "task" } else { "tasks" },
            count(adds),
            if adds == 1 { "addition" } else { "additions" },
        )
    }

    /// The first lost update, in one sentence; or that there is none.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Some(loss) = self.loss else {
            return "No update was lost: nobody wrote between another’s read and its write."
                .to_owned();
        };
        let value = |place: usize| match self.accesses[place].kind {
            AccessKind::Read(value) | AccessKind::Wrote(value) => count(value),
        };
        let task = |place: usize| self.accesses[place].task;
        let read = format!(
            "The first lost update: task {} read {}",
            task(loss.read),
            value(loss.read),
        );
        let [between, wrote] = [loss.between, loss.overwrote].map(|place| {
            format!("task {} wrote {}", task(place), value(place))
        });
        match loss.count {
            1 => format!(
                "{read}, then {between}, and {wrote} over it. That update is lost."
            ),
            many => format!(
                "{read}, then others wrote {}, at last {between}, and {wrote} over it. Those {many} \
                 updates are lost.",
                match many {
                    2 => "twice".to_owned(),
                    many => format!("{many} times"),
                },
            ),
        }
    }
}

/// The least and the most of several.
type Range = (u32, u32);

fn spread((least, most): Range) -> String {
    match least == most {
        true => count(least),
        false => format!("{} to {}", count(least), count(most)),
    }
}

fn loss(lost: Range) -> String {
    match lost {
        (_, 0) => "None was lost".to_owned(),
        (0, 1) => "At most 1 update was lost".to_owned(),
        (0, most) => format!("Up to {} updates were lost", count(most)),
        (1, 1) => "1 update was lost".to_owned(),
        lost => format!("{} updates were lost", spread(lost)),
    }
}

/// Why updates are lost, or none is, in a sentence.
const fn why(strategy: Strategy, is_lossy: bool) -> &'static str {
    match strategy {
        Strategy::TaskAwait if is_lossy => {
            "Each task gave the thread back between its read and its write, and others wrote \
             meanwhile."
        }
        Strategy::SharedPlain if is_lossy => {
            "Threads run at once, and one wrote over what another had written."
        }
        Strategy::TaskAwait | Strategy::SharedPlain => {
            "Nobody came in between a read and its write, this time."
        }
        Strategy::TaskNoAwait => {
            "Without an await between read and write, no other task can come in between."
        }
        Strategy::TaskLock | Strategy::SharedLock => {
            "The lock lets one at a time read and write."
        }
        Strategy::SharedAtomic => {
            "Atomics.add reads, adds and writes in one operation."
        }
        Strategy::Messages => {
            "Each process counts alone, and the sums are added up."
        }
    }
}

/// A strategy that loses nothing, as a sentence names it.
const fn in_words(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::TaskAwait => "an await between",
        Strategy::TaskNoAwait => "no await between",
        Strategy::TaskLock => "an async lock",
        Strategy::SharedPlain => "plain reads and writes",
        Strategy::SharedAtomic => "Atomics.add",
        Strategy::SharedLock => "a lock between the threads",
        Strategy::Messages => "messages alone",
    }
}

fn count(number: u32) -> String {
    grouped(u64::from(number))
}
