//! The state of the page: what was chosen, what runs, what is replayed.

use super::web::web;
use crate::browser::endpoint::{self, Endpoint};
use crate::browser::frames::Frames;
use crate::browser::visibility::HiddenWatch;
use crate::browser::{clock, turn};
use crate::experiments::Experiment;
use crate::experiments::tasks::{
    Outcome, Program, Run, RunEnd, Setup, Use, query_from_setup,
    setup_from_query,
};
use crate::trace::{Recording, State, TaskId};
use crate::views::app::Dropped;
use crate::views::lab_page::LabPage;
use crate::views::later::Later;
use crate::views::run::Status;
use crate::views::viewer::{Viewer, waits_for};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// A run is drawn so often while it goes on: drawing takes time of the thread
/// whose futures are being watched.
const DRAWING_PAUSE: Duration = Duration::from_millis(200);

/// A run that goes on. Dropping it ends it.
struct RunningRun {
    run: Rc<Run>,
    hidden: Rc<Cell<bool>>,
    _frames: Frames,
    _hidden: HiddenWatch,
}

/// Everything the page knows; copies share it.
#[derive(Clone, Copy)]
pub(super) struct Page {
    /// What it has in common with other labs.
    pub lab: LabPage<Setup>,
    /// What is replayed.
    pub viewer: Viewer,
    /// Which answer the reader gave before the run.
    pub predicted: RwSignal<Option<usize>>,
    /// Which answer the run gave.
    pub answer: RwSignal<Option<usize>>,
    /// What came of the last poll by hand.
    pub said: RwSignal<String>,
    running: StoredValue<Option<RunningRun>, LocalStorage>,
    later: Later,
}

impl Page {
    /// Opens the page on what the address says, and begins to follow it.
    pub(super) fn open() -> Self {
        let lab = LabPage::open(
            Experiment::Tasks,
            setup_from_query,
            query_from_setup,
        );
        let page = Self {
            lab,
            viewer: Viewer::new(),
            predicted: RwSignal::new(None),
            answer: RwSignal::new(None),
            said: RwSignal::default(),
            running: StoredValue::new_local(None),
            later: Later::new(),
        };
        let Dropped(dropped) = expect_context::<Dropped>();
        Effect::new(move |_| {
            if dropped.with(Option::is_some)
                && let Some(recording) = dropped.write_untracked().take()
            {
                page.open_recording(recording);
            }
        });
        let program = Memo::new(move |_| page.program());
        Effect::new(move |before: Option<Program>| {
            let program = program.get();
            let shown = page.viewer.shown.with_untracked(|shown| {
                shown.as_ref()?.recording.program.clone()
            });
            let is_shown = shown.is_some_and(|id| id == program.id());
            if before.is_some_and(|before| before != program) && !is_shown {
                page.forget_run();
            }
            program
        });
        page
    }

    /// The program whose source is shown.
    pub(super) fn program(&self) -> Program {
        self.lab.choices.with(|setup| setup.program)
    }

    /// Who polls the run that goes on, or would poll the next.
    pub(super) fn executor(&self) -> Use {
        let running = self.running.with_value(|running| {
            running.as_ref().map(|it| it.run.setup().executor)
        });
        running.unwrap_or_else(|| self.lab.choices.with(|setup| setup.executor))
    }

    /// Another program was chosen: what was shown is not of it.
    fn forget_run(&self) {
        self.running.set_value(None);
        self.viewer.clear();
        self.predicted.set(None);
        self.answer.set(None);
        self.lab.status.set(Status::Ready);
    }

    /// Runs the program; a run that goes on is dropped first.
    pub(super) fn run(&self) {
        self.running.set_value(None);
        self.viewer.clear();
        self.answer.set(None);
        self.said.set(String::new());
        self.lab.status.set(Status::Running("Running.".to_owned()));
        let page = *self;
        page.later.spawn(async move {
            let endpoint = match page.lab.endpoint.get_untracked() {
                Some(endpoint) => endpoint,
                None => endpoint::ready().await,
            };
            // Stopped meanwhile.
            if page.lab.status.with_untracked(Status::is_running) {
                page.start(endpoint);
            }
        });
    }

    fn start(self, endpoint: Endpoint) {
        let setup = self.lab.choices.get_untracked();
        if setup.executor == Use::Hand {
            self.lab.status.set(Status::Running(
                "Running by hand: you are the executor. Poll a ready task below."
                    .to_owned(),
            ));
        }
        let run = Rc::new(Run::start(&setup, web(endpoint)));
        let hidden = Rc::new(Cell::new(false));
        let on_frame = {
            let run = Rc::downgrade(&run);
            let drawn = Cell::new(None::<crate::trace::Timestamp>);
            move || {
                let Some(run) = run.upgrade() else { return };
                run.mark_frame();
                if let Some(end) = run.end() {
                    self.finish(end);
                    return;
                }
                let now = clock::now();
                let since = drawn.get().map(|drawn| now.since(drawn));
                if since.is_none_or(|since| since >= DRAWING_PAUSE) {
                    drawn.set(Some(now));
                    self.draw(&run);
                }
            }
        };
        let on_hidden = {
            let hidden = hidden.clone();
            move || hidden.set(true)
        };
        self.running.set_value(Some(RunningRun {
            run,
            hidden,
            _frames: Frames::start(on_frame),
            _hidden: HiddenWatch::start(on_hidden),
        }));
    }

    /// Shows the run as it stands.
    fn draw(self, run: &Run) {
        let now = run.recorder().now();
        self.viewer.show_live(self.recording_of(run, false), now);
    }

    fn recording_of(&self, run: &Run, hidden: bool) -> Recording {
        let program = run.setup().program;
        self.viewer.recording(
            format!("Tasks: {}", program.title()),
            Some(program.id().to_owned()),
            hidden,
            run.recorder().events(),
        )
    }

    /// The run is over, or cannot go on: shows all of it, and drops it.
    fn finish(self, end: RunEnd) {
        let Some(Some(running)) = self.running.try_update_value(Option::take)
        else {
            return;
        };
        running.run.close(end);
        let recording = self.recording_of(&running.run, running.hidden.get());
        self.answer.set(answer(&recording));
        self.viewer.show_whole(recording);
        self.lab.status.set(match end {
            RunEnd::Completed => Status::Finished("Finished.".to_owned()),
            RunEnd::Stuck => Status::Finished(
                "Finished: ended by the page, since nothing is left that could wake the tasks that \
                 still wait."
                    .to_owned(),
            ),
            RunEnd::Stopped => Status::Stopped,
        });
    }

    /// Stops the run that goes on, if any: its tasks are dropped, and what
    /// that does is recorded.
    pub(super) fn stop(&self) {
        let page = *self;
        let Some(Some(running)) = self.running.try_update_value(|running| {
            running.as_ref().map(|running| running.run.clone())
        }) else {
            if self.lab.status.with_untracked(Status::is_running) {
                self.lab.status.set(Status::Stopped);
            }
            return;
        };
        running.stop();
        page.later.spawn(async move {
            // The drops come in a microtask.
            turn::Messages::new().turn().await;
            let is_last = page.running.with_value(|last| {
                last.as_ref()
                    .is_some_and(|it| Rc::ptr_eq(&it.run, &running))
            });
            if is_last {
                page.finish(RunEnd::Stopped);
            }
        });
    }

    /// Polls `task`, since the reader says so, and tells what came of it.
    pub(super) fn poll(&self, task: TaskId) {
        let Some(run) = self.run_by_hand() else {
            return;
        };
        let was_ready = self.state(task) == Some(State::Scheduled);
        let name = self.viewer.name(task);
        if !run.poll(task) {
            self.said.set(format!("{name} cannot be polled any more."));
            return;
        }
        self.draw(&run);
        let waits = waits_for(self.viewer, task);
        let still = if was_ready { "" } else { " still" };
        self.said.set(match self.state(task) {
            Some(State::Completed) => format!("{name}: Ready. It came to its end."),
            Some(State::Scheduled) => {
                format!("{name}: Pending, and woken again already.")
            }
            _ if was_ready => format!("{name}: Pending. It waits {waits}."),
            _ => format!(
                "{name}: Pending{still}. Nobody had woken it, so this poll was for nothing: it \
                 waits {waits}."
            ),
        });
        if let Some(end) = run.end() {
            self.finish(end);
        }
    }

    /// Never polls `task` again.
    pub(super) fn forget(&self, task: TaskId) {
        let Some(run) = self.run_by_hand() else {
            return;
        };
        run.forget(task);
        let name = self.viewer.name(task);
        self.draw(&run);
        self.said.set(format!(
            "{name} is forgotten: woken or not, it is never polled again, and never finishes."
        ));
        if let Some(end) = run.end() {
            self.finish(end);
        }
    }

    fn run_by_hand(&self) -> Option<Rc<Run>> {
        self.running.with_value(|running| {
            let run = &running.as_ref()?.run;
            (run.setup().executor == Use::Hand).then(|| run.clone())
        })
    }

    fn state(&self, task: TaskId) -> Option<State> {
        let state =
            untrack(|| self.viewer.moment(|_, moment| moment.state(task)));
        state.flatten()
    }

    /// Shows a recording that was made elsewhere.
    pub(super) fn open_recording(&self, recording: Recording) {
        self.running.set_value(None);
        self.viewer.clear();
        self.predicted.set(None);
        self.answer.set(answer(&recording));
        let program = recording.program.as_deref().and_then(Program::from_id);
        let name = recording.name.clone();
        self.viewer.show_whole(recording);
        if let Some(program) = program {
            self.lab.choices.update(|setup| setup.program = program);
        }
        self.lab.status.set(Status::Finished(format!(
            "Finished: this is {name}, as it was recorded."
        )));
    }
}

/// What a recording answers to the question of its program.
fn answer(recording: &Recording) -> Option<usize> {
    let program = Program::from_id(recording.program.as_deref()?)?;
    Outcome::of(&recording.events).answer(program)
}
