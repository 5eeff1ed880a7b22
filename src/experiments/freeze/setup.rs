//! What the visitor chose for a freeze.

use super::Mode;
use crate::experiments::listed::listed;
use crate::experiments::{Guesses, Look};
use crate::trace::Source;
use meanwhile_jobs::Job;
use std::time::Duration;

listed! {
    /// How the sliced loop gives the browser a turn.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Turn {
        /// By a message to itself: the next turn, without delay.
        #[default]
        MessageChannel = ("message", "MessageChannel"),
        /// By a timer: delayed by 4 ms once timers are nested five deep.
        Timeout = ("timeout", "setTimeout"),
        /// By waiting for the next frame.
        AnimationFrame = ("frame", "requestAnimationFrame"),
        /// By `scheduler.yield`: the next turn, ahead of other work of its kind.
        Scheduler = ("scheduler", "scheduler.yield"),
    }
}

impl Turn {
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
    /// What the reader expects, before it runs.
    pub guess: Guesses,
    /// What of a replay is looked at.
    pub look: Look,
}

impl Setup {
    /// The shortest freeze.
    pub const LENGTH_MIN: Duration = Duration::from_millis(500);
    /// The longest freeze; the loop gives up after that, whatever its size.
    pub const LENGTH_MAX: Duration = Duration::from_secs(10);
    /// The most workers.
    pub const POOL_MAX: usize = 32;

    /// What of it decides a run: not what is guessed or looked at.
    #[must_use]
    pub fn to_run(&self) -> Self {
        Self {
            guess: Guesses::default(),
            look: Look::default(),
            ..self.clone()
        }
    }

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
            guess: Guesses::default(),
            look: Look::default(),
        }
    }
}
