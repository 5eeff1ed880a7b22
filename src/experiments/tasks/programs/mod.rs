//! The registry of programs, and the source of each as the page shows it.

mod interleave;
mod lazy;
mod run_one;

use crate::trace::{Ending, Event, EventKind, Timeline, Track};
use futures::future::LocalBoxFuture;

/// A program of the lab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Program {
    /// A future does nothing until it is polled.
    Lazy,
    /// An executor of our own runs two tasks to their ends.
    RunOne,
    /// Two tasks take turns at their awaits.
    #[default]
    Interleave,
}

/// What the reader is asked before a program runs.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// The question.
    pub text: &'static str,
    /// What may be answered.
    pub options: &'static [&'static str],
    /// Which of the options a run showed to be right; none if it did not get
    /// that far.
    pub answer: fn(&Outcome<'_>) -> Option<usize>,
}

/// What a run showed.
pub struct Outcome<'a> {
    /// What every task did.
    pub timeline: Timeline,
    /// The lines that were printed.
    pub printed: Vec<&'a str>,
    /// Whether every task came to its end.
    pub completed: bool,
}

impl<'a> Outcome<'a> {
    /// Reads off what was recorded.
    #[must_use]
    pub fn of(events: &'a [Event]) -> Self {
        let printed = events.iter().filter_map(|event| match &event.kind {
            EventKind::Printed(line) => Some(&**line),
            _ => None,
        });
        let timeline = Timeline::fold(events);
        let ending = timeline.root().and_then(Track::ending);
        Self {
            printed: printed.collect(),
            completed: ending == Some(Ending::Succeeded),
            timeline,
        }
    }

    /// Which of its options this answers to the question of `program`.
    #[must_use]
    pub fn answer(&self, program: Program) -> Option<usize> {
        (program.question().answer)(self)
    }

    /// The place of the line that was printed as the `nth`, counted from one,
    /// among `options`.
    fn line(&self, nth: usize, options: &[&str]) -> Option<usize> {
        let line = self.printed.get(nth.checked_sub(1)?)?;
        options.iter().position(|option| option == line)
    }
}

/// A program in three languages.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The Rust that runs, line by line, as highlighted HTML.
    pub rust: &'static [&'static str],
    /// The number that the first of these lines has in its file: the page
    /// leaves the head of the file out.
    pub first_line: u32,
    /// The same in Python, as highlighted HTML.
    pub python: &'static str,
    /// The same in JavaScript, as highlighted HTML.
    pub javascript: &'static str,
}

impl Program {
    /// All programs, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::Lazy, Self::RunOne, Self::Interleave];

    /// Its name in links.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Lazy => "lazy",
            Self::RunOne => "run-one",
            Self::Interleave => "interleave",
        }
    }

    /// The one of that [`id`](Self::id).
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|program| program.id() == id)
    }

    /// Its number in the menu; programs that belong together share one.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Lazy => 1,
            Self::RunOne => 2,
            Self::Interleave => 5,
        }
    }

    /// Its name in the menu.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Lazy => "A future does nothing until polled",
            Self::RunOne => "Run one: an executor in 40 lines",
            Self::Interleave => "Two tasks interleave at their awaits",
        }
    }

    /// Whether it uses `yield_now`, so that the way to yield matters.
    #[must_use]
    pub const fn yields(self) -> bool {
        matches!(self, Self::RunOne)
    }

    /// What to look at, in a few sentences.
    #[must_use]
    pub const fn why(self) -> &'static str {
        match self {
            Self::Lazy => {
                "Calling an async fn makes a value and runs none of its body. That value is the \
                 coroutine: a struct that holds what the body needs, as large as the picture \
                 says, and whose type has no name but “impl Future”. Only a poll runs it. The \
                 one that is dropped unpolled has printed nothing; Python warns of it as \
                 “coroutine was never awaited”."
            }
            Self::RunOne => {
                "An executor is a queue and a loop: poll what is ready, until nothing is. This one \
                 is all of the 40 lines beside it, and it polls our futures inside a single poll \
                 of main. It can only finish what needs nobody else: a timer cannot fire before \
                 the executor gives the thread back."
            }
            Self::Interleave => {
                "Both tasks share one thread. A task runs from one await to the next, and nothing \
                 of another comes in between; at an await that has to wait it gives the thread \
                 back. Whose timer fires first goes on first."
            }
        }
    }

    /// What to predict.
    #[must_use]
    pub const fn question(self) -> Question {
        match self {
            Self::Lazy => Question {
                text: "What is printed first?",
                options: &["hello nobody", "hello somebody", "made both"],
                answer: |outcome| {
                    outcome.line(1, Self::Lazy.question().options)
                },
            },
            Self::RunOne => Question {
                text: "Which line is printed second?",
                options: &["ping 2", "pong 1", "all done: true"],
                answer: |outcome| {
                    outcome.line(2, Self::RunOne.question().options)
                },
            },
            Self::Interleave => Question {
                text: "Which line is printed third?",
                options: &["alice: half way", "bob: half way", "alice: done"],
                answer: |outcome| {
                    outcome.line(3, Self::Interleave.question().options)
                },
            },
        }
    }

    /// The program, ready to be polled.
    #[must_use]
    pub fn future(self) -> LocalBoxFuture<'static, ()> {
        match self {
            Self::Lazy => Box::pin(lazy::main()),
            Self::RunOne => Box::pin(run_one::main()),
            Self::Interleave => Box::pin(interleave::main()),
        }
    }

    /// Its source.
    #[must_use]
    pub const fn source(self) -> Source {
        match self {
            Self::Lazy => source::LAZY,
            Self::RunOne => source::RUN_ONE,
            Self::Interleave => source::INTERLEAVE,
        }
    }

    /// The executor of this lab, line by line, as highlighted HTML.
    #[must_use]
    pub const fn executor() -> &'static [&'static str] {
        source::EXECUTOR
    }
}

mod source {
    use super::Source;

    include!(concat!(env!("OUT_DIR"), "/programs.rs"));
}
