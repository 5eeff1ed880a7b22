//! A run of a program in its worker: what happens is told in batches, and a
//! program that does too much is ended.

use super::host::Running;
use super::protocol::{Fault, FromScript, HowEnded, Plan, told};
use crate::experiments::tasks::{Run, RunEnd, Setup, Web};
use crate::task::Recorder;
use crate::trace::{TaskId, Timestamp, Trace};
use futures::FutureExt;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// The page hears of a run this often while the program holds the thread: as
/// often as it has a frame, so that none waits for much news to be read.
const NEWS: Duration = Duration::from_millis(12);
/// A program that holds its thread for longer is said to.
const HELD: Duration = Duration::from_millis(150);
/// How much a program may print, in bytes.
const PRINTED: usize = 1 << 20;
/// How many tasks and rows it may have.
const TASKS: u32 = 100_000;
/// How much memory it may take, in bytes, beside what is recorded of it.
const MEMORY: usize = 64 << 20;
/// How many events are recorded of it.
const EVENTS: usize = 1_000_000;

/// What a worker has to hand for a run.
#[derive(Clone)]
pub struct Here {
    /// The web platform.
    pub web: Web,
    /// Tells the page something.
    pub tell: Rc<dyn Fn(FromScript)>,
    /// How much memory the worker has taken, in bytes.
    pub memory: fn() -> usize,
}

/// A run. Dropping this drops all tasks.
#[must_use = "the program ends when this is dropped"]
pub struct Session {
    run: Run,
    watch: Rc<Watch>,
    /// Why its tasks are being dropped; `None` while it goes on.
    ending: RefCell<Option<HowEnded>>,
    is_over: Cell<bool>,
}

impl Session {
    /// Begins to run the program of `plan`; what is wrong with it if it cannot
    /// run.
    pub fn start(plan: &Plan, here: Here) -> Result<Self, Vec<Fault>> {
        let program = meanwhile_script::compile(&plan.text)
            .map_err(|faults| faults.into_iter().map(Fault::from))
            .map_err(Iterator::collect::<Vec<_>>)?;
        let setup = Setup {
            executor: plan.executor,
            order: plan.order,
            seed: plan.seed,
            yield_by: plan.yield_by,
            ..Setup::default()
        };
        (here.tell)(FromScript::Began);
        let watch = Rc::new(Watch::new(&here, plan.longest));
        let host = Rc::new(Running {
            watch: watch.clone(),
            random: RefCell::new(fastrand::Rng::with_seed(plan.seed)),
        });
        let main = || {
            let main = Rc::new(program).start(host);
            (main.map(drop), None)
        };
        let run = Run::begin(&setup, here.web, main);
        // It is the first to say so.
        let _ = watch.recorder.set(run.recorder().clone());
        Ok(Self {
            run,
            watch,
            ending: RefCell::new(None),
            is_over: Cell::new(false),
        })
    }

    /// Tells what has happened, and whether the run is over: to be called in
    /// turns of their own, several times a second.
    pub fn look(&self) -> bool {
        if self.is_over.get() {
            return true;
        }
        self.watch.breathes();
        let ending = self.ending.borrow().clone();
        if let Some(how) = ending {
            self.finish(how);
        } else if let Some(how) = self.watch.must_end() {
            // Before the tasks are dropped: it ends as one that failed.
            self.run.close(RunEnd::Stuck);
            self.end(how);
        } else if let Some(end) = self.run.end() {
            self.finish(HowEnded::By(end));
        } else {
            self.watch.tell_events();
        }
        self.is_over.get()
    }

    /// Drops all its tasks; [`look`](Self::look) then tells that it is over.
    pub fn stop(&self) {
        if self.ending.borrow().is_none() {
            self.end(HowEnded::By(RunEnd::Stopped));
        }
    }

    /// Polls a task because the reader says so, and tells what came of it.
    pub fn poll(&self, task: u32) {
        self.watch.breathes();
        let is_polled = self.run.poll(TaskId(task));
        self.watch.tell_events();
        (self.watch.tell)(FromScript::Polled(is_polled));
        self.look();
    }

    /// Never polls a task again.
    pub fn forget(&self, task: u32) {
        self.run.forget(TaskId(task));
        self.watch.tell_events();
    }

    fn end(&self, how: HowEnded) {
        self.run.stop();
        // The drops come in a microtask.
        self.ending.replace(Some(how));
    }

    fn finish(&self, how: HowEnded) {
        self.is_over.set(true);
        self.run.close(match &how {
            HowEnded::By(end) => *end,
            HowEnded::Failed(_) | HowEnded::TooMuch(_) => RunEnd::Stuck,
        });
        self.watch.tell_events();
        (self.watch.tell)(FromScript::Ended(how));
    }
}

/// Looks at what a program does while it does it.
pub(super) struct Watch {
    tell: Rc<dyn Fn(FromScript)>,
    now: fn() -> Timestamp,
    memory: fn() -> usize,
    /// How much memory the worker had taken before the run.
    memory_before: usize,
    began: Timestamp,
    longest: Duration,
    recorder: OnceCell<Recorder>,
    /// How many events the page was told.
    sent: Cell<usize>,
    told_at: Cell<Timestamp>,
    /// When the program last gave its thread back.
    breathed_at: Cell<Timestamp>,
    printed: Cell<usize>,
    spawned: Cell<u32>,
    failed: RefCell<Option<Fault>>,
}

impl Watch {
    fn new(here: &Here, longest: Duration) -> Self {
        let now = (here.web.now)();
        Self {
            tell: here.tell.clone(),
            now: here.web.now,
            memory: here.memory,
            memory_before: (here.memory)(),
            began: now,
            longest,
            recorder: OnceCell::new(),
            sent: Cell::new(0),
            told_at: Cell::new(now),
            breathed_at: Cell::new(now),
            printed: Cell::new(0),
            spawned: Cell::new(0),
            failed: RefCell::new(None),
        }
    }

    pub(super) fn printed(&self, bytes: usize) {
        self.printed.set(self.printed.get() + bytes);
    }

    pub(super) fn spawned(&self) {
        self.spawned.set(self.spawned.get() + 1);
    }

    pub(super) fn failed(&self, fault: meanwhile_script::Fault) {
        self.failed.replace(Some(fault.into()));
    }

    /// The program is about to hold its thread at `line`, without a tick.
    pub(super) fn computes(&self, line: u32) {
        self.tell_events();
        self.tell_held(line);
    }

    /// The program goes on, at `line`; an error says why it may not.
    pub(super) fn tick(&self, line: u32) -> Result<(), String> {
        let now = (self.now)();
        if now.since(self.told_at.get()) >= NEWS {
            self.tell_events();
            self.tell_held(line);
        }
        self.too_much(now).map_or(Ok(()), Err)
    }

    /// The program has given its thread back.
    fn breathes(&self) {
        self.breathed_at.set((self.now)());
    }

    fn tell_held(&self, line: u32) {
        let held = (self.now)().since(self.breathed_at.get());
        if held >= HELD {
            let millis = held.as_secs_f64() * 1e3;
            (self.tell)(FromScript::Holds { millis, line });
        }
    }

    /// Tells the page what has happened since the last time.
    fn tell_events(&self) {
        self.told_at.set((self.now)());
        let Some(recorder) = self.recorder.get() else {
            return;
        };
        let events = recorder.read(|trace| {
            let new = trace.events().get(self.sent.get()..);
            new.unwrap_or_default().iter().map(told).collect::<Vec<_>>()
        });
        if !events.is_empty() {
            self.sent.set(self.sent.get() + events.len());
            (self.tell)(FromScript::Happened(events));
        }
    }

    /// Why the run must end, if it must.
    fn must_end(&self) -> Option<HowEnded> {
        let failed = self.failed.borrow().clone().map(HowEnded::Failed);
        let too_much = || self.too_much((self.now)()).map(HowEnded::TooMuch);
        failed.or_else(too_much)
    }

    /// What the program did more of than it may, in a sentence.
    fn too_much(&self, now: Timestamp) -> Option<String> {
        let recorded = |trace: &Trace| (trace.events().len(), trace.bytes());
        let recorder = self.recorder.get();
        let (events, bytes) = recorder.map_or((0, 0), |it| it.read(recorded));
        let before = self.memory_before + bytes;
        let memory = (self.memory)().saturating_sub(before);
        let too_much = if self.printed.get() > PRINTED {
            "printed more than 1 MB".to_owned()
        } else if self.spawned.get() > TASKS {
            "has made more than 100,000 tasks and rows".to_owned()
        } else if events > EVENTS {
            "did so much that 1,000,000 events were recorded".to_owned()
        } else if memory > MEMORY {
            "has taken more than 64 MB of memory".to_owned()
        } else if now.since(self.began) > self.longest {
            let seconds = self.longest.as_secs();
            format!("took longer than {seconds} s; “Ends after” allows it more")
        } else {
            return None;
        };
        Some(format!("The program was ended: it {too_much}."))
    }
}
