//! Which one for a job: four questions, and where they lead.

use super::{Aspect, Choice};
use crate::experiments::listed::listed;
use crate::experiments::{Experiment, Kind};

listed! {
    /// What the job mostly does.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Work {
        /// It waits: for the network, a timer, a person.
        #[default]
        Waiting = ("waiting", "waiting, for the network or a timer"),
        /// It computes.
        Computing = ("computing", "computing"),
    }
}

listed! {
    /// How many of them there are at once.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Many {
        /// One.
        One = ("one", "one"),
        /// A few, about as many as there are cores.
        #[default]
        Few = ("few", "a few, about as many as cores"),
        /// Thousands.
        Thousands = ("thousands", "thousands"),
    }
}

listed! {
    /// What they share.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Shared {
        /// Nothing.
        #[default]
        Nothing = ("nothing", "nothing"),
        /// What all read and nobody changes.
        Reads = ("reads", "data that they only read"),
        /// What they change.
        Writes = ("writes", "data that they change"),
    }
}

/// The four questions, answered: everything that the address of the lab holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chooser {
    /// What the job mostly does.
    pub work: Work,
    /// How many there are at once.
    pub many: Many,
    /// What they share.
    pub shared: Shared,
    /// Whether the page must answer its visitor meanwhile.
    pub responsive: bool,
}

impl Default for Chooser {
    fn default() -> Self {
        Self {
            work: Work::default(),
            many: Many::default(),
            shared: Shared::default(),
            responsive: true,
        }
    }
}

/// Where the four questions lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What to use.
    pub choice: Choice,
    /// What to mind with it, a sentence each.
    pub mind: Vec<&'static str>,
    /// The cells of the table that it rests on.
    pub cells: Vec<(Aspect, Kind)>,
    /// The lab that shows it.
    pub lab: Experiment,
    /// The address of that, on a setup that shows it.
    pub href: String,
}

impl Chooser {
    /// What to use.
    #[must_use]
    pub const fn choice(self) -> Choice {
        match (self.work, self.many, self.shared, self.responsive) {
            (Work::Waiting, ..) => Choice::Coroutines,
            (Work::Computing, Many::One, _, false) => Choice::Plain,
            (Work::Computing, Many::One, Shared::Writes, true) => {
                Choice::Slices
            }
            (Work::Computing, Many::One, _, true) => Choice::Worker,
            (Work::Computing, _, Shared::Writes, _) => Choice::Threads,
            (Work::Computing, ..) => Choice::Pool,
        }
    }

    /// Where it leads.
    #[must_use]
    pub fn answer(self) -> Answer {
        let choice = self.choice();
        let races = choice == Choice::Coroutines
            && self.shared == Shared::Writes
            && self.many != Many::One;
        let (lab, query) = match (choice, self.many) {
            _ if races => {
                (Experiment::Race, "run=task-await,task-no-await,task-lock")
            }
            (Choice::Coroutines, Many::Thousands) => {
                (Experiment::Cost, "run=spawn-local,own-workers")
            }
            _ => choice.shown_by(),
        };
        Answer {
            choice,
            mind: self.mind(races),
            cells: self.cells(races),
            lab,
            href: lab.hash(query),
        }
    }

    fn mind(self, races: bool) -> Vec<&'static str> {
        let mut mind = Vec::new();
        if races {
            mind.push(
                "Let no await stand between a read and its write, or hold an async lock across it: \
                 one thread does not rule out a race.",
            );
        }
        mind.extend(match (self.choice(), self.many) {
            (Choice::Coroutines, Many::Thousands) => Some(
                "Memory allows thousands; the other side may not: limit how many are in flight.",
            ),
            (Choice::Coroutines, _) if self.responsive => Some(
                "Between two awaits each has the thread to itself: if it computes there, the page \
                 stands still.",
            ),
            (Choice::Plain, _) => {
                Some("The page is frozen for as long as it takes.")
            }
            (Choice::Slices, _) => Some(
                "Between two slices others may change the state, as at any await; and the job takes \
                 longer than in one go.",
            ),
            (Choice::Threads, _) => Some(
                "It needs a page that is cross-origin isolated. For one number, Atomics; for more, a lock, \
                 on which the page’s own thread must not sleep.",
            ),
            _ => None,
        });
        let has_crew = matches!(self.choice(), Choice::Threads | Choice::Pool);
        if has_crew && self.many == Many::Thousands {
            mind.push(
                "Start as many Workers as there are cores and hand them the jobs in turn, never a \
                 Worker for each job.",
            );
        }
        if self.shared == Shared::Reads
            && matches!(self.choice(), Choice::Worker | Choice::Pool)
        {
            mind.push(
                "What all read is copied into each Worker: send it once, not with every job.",
            );
        }
        mind
    }

    fn cells(self, races: bool) -> Vec<(Aspect, Kind)> {
        let kind = self.choice().kind();
        let mut cells = Vec::new();
        if races || self.choice() == Choice::Threads {
            cells.push((Aspect::RaceConditions, kind));
        }
        if self.many == Many::Thousands {
            let others = [Kind::Coroutine, Kind::Process];
            cells.extend(others.map(|kind| (Aspect::CreationSpeed, kind)));
            cells.extend(others.map(|kind| (Aspect::Memory, kind)));
        }
        match self.choice() {
            Choice::Coroutines if cells.is_empty() => {
                cells.push((Aspect::CreationSpeed, Kind::Coroutine));
                cells.push((Aspect::Memory, Kind::Coroutine));
            }
            Choice::Coroutines => {}
            Choice::Plain => {
                cells.push((Aspect::Capacity, Kind::Coroutine));
                cells.push((Aspect::Capacity, Kind::Thread));
            }
            Choice::Slices => {
                cells.push((Aspect::RaceConditions, Kind::Coroutine));
            }
            Choice::Worker => {
                cells.push((Aspect::Capacity, Kind::Thread));
            }
            Choice::Threads | Choice::Pool => {
                cells.push((Aspect::Capacity, Kind::Coroutine));
                cells.push((Aspect::Capacity, Kind::Process));
            }
        }
        if self.responsive {
            cells.push((Aspect::Scheduling, Kind::Coroutine));
            if kind != Kind::Coroutine {
                cells.push((Aspect::Scheduling, kind));
            }
        }
        cells
    }
}
