//! The same small job in the three forms, each as it runs here: what it takes
//! to write, to share and to debug.

use crate::experiments::race::Strategy;
use crate::experiments::{Kind, Text};

/// A form of the job: a counter that many add to, without a race.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ease {
    /// The form.
    pub kind: Kind,
    /// Its lines of Rust, without comments, as the build has counted them.
    pub lines: u32,
    /// What may be shared.
    pub shared: &'static str,
    /// What must be copied.
    pub copied: &'static str,
    /// What a panic looks like.
    pub panic: &'static str,
}

impl Ease {
    /// The job in the form of `kind`.
    #[must_use]
    pub const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Coroutine => Self {
                kind,
                lines: source::LINES[0],
                shared: "Anything: an Rc, a Cell, a borrow within one task. There is one thread.",
                copied: "Nothing.",
                panic: "It traps the page’s one wasm instance: every task on this loop is dead, and \
                        the page says so and asks you to reload it. One stack trace shows the cause.",
            },
            Kind::Thread => Self {
                kind,
                lines: source::LINES[1],
                shared: "One array of numbers on a SharedArrayBuffer, by Atomics or behind a lock. \
                         No Rust value: each Worker has its own wasm memory.",
                copied: "Everything else, by message.",
                panic: "It traps that Worker alone; the page hears an error event and goes on. But \
                        whoever waits for the lock that it held waits forever.",
            },
            Kind::Process => Self {
                kind,
                lines: source::LINES[2],
                shared: "Nothing.",
                copied: "Everything, in both directions: here as bytes, by postMessage.",
                panic: "It traps that Worker alone; the page hears an error event, shows it in the \
                        row it belongs to, and starts another Worker next time.",
            },
        }
    }

    /// The strategy of the lab Race that it is.
    #[must_use]
    pub const fn strategy(self) -> Strategy {
        match self.kind {
            Kind::Coroutine => Strategy::TaskNoAwait,
            Kind::Thread => Strategy::SharedLock,
            Kind::Process => Strategy::Messages,
        }
    }

    /// The Rust that runs, as HTML highlighted by the build; what it is called
    /// with each.
    pub fn sources(self) -> impl Iterator<Item = (&'static str, Text)> {
        let sources = self.strategy().sources().iter().copied();
        let elsewhere = ["Python", "JavaScript"];
        sources.filter(move |(name, _)| !elsewhere.contains(name))
    }
}

mod source {
    include!(concat!(env!("OUT_DIR"), "/compare.rs"));
}
