//! The registry of modes, and the source of each as the page shows it.

use crate::experiments::Text;
use crate::experiments::listed::listed;

mod main;
mod microtask;
mod pool;
mod sliced;
mod worker;

pub use main::main;
pub use microtask::microtask;
pub use pool::pool;
pub use sliced::sliced;
pub use worker::worker;

listed! {
    /// A way to run the same loop.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Mode {
        /// In one go, on the page's thread.
        Main = ("main", "Main thread"),
        /// On the page's thread, awaiting nothing but itself.
        Microtask = ("microtask", "Microtasks"),
        /// On the page's thread, in slices, with a turn of the browser's between.
        Sliced = ("sliced", "Slices"),
        /// In one Web Worker.
        Worker = ("worker", "One Worker"),
        /// In several Web Workers, in chunks.
        Pool = ("pool", "Pool"),
    }
}

impl Mode {
    /// Whether the page is frozen while it runs, and Stop cannot be pressed.
    #[must_use]
    pub const fn freezes(self) -> bool {
        matches!(self, Self::Main | Self::Microtask)
    }

    /// Whether it needs workers.
    #[must_use]
    pub const fn needs_workers(self) -> bool {
        matches!(self, Self::Worker | Self::Pool)
    }

    /// Why the page is as it is while it runs, in a few sentences.
    #[must_use]
    pub const fn why(self) -> &'static str {
        match self {
            Self::Main => {
                "An async fn without an await is an ordinary loop. The event loop polls it once, \
                 and this one poll lasts until the answer is there. Frames, timers, keys and \
                 answers from the network wait in line meanwhile; nothing is lost, but everything \
                 is late."
            }
            Self::Microtask => {
                "This loop does await, many times, and still no other task of the loop has a \
                 turn. It wakes itself, and what is woken runs in the next microtask; the browser \
                 empties that queue before it paints or looks at a key. Awaiting is not yielding: \
                 what counts is who goes first after it."
            }
            Self::Sliced => {
                "After each slice the loop awaits a new turn of the browser's own event loop, so \
                 that frames, timers and keys come in between. The page stays alive, and pays for \
                 it: the work shares the thread with everything else, and nothing that waits is \
                 served before the slice is over."
            }
            Self::Worker => {
                "A Web Worker is a thread with an event loop and a memory of its own. The job goes \
                 there as a message and the answer comes back as one; in between this page's \
                 thread has nothing to do, and the future that awaits the answer is polled when \
                 the message is in."
            }
            Self::Pool => {
                "Several workers share the job: whoever is free is sent the next chunk, so that a \
                 slow chunk holds up nobody. It takes as many workers as there are cores to spare, \
                 and a job that can be divided; in a chain of hashes, where each step needs the \
                 one before, all but one worker stay idle."
            }
        }
    }

    /// Its source in three languages, as HTML highlighted by the build; only
    /// the Rust is run here.
    #[must_use]
    pub const fn sources(self) -> [(&'static str, Text); 3] {
        let [rust, python, javascript] = match self {
            Self::Main => source::MAIN,
            Self::Microtask => source::MICROTASK,
            Self::Sliced => source::SLICED,
            Self::Worker => source::WORKER,
            Self::Pool => source::POOL,
        };
        [
            ("Rust, as run", rust),
            ("Python", python),
            ("JavaScript", javascript),
        ]
    }
}

mod source {
    include!(concat!(env!("OUT_DIR"), "/modes.rs"));
}
