//! The registry of programs. What is said of a program stands in its own file,
//! below what the page shows of it.

mod lesson;

mod background;
mod big_buffer;
mod blocks;
mod busy;
mod eager;
mod interleave;
mod join;
mod join_errors;
mod lazy;
mod lost_waker;
mod nested;
mod order;
mod race;
mod run_one;
mod starve;
mod suspend;
mod try_join;
mod wakes_twice;

pub use lesson::{Answer, Outcome, Question, Source};

use crate::experiments::Text;
use futures::future::LocalBoxFuture;
use lesson::{Lesson, nearest};

/// A program of the lab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Program {
    /// A future does nothing until it is polled.
    Lazy,
    /// An executor of our own runs two tasks to their ends.
    RunOne,
    /// A task is over before it is awaited.
    Background,
    /// A task is suspended, woken, and goes on.
    Suspend,
    /// Two tasks take turns at their awaits.
    #[default]
    Interleave,
    /// Three requests at once.
    Join,
    /// The same, one of which fails.
    JoinErrors,
    /// The same, stopped at the first error.
    TryJoin,
    /// The first answer is enough.
    Race,
    /// Futures within futures are one task.
    Nested,
    /// Which queue of the event loop is served first.
    Order,
    /// A task that yields starves the page.
    Starve,
    /// A task that computes delays all others.
    Busy,
    /// A timer that is set when made, and one that is set when polled.
    Eager,
    /// Nobody keeps the waker.
    LostWaker,
    /// Two wakes are one poll.
    WakesTwice,
    /// All the work in one poll.
    Blocks,
    /// A buffer that is held across an await.
    BigBuffer,
}

impl Program {
    /// All programs, in the order of the menu.
    pub const ALL: [Self; 18] = [
        Self::Lazy,
        Self::RunOne,
        Self::Background,
        Self::Suspend,
        Self::Interleave,
        Self::Join,
        Self::JoinErrors,
        Self::TryJoin,
        Self::Race,
        Self::Nested,
        Self::Order,
        Self::Starve,
        Self::Busy,
        Self::Eager,
        Self::LostWaker,
        Self::WakesTwice,
        Self::Blocks,
        Self::BigBuffer,
    ];

    const fn lesson(self) -> &'static Lesson {
        match self {
            Self::Lazy => &lazy::LESSON,
            Self::RunOne => &run_one::LESSON,
            Self::Background => &background::LESSON,
            Self::Suspend => &suspend::LESSON,
            Self::Interleave => &interleave::LESSON,
            Self::Join => &join::LESSON,
            Self::JoinErrors => &join_errors::LESSON,
            Self::TryJoin => &try_join::LESSON,
            Self::Race => &race::LESSON,
            Self::Nested => &nested::LESSON,
            Self::Order => &order::LESSON,
            Self::Starve => &starve::LESSON,
            Self::Busy => &busy::LESSON,
            Self::Eager => &eager::LESSON,
            Self::LostWaker => &lost_waker::LESSON,
            Self::WakesTwice => &wakes_twice::LESSON,
            Self::Blocks => &blocks::LESSON,
            Self::BigBuffer => &big_buffer::LESSON,
        }
    }

    /// Its name in links.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.lesson().id
    }

    /// The one of that [`id`](Self::id).
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|program| program.id() == id)
    }

    /// Its number in the menu; programs that belong together share one.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.lesson().number
    }

    /// Its name in the menu.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.lesson().title
    }

    /// Whether it uses `yield_now`, so that the way to yield matters.
    #[must_use]
    pub const fn yields(self) -> bool {
        self.lesson().yields
    }

    /// What to look at, in a few sentences.
    #[must_use]
    pub const fn why(self) -> &'static str {
        self.lesson().why
    }

    /// What to predict.
    #[must_use]
    pub const fn question(self) -> Question {
        self.lesson().question
    }

    /// The program, ready to be polled.
    #[must_use]
    pub fn future(self) -> LocalBoxFuture<'static, ()> {
        (self.lesson().future)()
    }

    /// Its source.
    #[must_use]
    pub const fn source(self) -> Source {
        self.lesson().source
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
