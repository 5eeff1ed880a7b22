//! What the visitor chose for a freeze.

use super::Mode;
use crate::trace::Source;
use meanwhile_jobs::Job;
use std::time::Duration;

/// How the sliced loop gives the browser a turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    /// By a message to itself: the next turn, without delay.
    #[default]
    MessageChannel,
    /// By a timer: delayed by 4 ms once timers are nested five deep.
    Timeout,
    /// By waiting for the next frame.
    AnimationFrame,
    /// By `scheduler.yield`: the next turn, ahead of other work of its kind.
    Scheduler,
}

impl Turn {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 4] = [
        Self::MessageChannel,
        Self::Timeout,
        Self::AnimationFrame,
        Self::Scheduler,
    ];

    /// Its name in links.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::MessageChannel => "message",
            Self::Timeout => "timeout",
            Self::AnimationFrame => "frame",
            Self::Scheduler => "scheduler",
        }
    }

    /// The one of that [`id`](Self::id).
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|turn| turn.id() == id)
    }

    /// What the event loop calls for when the turn comes; none if that is a
    /// task of a kind of its own.
    #[must_use]
    pub const fn source(self) -> Option<Source> {
        match self {
            Self::MessageChannel => Some(Source::Message),
            Self::Timeout => Some(Source::Timer),
            Self::AnimationFrame => Some(Source::Frame),
            Self::Scheduler => None,
        }
    }

    /// Its name on the page: the web platform's.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MessageChannel => "MessageChannel",
            Self::Timeout => "setTimeout",
            Self::AnimationFrame => "requestAnimationFrame",
            Self::Scheduler => "scheduler.yield",
        }
    }
}

/// The name of a job in links.
#[must_use]
pub const fn job_id(job: Job) -> &'static str {
    match job {
        Job::Primes => "primes",
        Job::Mandelbrot => "mandelbrot",
        Job::Chain => "chain",
    }
}

/// The name of a job on the page.
#[must_use]
pub const fn job_name(job: Job) -> &'static str {
    match job {
        Job::Primes => "count primes",
        Job::Mandelbrot => "Mandelbrot set",
        Job::Chain => "SHA-256 chain",
    }
}

/// What the size of a job counts.
#[must_use]
pub const fn size_name(job: Job) -> &'static str {
    match job {
        Job::Primes => "numbers",
        Job::Mandelbrot => "iterations a pixel, at most",
        Job::Chain => "hashes",
    }
}

/// Everything that the address of the lab holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// The job.
    pub job: Job,
    /// How long the page is to be frozen by `main`, about.
    pub length: Duration,
    /// The size of the job; none to have it measured.
    pub size: Option<u64>,
    /// The modes to run, in the order of [`Mode::ALL`].
    pub modes: Vec<Mode>,
    /// How long a slice is.
    pub slice: Duration,
    /// How the sliced loop gives the browser a turn.
    pub turn: Turn,
    /// How many workers the pool has; none for as many as there are cores.
    pub pool: Option<usize>,
}

impl Setup {
    /// The shortest freeze.
    pub const LENGTH_MIN: Duration = Duration::from_millis(500);
    /// The longest freeze; the loop gives up after that, whatever its size.
    pub const LENGTH_MAX: Duration = Duration::from_secs(10);
    /// The most workers.
    pub const POOL_MAX: usize = 32;

    /// How many workers the pool has on a machine with that many `cores`.
    #[must_use]
    pub fn workers(&self, cores: usize) -> usize {
        self.pool.unwrap_or(cores).clamp(1, Self::POOL_MAX)
    }
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            job: Job::Primes,
            length: Duration::from_secs(2),
            size: None,
            modes: vec![Mode::Main, Mode::Sliced, Mode::Worker],
            slice: Duration::from_millis(8),
            turn: Turn::default(),
            pool: None,
        }
    }
}
