//! What a program can begin as: the starting points of this lab, and the
//! programs of Tasks. Their texts are fetched when one is opened.

use crate::experiments::Text;
use crate::experiments::listed::listed;
use crate::experiments::tasks::Program;

listed! {
    /// A starting point of this lab.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Own: Beginning {
        /// Two tasks that say hello.
        Hello = Beginning {
            id: "hello",
            title: "Hello, twice",
            why: "Two tasks share a thread: while one sleeps, the other runs. \
             Change the numbers, add a third, or await the first before you \
             spawn the second.",
            texts: texts::HELLO,
        },
        /// Nothing yet.
        Empty = Beginning {
            id: "empty",
            title: "An empty program",
            why: "Everything of the list beside the editor is to hand; type a few \
             letters to find it.",
            texts: texts::EMPTY,
        },
        /// Pages of a list, a few at a time.
        Crawler = Beginning {
            id: "crawler",
            title: "A crawler with a limit",
            why: "The list is fetched first, then its pages, two at a time. Set the \
             limit to 1 or to 10 and compare when the last page is there.",
            texts: texts::CRAWLER,
        },
        /// A request with a time limit.
        Timeout = Beginning {
            id: "timeout",
            title: "A request with a timeout",
            why: "select takes whichever is done first, and what you drop is \
             cancelled: look for the request in the picture, which ends at the \
             timeout. Give it more time.",
            texts: texts::TIMEOUT,
        },
        /// Jobs in a channel, and tasks that take them.
        Workers = Beginning {
            id: "workers",
            title: "Workers and a queue of jobs",
            why: "Three tasks take jobs from one channel until it is closed. Drop \
             the sender later, or never: then the last wait for ever, and the \
             page says so.",
            texts: texts::WORKERS,
        },
        /// No more than so many a second.
        Rate = Beginning {
            id: "rate",
            title: "A rate limit",
            why: "Each request waits for its turn of a clock. Compare with a limit \
             of how many at once: which of the two does a server ask for?",
            texts: texts::RATE,
        },
        /// What is dropped in the middle, and cleans up.
        CleanUp = Beginning {
            id: "clean-up",
            title: "Clean up when cancelled",
            why: "A value with a destructor is dropped together with the future \
             that holds it, wherever that stood. Cancel sooner, or later.",
            texts: texts::CLEAN_UP,
        },
        /// A future without async.
        ByHand = Beginning {
            id: "poll-fn",
            title: "A future by hand",
            why: "poll_fn makes a future of a closure: it is called at each poll, \
             and says Pending until it is done. Leave out the wake, and nobody \
             polls it again.",
            texts: texts::POLL_FN,
        },
        /// Tasks that start together.
        Starter = Beginning {
            id: "starter",
            title: "A starting signal",
            why: "Four tasks wait for one event, and all go on when it happens. \
             Notify only one of them, or notify before they listen.",
            texts: texts::STARTER,
        },
        /// Two stages with a channel between.
        Pipeline = Beginning {
            id: "pipeline",
            title: "A pipeline with back pressure",
            why: "The channel holds one item: the first stage waits until the \
             second has taken it. Make the channel larger, or the second stage \
             quicker.",
            texts: texts::PIPELINE,
        },
        /// An async function that calls itself.
        Recursion = Beginning {
            id: "recursion",
            title: "A tree, asynchronously",
            why: "An async function that calls itself needs a box, since its future \
             would contain itself. All leaves sleep at once.",
            texts: texts::RECURSION,
        },
    }
}

/// What is said of a starting point, and its texts.
struct Beginning {
    /// Its name in links.
    id: &'static str,
    /// Its name in the menu.
    title: &'static str,
    /// What to look at, and what to try.
    why: &'static str,
    texts: Languages,
}

/// A program in three languages.
#[derive(Clone, Copy, Debug)]
pub struct Languages {
    /// The Rust, as it is edited.
    pub rust: Text,
    /// The same in Python, as highlighted HTML.
    pub python: Text,
    /// The same in JavaScript, as highlighted HTML.
    pub javascript: Text,
}

/// What a program began as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Start {
    /// A starting point of this lab.
    Own(Own),
    /// A program of Tasks.
    Copy(Program),
}

impl Default for Start {
    fn default() -> Self {
        Self::Own(Own::Hello)
    }
}

impl Start {
    /// All of them, those of this lab first.
    pub fn all() -> impl Iterator<Item = Self> {
        let own = Own::ALL.into_iter().map(Self::Own);
        own.chain(Program::ALL.into_iter().map(Self::Copy))
    }

    /// Its name in links.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Own(own) => own.entry().id,
            Self::Copy(program) => program.id(),
        }
    }

    /// The one of that [`id`](Self::id).
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::all().find(|it| it.id() == id)
    }

    /// Its name in the menu.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Own(own) => own.entry().title,
            Self::Copy(program) => program.title(),
        }
    }

    /// What to look at, in a few sentences.
    #[must_use]
    pub const fn why(self) -> &'static str {
        match self {
            Self::Own(own) => own.entry().why,
            Self::Copy(program) => program.why(),
        }
    }

    /// Its texts.
    #[must_use]
    pub const fn languages(self) -> Languages {
        match self {
            Self::Own(own) => own.entry().texts,
            Self::Copy(program) => {
                let source = program.source();
                Languages {
                    rust: source.copy,
                    python: source.python,
                    javascript: source.javascript,
                }
            }
        }
    }
}

mod texts {
    use super::Languages;

    include!(concat!(env!("OUT_DIR"), "/starts.rs"));
}
