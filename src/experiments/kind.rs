//! Coroutine, thread and process: the three that the whole site compares.

use super::listed::listed;

listed! {
    /// What runs concurrently: who shares what, and who decides whose turn it is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Kind {
        /// A future on this page's thread.
        Coroutine = ("coroutine", "Coroutine"),
        /// A worker that shares memory with others.
        Thread = ("thread", "Thread"),
        /// A worker that shares none.
        Process = ("process", "Process"),
    }
}

impl Kind {
    /// Its name in the plural.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Coroutine => "Coroutines",
            Self::Thread => "Threads",
            Self::Process => "Processes",
        }
    }

    /// Its name in the plural, within a sentence.
    #[must_use]
    pub fn many(self) -> String {
        self.plural().to_ascii_lowercase()
    }

    /// What stands for it in a browser.
    #[must_use]
    pub const fn here(self) -> &'static str {
        match self {
            Self::Coroutine => {
                "A Rust future on this page's own thread. Others have a turn at its awaits and \
                 nowhere else."
            }
            Self::Thread => {
                "A Web Worker that shares one Int32Array with the others, on a SharedArrayBuffer. \
                 The system may stop it between any two instructions."
            }
            Self::Process => {
                "A Web Worker with a wasm instance and a memory of its own. It hears and says \
                 nothing but messages."
            }
        }
    }

    /// What that misses of the real thing.
    #[must_use]
    pub const fn misses(self) -> &'static str {
        match self {
            Self::Coroutine => {
                "Not at all. In the lab Race only the order is ours, so that a seed can fix \
                 it; the browser's own queue is first in, first out."
            }
            Self::Thread => {
                "Native threads share all memory; these share that one array, and each has its own \
                 wasm instance besides. They take longer to start, and the page's own thread must \
                 not sleep on a lock."
            }
            Self::Process => {
                "A process of the system has an address space of its own and can crash alone; these \
                 are threads inside the browser's process, kept apart by the language."
            }
        }
    }
}
