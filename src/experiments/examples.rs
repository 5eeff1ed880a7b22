//! Questions that people have, each with a link to what answers it, and which of
//! them somebody looks for. Not how they are shown, nor what a lab does with a
//! link.

use super::control::{Control, Linked, Takes, put};
use super::listed::listed;
use super::{Experiment, query_from_setup};

listed! {
    /// How much a question takes for granted.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Level {
        /// Nothing.
        First = ("first", "First steps"),
        /// What an await is.
        Further = ("further", "Further"),
        /// What polls, wakes and memory are.
        Deep = ("deep", "Deep"),
    }
}

/// A question, and where its answer is seen. Its picture has yet to be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// What somebody would ask a search engine.
    pub question: &'static str,
    /// What to look at there, in a sentence or two.
    pub line: &'static str,
    /// The lab that it opens.
    pub lab: Experiment,
    /// How much it takes for granted.
    pub level: Level,
    /// The setup of that lab, as its links have it.
    pub query: &'static str,
}

impl Example {
    /// The fragment of the address that it leads to.
    #[must_use]
    pub fn hash(&self) -> String {
        self.lab.hash(self.query)
    }

    /// Whether each word of `search` stands in what is said of it, in letters
    /// of either case.
    fn says(&self, search: &str) -> bool {
        let (lab, level) = (self.lab.name(), self.level.name());
        let text = format!("{} {} {lab} {level}", self.question, self.line);
        let text = text.to_lowercase();
        let search = search.to_lowercase();
        search.split_whitespace().all(|word| text.contains(word))
    }
}

/// Which examples are looked for: everything that the address of their page
/// holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The words that must stand in them.
    pub words: String,
    /// The only lab; none for all.
    pub lab: Option<Experiment>,
    /// The only level; none for all.
    pub level: Option<Level>,
}

impl Search {
    /// What is found, in the order of the page.
    pub fn found(&self) -> impl Iterator<Item = &'static Example> {
        EXAMPLES.iter().filter(|it| {
            self.lab.is_none_or(|lab| lab == it.lab)
                && self.level.is_none_or(|level| level == it.level)
                && it.says(&self.words)
        })
    }

    /// The fragment of the address that finds the same.
    #[must_use]
    pub fn hash(&self) -> String {
        super::Guide::Examples.hash(&query_from_setup(self))
    }
}

/// The value of a menu that chooses nothing.
const ALL: &str = "all";

/// The words that must stand in an example.
pub static WORDS: Control<Search> = Control {
    id: "search",
    label: "Search the examples",
    help: "Each word must stand in the question or in the line below it.",
    takes: Takes::Named {
        expected: "words",
        get: |it| it.words.clone(),
        set: |it, words| put(&mut it.words, Some(words.to_owned())),
    },
};

/// The only lab.
pub static LAB: Control<Search> = Control::one(
    "lab",
    "Lab",
    "",
    &LABS,
    |it| it.lab.map_or(ALL, Experiment::slug).to_owned(),
    |it, slug| {
        let mut labs = Experiment::ALL.into_iter();
        let lab = labs.find(|lab| lab.slug() == slug);
        put(&mut it.lab, (lab.is_some() || slug == ALL).then_some(lab))
    },
);

/// The only level.
pub static LEVEL: Control<Search> = Control::one(
    "level",
    "Level",
    "",
    &LEVELS,
    |it| it.level.map_or(ALL, Level::id).to_owned(),
    |it, id| {
        let level = Level::from_id(id);
        put(
            &mut it.level,
            (level.is_some() || id == ALL).then_some(level),
        )
    },
);

const LABS: [(&str, &str); Experiment::ALL.len() + 1] = {
    let mut options = [(ALL, "all"); Experiment::ALL.len() + 1];
    let mut place = 0;
    while place < Experiment::ALL.len() {
        let lab = Experiment::ALL[place];
        place += 1;
        options[place] = (lab.slug(), lab.name());
    }
    options
};

const LEVELS: [(&str, &str); Level::ALL.len() + 1] = {
    let mut options = [(ALL, "all"); Level::ALL.len() + 1];
    let mut place = 0;
    while place < Level::ALL.len() {
        let level = Level::ALL[place];
        place += 1;
        options[place] = (level.id(), level.name());
    }
    options
};

impl Linked for Search {
    const CONTROLS: &'static [&'static Control<Self>] = &[&WORDS, &LAB, &LEVEL];
}

/// All of them, lab by lab and from the first level on.
pub static EXAMPLES: [Example; 30] = [
    Example {
        question: "Why is await in a loop so slow?",
        line: "One after another the waits add up to six seconds. All at once \
               it takes as long as the slowest answer, three.",
        lab: Experiment::Crawl,
        level: Level::First,
        query: "url=delay/1&url=delay/2&url=delay/3",
    },
    Example {
        question: "Does Promise.all open twenty connections?",
        line: "Twenty requests wait at once, as “In flight” says. Against a \
               server over HTTP/1.1, a browser opens six connections to a \
               host, and the others queue.",
        lab: Experiment::Crawl,
        level: Level::First,
        query: "url=delay/0.5?1&url=delay/0.5?2&url=delay/0.5?3\
                &url=delay/0.5?4&url=delay/0.5?5&url=delay/0.5?6\
                &url=delay/0.5?7&url=delay/0.5?8&url=delay/0.5?9\
                &url=delay/0.5?10&url=delay/0.5?11&url=delay/0.5?12\
                &url=delay/0.5?13&url=delay/0.5?14&url=delay/0.5?15\
                &url=delay/0.5?16&url=delay/0.5?17&url=delay/0.5?18\
                &url=delay/0.5?19&url=delay/0.5?20&run=promise-all",
    },
    Example {
        question: "How many requests should I send at once?",
        line: "Three in flight take four rounds of half a second, all twelve \
               take one. Change the limit and compare.",
        lab: Experiment::Crawl,
        level: Level::Further,
        query: "url=delay/0.5?1&url=delay/0.5?2&url=delay/0.5?3\
                &url=delay/0.5?4&url=delay/0.5?5&url=delay/0.5?6\
                &url=delay/0.5?7&url=delay/0.5?8&url=delay/0.5?9\
                &url=delay/0.5?10&url=delay/0.5?11&url=delay/0.5?12\
                &run=concurrent,limited&limit=3",
    },
    Example {
        question: "What happens to the other requests when one fails?",
        line: "The first failure ends the run, and what is in flight is \
               aborted. With “collect all” the others go on.",
        lab: Experiment::Crawl,
        level: Level::Further,
        query: "url=delay/1&url=status/503%20%2B200ms%20%23broken&url=delay/0.5\
                &run=concurrent&on-error=stop",
    },
    Example {
        question: "Do threads download faster than async?",
        line: "What waits needs no thread: a Worker for each request and one \
               task for all of them take about the same time.",
        lab: Experiment::Crawl,
        level: Level::Further,
        query: "url=delay/0.5?1&url=delay/0.5?2&url=delay/0.5?3\
                &url=delay/0.5?4&url=delay/0.5?5&url=delay/0.5?6\
                &run=concurrent,threads",
    },
    Example {
        question: "Is one task per request better than join_all?",
        line: "The totals are alike. Compare the polls: join_all asks every \
               request that is still out, a task of its own is polled alone.",
        lab: Experiment::Crawl,
        level: Level::Deep,
        query: "url=delay/0.1&url=delay/0.2&url=delay/0.3&url=delay/0.4\
                &url=delay/0.5&url=delay/0.6&url=delay/0.7&url=delay/0.8\
                &run=concurrent,spawned",
    },
    Example {
        question: "Why is my page frozen while it computes?",
        line: "Type while it runs. No key arrives and no frame is painted \
               before the loop is done.",
        lab: Experiment::Freeze,
        level: Level::First,
        query: "length=1&run=main",
    },
    Example {
        question: "Does a Web Worker keep the page responsive?",
        line: "The same loop, on this page’s thread and on another. Compare \
               “Longest gap”, the longest time between two frames.",
        lab: Experiment::Freeze,
        level: Level::First,
        query: "length=1&run=main,worker",
    },
    Example {
        question: "Why does await not keep my page responsive?",
        line: "This loop awaits all the time, but only itself: microtasks go \
               before frames and keys. Slices wait for a turn of the event \
               loop.",
        lab: Experiment::Freeze,
        level: Level::Further,
        query: "length=1&run=microtask,sliced",
    },
    Example {
        question: "Why is setTimeout(0) in a loop so slow?",
        line: "Timers nested five deep wait 4 ms each, so slices of 1 ms leave \
               the thread idle most of the time. Yield by MessageChannel and \
               compare.",
        lab: Experiment::Freeze,
        level: Level::Deep,
        query: "length=1&run=sliced&slice=1&yield=timeout",
    },
    Example {
        question: "Can any job be split across CPU cores?",
        line: "In a chain of hashes each step needs the one before, so all \
               workers of the pool but one stay idle.",
        lab: Experiment::Freeze,
        level: Level::Deep,
        query: "job=chain&length=1&run=worker,pool",
    },
    Example {
        question: "Why does calling an async fn do nothing?",
        line: "The call only makes a future. The one that is never polled has \
               printed nothing.",
        lab: Experiment::Tasks,
        level: Level::First,
        query: "program=lazy",
    },
    Example {
        question: "What does an executor do?",
        line: "Be one: nothing is polled before you press a task, and a task \
               that waits cannot go on.",
        lab: Experiment::Tasks,
        level: Level::First,
        query: "executor=hand",
    },
    Example {
        question: "Why did my spawned task never run?",
        line: "It ran once, returned Pending and dropped its waker. Nothing can \
               schedule it again.",
        lab: Experiment::Tasks,
        level: Level::Further,
        query: "program=lost-waker",
    },
    Example {
        question: "Why does my timeout fire too late?",
        line: "It is due after 150 ms and fires at 350: until then another task \
               has the thread.",
        lab: Experiment::Tasks,
        level: Level::Further,
        query: "program=late-timeout",
    },
    Example {
        question: "How do I cancel a future?",
        line: "Drop it. It ends at the await where it stands, and what it holds \
               is dropped with it.",
        lab: Experiment::Tasks,
        level: Level::Further,
        query: "program=cancel",
    },
    Example {
        question: "Which runs first, a microtask or a timer?",
        line: "The microtask, always. Between messages, timers and frames the \
               order differs from browser to browser.",
        lab: Experiment::Tasks,
        level: Level::Further,
        query: "program=order",
    },
    Example {
        question: "Can async code deadlock on one thread?",
        line: "Two tasks each wait for the lock that the other holds. The page \
               stays alive, and the finding names the circle.",
        lab: Experiment::Tasks,
        level: Level::Deep,
        query: "program=deadlock",
    },
    Example {
        question: "Is it bad to hold a lock across an await?",
        line: "Three tasks that could sleep at the same time sleep one after \
               another: 300 ms where 100 would do.",
        lab: Experiment::Tasks,
        level: Level::Deep,
        query: "program=held-lock",
    },
    Example {
        question: "Why is my future so large?",
        line: "A buffer that is used after an await is a part of the future. \
               Compare the sizes of the two in the table.",
        lab: Experiment::Tasks,
        level: Level::Deep,
        query: "program=big-buffer",
    },
    Example {
        question: "Can single-threaded async code have a race condition?",
        line: "With an await between read and write, updates are lost on one \
               thread. Without one, none is.",
        lab: Experiment::Race,
        level: Level::First,
        query: "run=task-await,task-no-await",
    },
    Example {
        question: "Do I need a lock in asyncio?",
        line: "Where an await stands between a read and its write, you do. The \
               lock saves every update, and costs polls.",
        lab: Experiment::Race,
        level: Level::Further,
        query: "run=task-await,task-lock",
    },
    Example {
        question: "Are atomics faster than a lock?",
        line: "Both save every update of the shared counter. Compare the times: \
               nearly all of the lock’s goes into the lock.",
        lab: Experiment::Race,
        level: Level::Further,
        query: "run=shared-atomic,shared-lock",
    },
    Example {
        question: "How do I reproduce a race condition?",
        line: "Fix the order. The seed in this link shuffles the ready tasks, \
               and every browser loses the same updates.",
        lab: Experiment::Race,
        level: Level::Deep,
        query: "run=task-await&order=shuffled&seed=7",
    },
    Example {
        question: "What does a million futures cost?",
        line: "Time to create, time to finish and memory each: as tasks of \
               their own, and all in one FuturesUnordered.",
        lab: Experiment::Cost,
        level: Level::First,
        query: "n=1000000&run=spawn-local,futures-unordered",
    },
    Example {
        question: "How much does a thread cost compared to a task?",
        line: "A Worker is a thread of the system. See how long one takes to \
               start, where a thousand tasks are done in an instant.",
        lab: Experiment::Cost,
        level: Level::Further,
        query: "n=1000&run=spawn-local,own-workers&workers=8",
    },
    Example {
        question: "How much memory does a future take?",
        line: "As much as it holds across its await, and a little more. Change \
               “Holds” and see “Memory each” follow.",
        lab: Experiment::Cost,
        level: Level::Deep,
        query: "n=10000&run=spawn-local,futures-unordered&body=timer&held=1024",
    },
    Example {
        question: "Coroutine, thread, process: what is the difference?",
        line: "One table of the three, by races, creation, memory, scheduling \
               and more. Run measures each cell on this machine.",
        lab: Experiment::Compare,
        level: Level::First,
        query: "",
    },
    Example {
        question: "Should I use async or threads for many requests?",
        line: "Thousands that wait: four answers lead to coroutines, with the \
               figures that speak for them.",
        lab: Experiment::Compare,
        level: Level::Further,
        query: "many=thousands",
    },
    Example {
        question: "When do I need shared memory?",
        line: "When several cores compute and change the same data. See what \
               that asks of the page.",
        lab: Experiment::Compare,
        level: Level::Deep,
        query: "work=computing&shared=writes",
    },
];
