//! What the visitor chose to create.

use super::Form;
use crate::experiments::Guesses;
use crate::experiments::listed::listed;

listed! {
    /// What each of them does.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Body {
        /// Nothing.
        #[default]
        Trivial = ("trivial", "nothing"),
        /// It awaits a timer once.
        Timer = ("timer", "one await of a timer"),
    }
}

impl Body {
    /// How long the timer takes, in milliseconds.
    pub const TIMER_MS: u32 = 1;

    /// How long it waits, in milliseconds; none if it does not.
    #[must_use]
    pub const fn wait(self) -> Option<u32> {
        match self {
            Self::Trivial => None,
            Self::Timer => Some(Self::TIMER_MS),
        }
    }
}

/// Everything that the address of the lab holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// How many to create.
    pub count: u32,
    /// The forms to create them in, in the order of [`Form::ALL`].
    pub forms: Vec<Form>,
    /// What each does.
    pub body: Body,
    /// How many bytes each holds across its await: one of
    /// [`HELD`](Self::HELD).
    pub held: u32,
    /// How many workers may be started.
    pub workers: u32,
    /// What the reader expects, before it runs.
    pub guess: Guesses,
}

impl Setup {
    /// The fewest to create.
    pub const COUNT_MIN: u32 = 1_000;
    /// The most to create.
    pub const COUNT_MAX: u32 = 1_000_000;
    /// What can be held.
    pub const HELD: [u32; 6] = [0, 64, 256, 1024, 4096, 16384];
    /// The most workers.
    pub const WORKERS_MAX: u32 = 256;

    /// What of it decides a run: not what is guessed.
    #[must_use]
    pub fn to_run(&self) -> Self {
        Self {
            guess: Guesses::default(),
            ..self.clone()
        }
    }

    /// What the post compares: a million of each.
    #[must_use]
    pub fn of_the_post() -> Self {
        Self {
            count: Self::COUNT_MAX,
            forms: Form::ALL.into(),
            ..Self::default()
        }
    }
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            count: 100_000,
            forms: vec![
                Form::SpawnLocal,
                Form::FuturesUnordered,
                Form::JsAsync,
            ],
            body: Body::default(),
            held: 0,
            workers: 32,
            guess: Guesses::default(),
        }
    }
}
