//! The registry of programs. What is said of a program stands in its own file,
//! below what the page shows of it.

mod lesson;

mod back_pressure;
mod background;
mod big_buffer;
mod blocks;
mod busy;
mod cancel;
mod deadlock;
mod eager;
mod held_lock;
mod in_flight;
mod interleave;
mod join;
mod join_errors;
mod late_timeout;
mod lazy;
mod leak;
mod lost_waker;
mod nested;
mod order;
mod race;
mod retry;
mod run_one;
mod select_loop;
mod semaphore;
mod starve;
mod suspend;
mod try_join;
mod unordered;
mod wakes_twice;

pub use lesson::{Answer, Outcome, Question, Source};

use crate::experiments::Text;
use crate::experiments::listed::listed;
use futures::future::LocalBoxFuture;
use lesson::{Lesson, nearest};

listed! {
    /// A program of the lab.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub enum Program: &'static Lesson {
        /// A future does nothing until it is polled.
        Lazy = &lazy::LESSON,
        /// An executor of our own runs two tasks to their ends.
        RunOne = &run_one::LESSON,
        /// A task is over before it is awaited.
        Background = &background::LESSON,
        /// A task is suspended, woken, and goes on.
        Suspend = &suspend::LESSON,
        /// Two tasks take turns at their awaits.
        #[default]
        Interleave = &interleave::LESSON,
        /// Three requests at once.
        Join = &join::LESSON,
        /// The same, one of which fails.
        JoinErrors = &join_errors::LESSON,
        /// The same, stopped at the first error.
        TryJoin = &try_join::LESSON,
        /// The first answer is enough.
        Race = &race::LESSON,
        /// Futures within futures are one task.
        Nested = &nested::LESSON,
        /// Which queue of the event loop is served first.
        Order = &order::LESSON,
        /// A task that yields starves the page.
        Starve = &starve::LESSON,
        /// A task that computes delays all others.
        Busy = &busy::LESSON,
        /// A timer that is set when made, and one that is set when polled.
        Eager = &eager::LESSON,
        /// At most two at a time.
        InFlight = &in_flight::LESSON,
        /// Two permits among five tasks.
        Semaphore = &semaphore::LESSON,
        /// Answers in the order in which they come.
        Unordered = &unordered::LESSON,
        /// A full channel holds its sender up.
        BackPressure = &back_pressure::LESSON,
        /// Tasks that hold a lock while they wait.
        HeldLock = &held_lock::LESSON,
        /// A cancelled task drops what it holds.
        Cancel = &cancel::LESSON,
        /// Each round drops what the one before had half done.
        SelectLoop = &select_loop::LESSON,
        /// Again after ever longer pauses, until a deadline.
        Retry = &retry::LESSON,
        /// A timeout that fires late, since the thread was busy.
        LateTimeout = &late_timeout::LESSON,
        /// Nobody keeps the waker.
        LostWaker = &lost_waker::LESSON,
        /// Two wakes are one poll.
        WakesTwice = &wakes_twice::LESSON,
        /// All the work in one poll.
        Blocks = &blocks::LESSON,
        /// A buffer that is held across an await.
        BigBuffer = &big_buffer::LESSON,
        /// Two tasks, each with the lock that the other waits for.
        Deadlock = &deadlock::LESSON,
        /// A task that outlives its run.
        Leak = &leak::LESSON,
    }
}

impl Program {
    /// Its name in links.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.entry().id
    }

    /// The one of that [`id`](Self::id).
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|program| program.id() == id)
    }

    /// Its name in the menu.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.entry().title
    }

    /// Whether it uses `yield_now`, so that the way to yield matters.
    #[must_use]
    pub const fn yields(self) -> bool {
        matches!(self, Self::RunOne | Self::Starve)
    }

    /// What to look at, in a few sentences.
    #[must_use]
    pub const fn why(self) -> &'static str {
        self.entry().why
    }

    /// What to predict.
    #[must_use]
    pub const fn question(self) -> Question {
        self.entry().question
    }

    /// The program, ready to be polled.
    #[must_use]
    pub fn future(self) -> LocalBoxFuture<'static, ()> {
        (self.entry().future)()
    }

    /// Its source.
    #[must_use]
    pub const fn source(self) -> Source {
        self.entry().source
    }

    /// The executor of this lab, as lines of highlighted HTML.
    #[must_use]
    pub const fn executor() -> Text {
        source::EXECUTOR
    }
}

impl Outcome<'_> {
    /// Which of its options this answers to the question of `program`.
    #[must_use]
    pub fn answer(&self, program: Program) -> Option<usize> {
        self.answer_to(program.question())
    }
}

mod source {
    use super::Source;

    include!(concat!(env!("OUT_DIR"), "/programs.rs"));
}
