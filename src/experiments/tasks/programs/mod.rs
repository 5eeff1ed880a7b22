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

/// Names the programs, and the file of each.
macro_rules! programs {
    ($($(#[$about:meta])* $Program:ident in $file:ident,)+) => {
        listed! {
            /// A program of the lab.
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
            pub enum Program: &'static Lesson {
                $($(#[$about])* $Program = &$file::LESSON,)+
            }
        }

        impl Program {
            /// The program, ready to be polled. A lesson does not lead to it, so
            /// that what only speaks of programs is loaded without them.
            #[must_use]
            pub fn future(self) -> LocalBoxFuture<'static, ()> {
                match self {
                    $(Self::$Program => Box::pin($file::main()),)+
                }
            }
        }
    };
}

programs! {
    /// A future does nothing until it is polled.
    Lazy in lazy,
    /// An executor of our own runs two tasks to their ends.
    RunOne in run_one,
    /// A task is over before it is awaited.
    Background in background,
    /// A task is suspended, woken, and goes on.
    Suspend in suspend,
    /// Two tasks take turns at their awaits.
    #[default]
    Interleave in interleave,
    /// Three requests at once.
    Join in join,
    /// The same, one of which fails.
    JoinErrors in join_errors,
    /// The same, stopped at the first error.
    TryJoin in try_join,
    /// The first answer is enough.
    Race in race,
    /// Futures within futures are one task.
    Nested in nested,
    /// Which queue of the event loop is served first.
    Order in order,
    /// A task that yields starves the page.
    Starve in starve,
    /// A task that computes delays all others.
    Busy in busy,
    /// A timer that is set when made, and one that is set when polled.
    Eager in eager,
    /// At most two at a time.
    InFlight in in_flight,
    /// Two permits among five tasks.
    Semaphore in semaphore,
    /// Answers in the order in which they come.
    Unordered in unordered,
    /// A full channel holds its sender up.
    BackPressure in back_pressure,
    /// Tasks that hold a lock while they wait.
    HeldLock in held_lock,
    /// A cancelled task drops what it holds.
    Cancel in cancel,
    /// Each round drops what the one before had half done.
    SelectLoop in select_loop,
    /// Again after ever longer pauses, until a deadline.
    Retry in retry,
    /// A timeout that fires late, since the thread was busy.
    LateTimeout in late_timeout,
    /// Nobody keeps the waker.
    LostWaker in lost_waker,
    /// Two wakes are one poll.
    WakesTwice in wakes_twice,
    /// All the work in one poll.
    Blocks in blocks,
    /// A buffer that is held across an await.
    BigBuffer in big_buffer,
    /// Two tasks, each with the lock that the other waits for.
    Deadlock in deadlock,
    /// A task that outlives its run.
    Leak in leak,
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
