//! One run of a program, from the press of Run to its end.

use super::world::{Web, World};
use super::{Setup, Use};
use crate::task::Recorder;
use crate::trace::{Ending, Source, TaskId};
use serde::{Deserialize, Serialize};

/// A program that runs. Dropping this drops all its tasks.
#[must_use = "the program ends when this is dropped"]
pub struct Run {
    world: World,
    setup: Setup,
}

/// How a run came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RunEnd {
    /// Every task came to its end.
    Completed,
    /// Nothing is left that could wake the tasks that remain.
    Stuck,
    /// The visitor stopped it.
    Stopped,
}

impl Run {
    /// Begins to run the program of `setup`; its first poll comes in a
    /// microtask, or by hand.
    pub fn start(setup: &Setup, web: Web) -> Self {
        Self::begin(setup, web, || {
            let program = setup.program.future();
            let bytes = size_of_val(&*program);
            (program, Some(bytes))
        })
    }

    /// The same for another `main`, made when the run has begun: its future, and
    /// how many bytes that is if it is a struct of the compiler's.
    pub fn begin<F: Future<Output = ()> + 'static>(
        setup: &Setup,
        web: Web,
        main: impl FnOnce() -> (F, Option<usize>),
    ) -> Self {
        let world = World::new(setup, web);
        let recorder = world.recorder.clone();
        recorder.turn(Source::Script, || {
            let id = recorder.declare(None, "main");
            let (future, bytes) = main();
            let ending = |(): &()| Ending::Succeeded;
            let traced = recorder.watch_sized(id, future, bytes, ending);
            let _ = world.start(id, traced);
        });
        let setup = *setup;
        Self { world, setup }
    }

    /// What is recorded of it.
    #[must_use]
    pub fn recorder(&self) -> &Recorder {
        &self.world.recorder
    }

    /// What was chosen for it.
    #[must_use]
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// Notes that the browser is about to paint a frame.
    pub fn mark_frame(&self) {
        if !self.world.has_ended() {
            self.recorder().turn(Source::Frame, || {});
        }
    }

    /// How it ended; none while it can go on. A task that was
    /// forgotten by hand ends nothing while others can go on.
    #[must_use]
    pub fn end(&self) -> Option<RunEnd> {
        if self.world.is_over() {
            return Some(match self.world.was_stopped() {
                true => RunEnd::Stopped,
                false => RunEnd::Completed,
            });
        }
        // The browser's queue cannot be looked at: the trace knows.
        let stuck = self.world.is_stuck()
            && (self.setup.executor != Use::Browser
                || !self.is_anyone_scheduled());
        stuck.then_some(RunEnd::Stuck)
    }

    fn is_anyone_scheduled(&self) -> bool {
        use crate::trace::{State, Timeline};
        self.recorder().read(|trace| {
            let timeline = Timeline::fold(trace.events());
            let mut tracks = timeline.tracks().iter();
            tracks.any(|it| it.state() == State::Scheduled)
        })
    }

    /// Polls `task` because the reader says so; false if it is forgotten or no
    /// task of its own. One that is over is left alone.
    pub fn poll(&self, task: TaskId) -> bool {
        self.world.poll(task)
    }

    /// Never polls `task` again.
    pub fn forget(&self, task: TaskId) {
        self.world.forget(task);
    }

    /// Drops all its tasks, in the next microtask.
    pub fn stop(&self) {
        self.world.stop();
    }

    /// Notes that it is over, as the last thing that is recorded of it unless
    /// tasks are dropped later.
    pub fn close(&self, end: RunEnd) {
        self.world.end(match end {
            RunEnd::Completed => Ending::Succeeded,
            RunEnd::Stuck => Ending::Failed,
            RunEnd::Stopped => Ending::Cancelled,
        });
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        self.world.stop();
    }
}
