//! Which cells to measure, and with which setups of the other labs.

use super::Aspect;
use crate::experiments::Kind;
use crate::experiments::listed::listed;
use crate::experiments::{cost, freeze, race};
use meanwhile_jobs::Job;
use std::hint::black_box;
use std::time::Duration;

/// So many are created, as in the post; of Workers, as many as would be.
pub const COUNT: u32 = cost::POST_COUNT;

/// So many Workers are started at most where a million would be.
pub const WORKERS: u32 = 8;

/// The job that shows the capacity: primes below this.
pub const PRIMES: u64 = 6_000_000;

/// The job, as a value that no compiler knows: it would see through the pointer
/// by which [`Work`](meanwhile_jobs::Work) has engines compile it well.
pub(super) fn job() -> Job {
    black_box(Job::Primes)
}

/// What computes while another would like a turn: not the job itself, since
/// Chromium was seen to run that several times slower after it had been begun
/// and left in the middle.
pub(super) fn other_job() -> Job {
    black_box(Job::Chain)
}

/// For so long a task computes while another would like a turn.
pub const COMPUTES: Duration = Duration::from_millis(200);

/// The other ticks this often.
pub const TICK: Duration = Duration::from_millis(10);

/// Each race is run so often.
const REPEAT: u32 = 3;

listed! {
    /// What is measured at once: one or more cells of a column. Its entry is what
    /// it measures, in words.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Probe: &'static str {
        /// A race for a counter.
        Race = "race conditions",
        /// Creating many: how long, and how much memory.
        Cost = "creation speed and memory",
        /// One computes, another wants a turn.
        Scheduling = "scheduling",
        /// A job that takes all it can get.
        Capacity = "computational capacity",
    }
}

/// One measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is measured.
    pub probe: Probe,
    /// Of what.
    pub kind: Kind,
}

impl Step {
    /// What it measures, in words.
    #[must_use]
    pub fn name(self) -> String {
        let of = self.kind.many();
        format!("{} of {of}", self.probe.entry())
    }

    /// The setup of the lab Race that it runs.
    #[must_use]
    pub fn race(self) -> race::Setup {
        let strategy = match self.kind {
            Kind::Coroutine => race::Strategy::TaskAwait,
            Kind::Thread => race::Strategy::SharedPlain,
            Kind::Process => race::Strategy::Messages,
        };
        race::Setup {
            strategies: vec![strategy],
            repeat: REPEAT,
            worker_adds: match self.kind {
                Kind::Coroutine => race::Setup::default().worker_adds,
                // Fewer are over before another Worker comes in between.
                Kind::Thread | Kind::Process => race::Setup::WORKER_ADDS_MAX,
            },
            ..race::Setup::default()
        }
    }

    /// The form of the lab Cost that it creates.
    #[must_use]
    pub const fn form(self) -> cost::Form {
        match self.kind {
            Kind::Coroutine => cost::Form::SpawnLocal,
            Kind::Thread => cost::Form::SharedWorkers,
            Kind::Process => cost::Form::OwnWorkers,
        }
    }

    /// The setup of the lab Cost that it runs.
    #[must_use]
    pub fn cost(self) -> cost::Setup {
        cost::Setup {
            count: COUNT,
            forms: vec![self.form()],
            workers: WORKERS,
            ..cost::Setup::default()
        }
    }

    /// The setup of the lab Freeze that runs the same job.
    #[must_use]
    pub fn freeze(self) -> freeze::Setup {
        let mode = match self.kind {
            Kind::Coroutine => freeze::Mode::Main,
            Kind::Thread => freeze::Mode::Worker,
            Kind::Process => freeze::Mode::Pool,
        };
        freeze::Setup {
            job: Job::Primes,
            size: Some(PRIMES),
            modes: vec![mode],
            ..freeze::Setup::default()
        }
    }
}

/// What to measure, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The measurements.
    pub steps: Vec<Step>,
}

impl Plan {
    /// Everything.
    #[must_use]
    pub fn everything() -> Self {
        let of = |probe| Kind::ALL.map(|kind| Step { probe, kind });
        Self {
            steps: Probe::ALL.into_iter().flat_map(of).collect(),
        }
    }

    /// What it takes to fill these cells, each measurement once; what the
    /// build has counted takes none.
    #[must_use]
    pub fn of(cells: &[(Aspect, Kind)]) -> Self {
        let wanted = |step: &Step| {
            cells.iter().any(|(aspect, kind)| {
                aspect.probe() == Some(step.probe) && *kind == step.kind
            })
        };
        let mut plan = Self::everything();
        plan.steps.retain(wanted);
        plan
    }
}
