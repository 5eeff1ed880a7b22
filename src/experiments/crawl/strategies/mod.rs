//! The registry of strategies, and the source of each as the page shows it.

mod blocking;
mod concurrent;
mod limited;
mod sequential;
mod spawned;
mod threads;

pub use blocking::{blocking, try_blocking};
pub use concurrent::{concurrent, try_concurrent};
pub use limited::{limited, try_limited};
pub use sequential::{sequential, try_sequential};
pub use spawned::{spawned, try_spawned};
pub use threads::{threads, try_threads};

use super::OnError;
use crate::experiments::Text;
use crate::experiments::listed::listed;

listed! {
    /// A way to go about the same requests.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Strategy {
        /// One request after another, for each of which the thread stands still.
        Blocking = ("blocking", "Blocking"),
        /// One request after another.
        Sequential = ("sequential", "Sequential"),
        /// All at once, in one task.
        Concurrent = ("concurrent", "Concurrent"),
        /// At most so many at once, in one task.
        Limited = ("limited", "Limited"),
        /// Every request a task of its own.
        Spawned = ("spawned", "Spawned"),
        /// All at once, in plain JavaScript: the baseline.
        PromiseAll = ("promise-all", "Promise.all"),
        /// Every request on a thread of its own, which does nothing else.
        Threads = ("threads", "Threads"),
    }
}

impl Strategy {
    /// Whether its requests are synchronous: the thread that sends one stands
    /// still until it is answered, and no cache mode can be asked for.
    #[must_use]
    pub const fn is_synchronous(self) -> bool {
        matches!(self, Self::Blocking)
    }

    /// Whether anything but futures on this thread sends its requests.
    #[must_use]
    pub const fn takes_another_way(self) -> bool {
        matches!(self, Self::Blocking | Self::PromiseAll | Self::Threads)
    }

    /// Whether its requests go past the built-in endpoint in some browsers,
    /// where a wait answers them.
    #[must_use]
    pub const fn may_miss_the_endpoint(self) -> bool {
        matches!(self, Self::Blocking | Self::Threads)
    }

    /// Why it takes the time it takes, in a few sentences.
    #[must_use]
    pub const fn why(self) -> &'static str {
        match self {
            Self::Blocking => {
                "What requests.get does: the thread stands still until the answer is there, and \
                 with it the whole page: no frame, no key, no Stop. The waits add up as in \
                 sequential, and so do the added delays and the pauses. The browser allows no \
                 timeout here, reports no headers before the end, and may answer requests to \
                 another origin from its cache."
            }
            Self::Sequential => {
                "The loop awaits one answer before it asks for the next, so the waits add up. \
                 While it waits it does nothing: the hair-thin marks on the bars are the only \
                 moments when our code ran at all."
            }
            Self::Concurrent => {
                "All requests are asked for first and awaited together, so the waits overlap: on \
                 one thread, in one task. It ends when the slowest answer is in. Each answer wakes \
                 the task, and join_all polls the requests that are still out."
            }
            Self::Limited => {
                "A new request starts when one of those in flight is answered. It is kinder to the \
                 server than all at once, and almost as quick once the limit is near what the \
                 server or the browser serves at a time anyway."
            }
            Self::Spawned => {
                "Each request is handed to the event loop as a task of its own and goes on by \
                 itself; awaiting the handle only collects the result. A wake leads to a poll of just \
                 that request, where join_all polls several."
            }
            Self::PromiseAll => {
                "The same requests in plain JavaScript, without a line of Rust in the way. A \
                 promise is not polled: the loop calls it back. What a web developer would write, \
                 and the measure of what the Rust futures cost."
            }
            Self::Threads => {
                "A Web Worker for each URL, 64 at most, which then take turns. Each waits for one \
                 answer and does nothing else meanwhile, so the waits overlap. They are started \
                 before the clock and reused, as a pool is; each costs a memory of its own. It \
                 waits by fetch: synchronous requests of many threads would queue up for one URL, \
                 and in Chromium not keep to six connections a host. In Firefox what a Worker \
                 gives up still holds its connection until it is answered."
            }
        }
    }

    /// Its sources as HTML highlighted by the build, by the names of their
    /// tabs: what is compiled into this page and was run, and the same idea in
    /// other languages.
    #[must_use]
    pub fn sources(self, on_error: OnError) -> Vec<(&'static str, Text)> {
        let [ran_collect, ran_stop, python, javascript] = match self {
            Self::Blocking => source::BLOCKING,
            Self::Sequential => source::SEQUENTIAL,
            Self::Concurrent => source::CONCURRENT,
            Self::Limited => source::LIMITED,
            Self::Spawned => source::SPAWNED,
            Self::PromiseAll => source::PROMISE_ALL,
            Self::Threads => source::THREADS,
        };
        let ran = match on_error {
            OnError::Collect => ran_collect,
            OnError::Stop => ran_stop,
        };
        match self {
            Self::PromiseAll => {
                vec![("JavaScript, as run", ran), ("Python", python)]
            }
            _ => vec![
                ("Rust, as run", ran),
                ("Python", python),
                ("JavaScript", javascript),
            ],
        }
    }
}

mod source {
    include!(concat!(env!("OUT_DIR"), "/sources.rs"));
}
