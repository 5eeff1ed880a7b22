//! The registry of strategies, and the source of each as the page shows it.

mod lock;
mod messages;
mod shared_atomic;
mod shared_lock;
mod shared_plain;
mod task_await;
mod task_lock;
mod task_no_await;

pub use lock::Lock;
pub use messages::{count_alone, messages};
pub use shared_atomic::shared_atomic;
pub use shared_lock::shared_lock;
pub use shared_plain::shared_plain;
pub use task_await::task_await;
pub use task_lock::task_lock;
pub use task_no_await::task_no_await;

use crate::experiments::listed::listed;
use crate::experiments::protocol::Counting;
use crate::experiments::{Kind, Text};

listed! {
    /// A way to have many add to one counter.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Strategy {
        /// Tasks that await between read and write.
        TaskAwait = ("task-await", "Await between"),
        /// Tasks that do not.
        TaskNoAwait = ("task-no-await", "No await between"),
        /// Tasks that do, behind an async lock.
        TaskLock = ("task-lock", "Async lock"),
        /// Threads with a plain read and a plain write.
        SharedPlain = ("shared-plain", "Plain read and write"),
        /// Threads with an atomic addition.
        SharedAtomic = ("shared-atomic", "Atomics.add"),
        /// Threads with a lock that puts them to sleep.
        SharedLock = ("shared-lock", "Blocking lock"),
        /// Processes, which share nothing.
        Messages = ("messages", "Messages"),
    }
}

impl Strategy {
    /// What adds.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::TaskAwait | Self::TaskNoAwait | Self::TaskLock => {
                Kind::Coroutine
            }
            Self::SharedPlain | Self::SharedAtomic | Self::SharedLock => {
                Kind::Thread
            }
            Self::Messages => Kind::Process,
        }
    }

    /// How its workers count; none if it has none.
    #[must_use]
    pub const fn counting(self) -> Option<Counting> {
        match self {
            Self::TaskAwait | Self::TaskNoAwait | Self::TaskLock => None,
            Self::SharedPlain => Some(Counting::Plain),
            Self::SharedAtomic => Some(Counting::Atomic),
            Self::SharedLock => Some(Counting::Locked),
            Self::Messages => Some(Counting::Alone),
        }
    }

    /// Whether it may lose updates; none of the others ever does.
    #[must_use]
    pub const fn may_lose(self) -> bool {
        matches!(self, Self::TaskAwait | Self::SharedPlain)
    }

    /// Why it loses updates or does not, in a few sentences.
    #[must_use]
    pub const fn why(self) -> &'static str {
        match self {
            Self::TaskAwait => {
                "There is one thread, and still a race. Each task reads the counter and gives the \
                 thread back; until its next turn the others read the same value. Then each writes \
                 that value plus one, over what was written meanwhile. One thread keeps two \
                 tasks from running at once, but another may run at each await."
            }
            Self::TaskNoAwait => {
                "Between the read and the write there is no await, so no other task can run: on one \
                 thread a stretch without an await is as good as a lock, and costs nothing. It holds \
                 until somebody adds an await in there, and no compiler warns of it."
            }
            Self::TaskLock => {
                "An async lock (here futures::lock::Mutex, as it comes from its library) is held \
                 across the await. Whoever finds it taken waits as for anything else, and the thread \
                 goes on with others. It costs what waiting costs: a waker kept, a wake, another \
                 poll, for each time that somebody had to wait."
            }
            Self::SharedPlain => {
                "The same race, and now nobody has to await: threads run at once, and each may be \
                 stopped between its read and its write. Which updates are lost depends on cores, \
                 caches and the system, so it differs from run to run. That a run loses nothing \
                 proves nothing."
            }
            Self::SharedAtomic => {
                "Atomics.add reads, adds and writes in one operation of the processor. The cores \
                 agree on an order of all of them, and pay for that by handing the cache line around. \
                 It works for one number; two that belong together need a lock."
            }
            Self::SharedLock => {
                "A lock in a word of the same memory: compare-exchange takes it, Atomics.wait puts a \
                 thread to sleep while another has it, Atomics.notify wakes one. Read and write \
                 between are plain, and may be as many as you like. Nearly all of the time goes into \
                 the lock."
            }
            Self::Messages => {
                "Each process counts in memory that no other can reach, and tells its sum when it is \
                 done. What is not shared cannot be raced for. The price is the messages: each is \
                 copied, queued and waits for its turn of the receiver's event loop."
            }
        }
    }

    /// Its sources by their names, as HTML highlighted by the build; only what
    /// is Rust is run here.
    #[must_use]
    pub const fn sources(self) -> &'static [(&'static str, Text)] {
        match self {
            Self::TaskAwait => source::TASK_AWAIT,
            Self::TaskNoAwait => source::TASK_NO_AWAIT,
            Self::TaskLock => source::TASK_LOCK,
            Self::SharedPlain => source::SHARED_PLAIN,
            Self::SharedAtomic => source::SHARED_ATOMIC,
            Self::SharedLock => source::SHARED_LOCK,
            Self::Messages => source::MESSAGES,
        }
    }
}

mod source {
    include!(concat!(env!("OUT_DIR"), "/race.rs"));
}
