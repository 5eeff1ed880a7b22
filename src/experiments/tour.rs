//! Nine steps through the labs: where each leads, what it says, and what to
//! press there. The reader presses it; no step runs anything.

use super::Experiment;
use super::link::parameters;
use super::listed::listed;
use super::number::whole_from;

listed! {
    /// What the reader is asked to use. An entry is its name in the style sheet,
    /// which draws a line around it, and what is asked.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Press {
        /// The button of every lab.
        Run = ("run", "Press Run"),
        /// The button, with an eye on the field of Freeze.
        RunAndType = ("run-and-type", "Press Run, and type into the field"),
        /// The first question of Compare.
        Answer = ("answer", "Choose what your job mostly does"),
    }
}

/// A step of the tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The lab that it opens.
    pub lab: Experiment,
    /// The setup of that lab, as its links have it.
    pub query: &'static str,
    /// What is to be seen, in a sentence or a few.
    pub text: &'static str,
    /// What to press.
    pub press: Press,
}

impl Step {
    /// The fragment of the address that it leads to.
    #[must_use]
    pub fn hash(&self) -> String {
        self.lab.hash(self.query)
    }
}

/// Which step a query names, from 0; `None` if it names none that there is.
#[must_use]
pub fn step_from_query(query: &str) -> Option<usize> {
    let step = parameters(query).filter(|(name, _)| name == "step").last();
    let place = whole_from::<usize>(&step?.1)?.checked_sub(1)?;
    (place < STEPS.len()).then_some(place)
}

/// The step that leads to this fragment of the address, from 0.
#[must_use]
pub fn step_at(hash: &str) -> Option<usize> {
    STEPS.iter().position(|step| step.hash() == hash)
}

/// All of them, in their order.
pub static STEPS: [Step; 9] = [
    Step {
        lab: Experiment::Crawl,
        query: "",
        text: "Three requests of one second, first one after another, then all \
               at once. A staircase of three seconds, and a wall of one. Both \
               use one thread; only the waiting differs.",
        press: Press::Run,
    },
    Step {
        lab: Experiment::Crawl,
        query: "url=delay/0.5?1&url=delay/0.5?2&url=delay/0.5?3\
                &url=delay/0.5?4&url=delay/0.5?5&url=delay/0.5?6\
                &url=delay/0.5?7&url=delay/0.5?8&run=concurrent,limited",
        text: "A server may not want all requests at once. Limited keeps four \
               in flight, and starts the next when one is answered: twice the \
               time, half the load.",
        press: Press::Run,
    },
    Step {
        lab: Experiment::Freeze,
        query: "length=1&run=main,worker",
        text: "Waiting is free, computing is not. A loop of a second holds this \
               page up: keys and frames are late. In a Worker the same loop \
               holds up nobody.",
        press: Press::RunAndType,
    },
    Step {
        lab: Experiment::Tasks,
        query: "",
        text: "Two tasks on one thread, replayed slowly. Each runs from one \
               await to the next, then gives the thread back. The arrows say \
               who woke whom.",
        press: Press::Run,
    },
    Step {
        lab: Experiment::Tasks,
        query: "program=race",
        text: "Two requests, and the first answer is enough. The loser is \
               dropped, which is all that cancelling takes: its request is \
               aborted that very moment.",
        press: Press::Run,
    },
    Step {
        lab: Experiment::Race,
        query: "run=task-await,task-no-await,task-lock",
        text: "One thread does not rule out a race. With an await between read \
               and write, tasks overwrite each other. Without one, or with a \
               lock, every update arrives.",
        press: Press::Run,
    },
    Step {
        lab: Experiment::Cost,
        query: "n=10000&run=spawn-local,own-workers&workers=8",
        text: "Ten thousand tasks against eight Workers. A task is a little \
               memory and no thread, so thousands are cheap. A Worker takes \
               milliseconds to start, and far more memory.",
        press: Press::Run,
    },
    Step {
        lab: Experiment::Compare,
        query: "many=thousands",
        text: "Which one for your job? Four questions lead to an answer: change \
               one, and see where it leads. Run, above, measures the table that \
               the answer rests on.",
        press: Press::Answer,
    },
    Step {
        lab: Experiment::Script,
        query: "program=workers",
        text: "Your turn: async Rust, interpreted in a worker, whose futures are \
               real. Here three tasks share a queue of jobs. Point at an await \
               to see its polls, then change the jobs and run it again.",
        press: Press::Run,
    },
];
