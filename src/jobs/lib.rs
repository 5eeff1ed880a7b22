//! CPU work: loops that keep a processor busy and end in an answer.
//!
//! A package of its own, so that the page and the workers run the very same
//! code, compiled for speed, while the page around it is compiled for size. It
//! knows neither clock nor thread: whoever runs a [`Work`] decides how much of
//! it to do at a time.

mod chain;
mod mandelbrot;
mod primes;

pub use mandelbrot::{HEIGHT, WIDTH};

use chain::Chain;
use mandelbrot::Mandelbrot;
use primes::Primes;
use serde::{Deserialize, Serialize};

/// The greatest size of a job.
pub const SIZE_MAX: u64 = 1_000_000_000;

/// What there is to compute.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
)]
pub enum Job {
    /// How many primes there are below a number.
    Primes,
    /// The Mandelbrot set, up to a number of iterations for each pixel.
    Mandelbrot,
    /// A number of SHA-256 hashes, each of the one before.
    Chain,
}

impl Job {
    /// All jobs, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::Primes, Self::Mandelbrot, Self::Chain];

    /// How many units a job of that `size` has: numbers, pixels or hashes.
    #[must_use]
    pub const fn units(self, size: u64) -> u64 {
        match self {
            Self::Mandelbrot => (WIDTH * HEIGHT) as u64,
            _ if size > SIZE_MAX => SIZE_MAX,
            Self::Primes | Self::Chain => size,
        }
    }

    /// Whether its units can be computed apart from each other. Each hash of a
    /// chain needs the one before.
    #[must_use]
    pub const fn is_divisible(self) -> bool {
        !matches!(self, Self::Chain)
    }
}

/// A part of a job: its units from `from` to before `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chunk {
    /// The job.
    pub job: Job,
    /// The size of the whole job.
    pub size: u64,
    /// Its first unit.
    pub from: u64,
    /// The unit after its last one.
    pub to: u64,
}

impl Chunk {
    /// All of a job.
    #[must_use]
    pub const fn whole(job: Job, size: u64) -> Self {
        let to = job.units(size);
        Self {
            job,
            size,
            from: 0,
            to,
        }
    }

    /// How many units it has.
    #[must_use]
    pub const fn units(&self) -> u64 {
        self.to.saturating_sub(self.from)
    }
}

/// What a job, or a part of it, came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// So many primes.
    Primes(u64),
    /// So many iterations over all pixels.
    Iterations(u64),
    /// The last hash of the chain.
    Digest([u8; 32]),
}

impl Answer {
    /// The answer of two parts taken together. A chain has only one part.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Primes(a), Self::Primes(b)) => Self::Primes(a + b),
            (Self::Iterations(a), Self::Iterations(b)) => {
                Self::Iterations(a + b)
            }
            (_, last) => last,
        }
    }
}

/// A part of a picture: how dark each pixel is from `from` on, row by row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shades {
    /// The first pixel.
    pub from: u64,
    /// 0 for paper, 255 for ink.
    pub values: Vec<u8>,
}

/// A chunk while it is being computed.
pub struct Work {
    chunk: Chunk,
    next: u64,
    // Called through a pointer, which no compiler turns into one long loop:
    // engines start with quickly compiled, slow code, and go over to the fast
    // code that they compile meanwhile only when a function is called again.
    steps: Box<dyn Steps>,
}

/// What each job can do.
trait Steps {
    /// Does some ten microseconds of work on the units from `from` on, and
    /// returns the first one that is not done; never more than `to`.
    fn step(&mut self, from: u64, to: u64) -> u64;

    /// The answer for the units that are done.
    fn answer(&self) -> Answer;

    /// The pixels that were computed since this was asked last.
    fn take_shades(&mut self) -> Vec<u8> {
        Vec::new()
    }
}

impl Work {
    /// Nothing of `chunk` is done yet.
    #[must_use]
    pub fn new(chunk: Chunk) -> Self {
        let steps: Box<dyn Steps> = match chunk.job {
            Job::Primes => Box::new(Primes::default()),
            Job::Mandelbrot => Box::new(Mandelbrot::new(chunk.size)),
            Job::Chain => Box::new(Chain::default()),
        };
        Self {
            chunk,
            next: chunk.from,
            steps,
        }
    }

    /// Does the next few units, some ten microseconds of work; false once
    /// there is nothing left to do.
    pub fn step(&mut self) -> bool {
        self.next = self.steps.step(self.next, self.chunk.to);
        self.next < self.chunk.to
    }

    /// How many units are done.
    #[must_use]
    pub const fn done(&self) -> u64 {
        self.next - self.chunk.from
    }

    /// The answer for the units that are done.
    #[must_use]
    pub fn answer(&self) -> Answer {
        self.steps.answer()
    }

    /// The pixels that were computed since this was asked last; none for jobs
    /// without a picture.
    pub fn take_shades(&mut self) -> Shades {
        let values = self.steps.take_shades();
        let from = self.next - values.len() as u64;
        Shades { from, values }
    }
}
