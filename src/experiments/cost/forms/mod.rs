//! The registry of forms, and the source of each as the page shows it.

use crate::experiments::Text;
use crate::experiments::listed::listed;

mod futures_unordered;
mod own_workers;
mod shared_workers;
mod spawn_local;

pub use futures_unordered::futures_unordered;
pub use own_workers::own_workers;
pub use shared_workers::shared_workers;
pub use spawn_local::spawn_local;

listed! {
    /// A form that something which goes on by itself can have.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Form {
        /// A task each, on the event loop's queue.
        SpawnLocal = ("spawn-local", "spawn_local"),
        /// A future each, all in one set and one task.
        FuturesUnordered = ("futures-unordered", "FuturesUnordered"),
        /// A call each of a JavaScript async function.
        JsAsync = ("js-async", "JS async functions"),
        /// A Web Worker each, all of which see the same memory.
        SharedWorkers = ("shared-workers", "Workers, shared memory"),
        /// A Web Worker each, with a wasm instance and a memory of its own.
        OwnWorkers = ("own-workers", "Workers, own wasm"),
    }
}

impl Form {
    /// What so many of it are called in a sentence.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::SpawnLocal => "tasks by spawn_local",
            Self::FuturesUnordered => "futures in one FuturesUnordered",
            Self::JsAsync => "JavaScript async functions",
            Self::SharedWorkers => "Workers that share memory",
            Self::OwnWorkers => "Workers with their own wasm",
        }
    }

    /// Whether each is a worker, of which no browser has a million.
    #[must_use]
    pub const fn needs_workers(self) -> bool {
        matches!(self, Self::SharedWorkers | Self::OwnWorkers)
    }

    /// Why it costs what it costs, in a few sentences.
    #[must_use]
    pub const fn why(self) -> &'static str {
        match self {
            Self::SpawnLocal => {
                "A task is two small boxes of memory: the future, and what the event loop's queue \
                 needs to poll it again. No thread starts and no stack is set aside; what a future \
                 must remember across its awaits is all that it keeps. One microtask polls all \
                 that are queued. The Worker's Rust is compiled for speed (opt-level 3), the \
                 page's for size."
            }
            Self::FuturesUnordered => {
                "One task owns a set of futures. Each lies in a node of the set together with what \
                 wakes it, so that the set polls only those that were woken: one box of memory, \
                 where a task of its own takes two and a place in the queue. The price is that they \
                 share a task, which nothing else polls meanwhile."
            }
            Self::JsAsync => {
                "A call of an async function begins at once and runs up to its first await: what \
                 Rust does while it finishes, JavaScript does while it creates, so compare the sum. \
                 Each call leaves promises on a heap that the garbage collector must walk."
            }
            Self::SharedWorkers => {
                "Each Worker is a thread of the system with a JavaScript engine and an event loop \
                 of its own. It is handed a SharedArrayBuffer, in which it counts itself by an \
                 atomic addition. It holds no wasm: stable Rust cannot put one wasm memory under \
                 several workers."
            }
            Self::OwnWorkers => {
                "Each Worker also loads, compiles and starts this page's wasm, with a memory that \
                 nobody else sees, and hears and answers by messages alone. The memory counted is \
                 that of the wasm; what the browser adds for the thread and its engine, it does \
                 not disclose."
            }
        }
    }

    /// Its sources by language, as HTML highlighted by the build; what ran is
    /// marked so.
    #[must_use]
    pub const fn sources(self) -> &'static [(&'static str, Text)] {
        match self {
            Self::SpawnLocal => source::SPAWN_LOCAL,
            Self::FuturesUnordered => source::FUTURES_UNORDERED,
            Self::JsAsync => source::JS_ASYNC,
            Self::SharedWorkers => source::SHARED_WORKERS,
            Self::OwnWorkers => source::OWN_WORKERS,
        }
    }
}

mod source {
    include!(concat!(env!("OUT_DIR"), "/forms.rs"));
}
