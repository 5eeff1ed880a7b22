//! The state of the page: what was chosen, what runs, what is replayed.

use super::programs::{load, start};
use super::web::web;
use crate::browser::frames::Frames;
use crate::browser::turn;
use crate::experiments::Experiment;
use crate::experiments::tasks::{
    Finished, GOALS, Outcome, Program, Run, RunEnd, Setup, Use,
};
use crate::trace::{Event, Recording, TaskId, duration_text};
use crate::views::app::Dropped;
use crate::views::lab::Lab;
use crate::views::later_code::LaterCode;
use crate::views::reactive::{AnyRwSignal, AnyStoredValue, effect, memo};
use crate::views::recordings;
use crate::views::run::Status;
use crate::views::viewer::{Looking, Pace, Viewer, polled_text};
use crate::views::visit::{self, LastRun};
use leptos::prelude::*;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// Everything the page knows; copies share it.
#[derive(Clone, Copy)]
pub(super) struct Page {
    /// What it has in common with other labs.
    pub lab: Lab,
    /// What was chosen.
    pub choices: AnyRwSignal<Setup>,
    /// What is replayed.
    pub viewer: Viewer,
    /// Which answer the run gave.
    pub answer: AnyRwSignal<Option<usize>>,
    /// What came of the last poll by hand.
    pub said: AnyRwSignal<String>,
    /// What the page itself put into the setup to be looked at: anything else
    /// there is from a link.
    pub looking: Looking<Setup>,
    /// The run that the link has, packed, once it is shown.
    opened_run: AnyStoredValue<Option<String>>,
    /// The run that goes on.
    running: AnyStoredValue<Option<Rc<Run>>>,
    /// Whether what is shown is a recording that was opened.
    pub is_opened: AnyRwSignal<bool>,
    /// The code of the programs.
    programs: LaterCode,
    last: LastRun<Setup, Recording>,
}

impl Page {
    /// Opens the page on what the address says, and begins to follow it.
    pub(super) fn open() -> Self {
        let (lab, choices) = Lab::open(Experiment::Tasks);
        let viewer = Viewer::new();
        let page = Self {
            lab,
            choices,
            viewer,
            answer: AnyRwSignal::new(None),
            said: AnyRwSignal::default(),
            looking: Looking::new(choices, viewer),
            opened_run: AnyStoredValue::new(None),
            running: AnyStoredValue::new(None),
            is_opened: AnyRwSignal::new(false),
            programs: visit::kept_code::<Self>(|| Box::pin(load())),
            last: LastRun::new(),
        };
        let Dropped(dropped) = expect_context::<Dropped>();
        effect(move || {
            if dropped.with(Option::is_some)
                && let Some(recording) =
                    dropped.try_update_untracked(Option::take).flatten()
            {
                page.open_recording(recording);
            }
        });
        page.looking
            .follow(move || page.is_in_address(), move || page.is_of_setup());
        effect(move || {
            if let Some(run) = page.carried_anew() {
                page.open_carried(run);
            }
        });
        let program = memo(move || page.program());
        Effect::new(move |before: Option<Program>| {
            let program = program.get();
            let is_new = before.is_some_and(|before| before != program);
            if is_new && !page.shows(program) {
                // It comes with the program, and is opened after that.
                let carried = untrack(|| page.carried_anew());
                page.forget_run();
                if carried.is_some() {
                    page.lab.packed.set(carried);
                }
                page.lab.status.set(Status::Ready);
            }
            program
        });
        let setup = choices.with_untracked(Setup::to_run);
        if lab.packed.with_untracked(Option::is_none)
            && let Some(recording) = page.last.again(lab.hidden, &setup)
        {
            page.answer.set(answer(&recording));
            page.looking.show_again(recording);
        }
        page
    }

    /// Whether nothing was run or opened, and the setup is that of the recorded
    /// run.
    pub(super) fn is_untouched(&self) -> bool {
        let has_run = self.viewer.shown.with(Option::is_some);
        !has_run && self.choices.with(|it| *it == Setup::default())
    }

    /// The program whose source is shown.
    pub(super) fn program(&self) -> Program {
        self.choices.with(|setup| setup.program)
    }

    /// Chooses a program; what was guessed of another is of no account.
    pub(super) fn choose(&self, program: Program) {
        self.choices.update(|setup| {
            if setup.program != program {
                setup.guess = None;
            }
            setup.program = program;
        });
    }

    /// Which answer the reader expects.
    pub(super) fn guess(&self) -> Option<usize> {
        let guess = self.choices.with(|setup| setup.guess)?;
        usize::try_from(guess).ok()?.checked_sub(1)
    }

    /// Takes what the reader expects.
    pub(super) fn set_guess(&self, answer: usize) {
        let guess = Some(answer as u64 + 1);
        self.choices.update(|setup| setup.guess = guess);
    }

    /// Who polls the run that goes on, or would poll the next.
    pub(super) fn executor(&self) -> Use {
        let running = self.running.with_value(|running| {
            running.as_ref().map(|run| run.setup().executor)
        });
        running.unwrap_or_else(|| self.choices.with(|setup| setup.executor))
    }

    /// Whether a recording is shown that is of none of the programs.
    pub(super) fn shows_another(&self) -> bool {
        self.is_opened.get()
            && self.viewer.shown.with(|shown| {
                shown
                    .as_ref()
                    .is_some_and(|it| program_of(&it.recording).is_none())
            })
    }

    /// Whether a run of `program` is shown that is over.
    fn shows(&self, program: Program) -> bool {
        self.viewer.shown.with_untracked(|shown| {
            let shown = shown.as_ref().filter(|shown| !shown.live);
            let shown = shown.and_then(|it| it.recording.program.as_deref());
            shown == Some(program.id())
        })
    }

    /// Whether the address leads to what is shown, or to a run like it: that
    /// of a file is in no address.
    fn is_in_address(&self) -> bool {
        self.opened_run.with_value(Option::is_some) || self.is_of_setup()
    }

    /// Whether a run of the program that is chosen is shown.
    fn is_of_setup(&self) -> bool {
        self.shows(self.choices.with_untracked(|setup| setup.program))
    }

    /// The run that the link has, if it is not shown yet.
    fn carried_anew(&self) -> Option<String> {
        let carried = self.lab.packed.get()?;
        let is_shown = self
            .opened_run
            .with_value(|opened| opened.as_ref() == Some(&carried));
        (!is_shown).then_some(carried)
    }

    /// Shows the run that the link has.
    fn open_carried(self, run: String) {
        let newest = self.lab.newest();
        leptos::task::spawn_local(async move {
            let recording = recordings::unpacked(run.clone()).await;
            // Who has pressed Run meanwhile, or left the lab, wants that.
            if self.lab.newest() != newest {
                return;
            }
            match recording {
                Ok(recording) => {
                    self.open_recording(recording);
                    self.opened_run.set_value(Some(run.clone()));
                    self.lab.packed.set(Some(run));
                }
                Err(error) => self.lab.notes.update(|notes| {
                    notes.push(format!(
                        "The run in the link was not opened. {error}"
                    ));
                }),
            }
        });
    }

    /// Drops the run that goes on, if any, and shows nothing any more.
    fn forget_run(&self) {
        self.looking.forget();
        self.lab.forget();
        self.lab.packed.set(None);
        self.opened_run.set_value(None);
        self.is_opened.set(false);
        self.running.set_value(None);
        self.viewer.clear();
        self.answer.set(None);
    }

    /// Runs the program; a run that goes on is dropped first.
    pub(super) fn run(&self) {
        // At once: a file that is being read would otherwise take its place.
        self.forget_run();
        self.said.set(String::new());
        let page = *self;
        let begin = move || {
            let finish = async move |_| page.finish().await;
            page.lab.begin("Running.", page.go_through(), (), finish);
        };
        self.lab.begin_with(self.programs, Box::new(begin));
    }

    /// Starts the program and draws it until it is stopped: by the visitor, or
    /// because it is over.
    async fn go_through(self) {
        let endpoint = self.lab.found_endpoint().await;
        let setup = self.choices.get_untracked();
        if setup.executor == Use::Hand {
            self.lab.status.set(Status::Running(
                "Running by hand: you are the executor. Poll a ready task below."
                    .to_owned(),
            ));
        }
        // Its code is here, as begin_with has seen to.
        let Some(run) = start(setup, web(endpoint)).map(Rc::new) else {
            return;
        };
        self.running.set_value(Some(run.clone()));
        let pace = Pace::default();
        let _frames = Frames::start(move || {
            run.mark_frame();
            if run.end().is_some() {
                self.lab.stop();
                return;
            }
            pace.draw(|| self.draw(&run));
        });
        let _hidden = self.lab.watch_hidden(|| ());
        std::future::pending().await
    }

    /// Shows the run as it stands.
    fn draw(self, run: &Run) {
        let recorder = run.recorder();
        let recording = || self.recording_of(run, false, Arc::default());
        self.viewer.show_live(recorder, recording);
    }

    fn recording_of(
        &self,
        run: &Run,
        hidden: bool,
        events: Arc<Vec<Event>>,
    ) -> Recording {
        let program = run.setup().program;
        self.viewer.recording(
            format!("Tasks: {}", program.title()),
            Some(program.id().to_owned()),
            hidden,
            events,
        )
    }

    /// The run is over, cannot go on or was stopped: shows all of it, and drops
    /// it. If it was stopped, its tasks are dropped, and what that does is
    /// recorded.
    async fn finish(self) -> Option<Status> {
        let Some(run) = self.running.get_value() else {
            return Some(Status::not_begun());
        };
        let end = match run.end() {
            Some(end) => end,
            None => {
                let newest = self.lab.newest();
                run.stop();
                // The drops come in a microtask.
                turn::Messages::new().turn().await;
                if self.lab.newest() != newest {
                    return None;
                }
                RunEnd::Stopped
            }
        };
        self.running.set_value(None);
        run.close(end);
        let hidden = self.lab.hidden.get_untracked() == Some(true);
        let events = run.recorder().events();
        if end != RunEnd::Stopped {
            let finished = Finished {
                setup: *run.setup(),
                end,
                events: events.clone(),
            };
            self.lab.goals.look(GOALS, &finished);
        }
        let recording = self.recording_of(&run, hidden, events);
        let setup = run.setup().to_run();
        self.last.keep(
            self.lab.hidden.get_untracked(),
            setup,
            recording.clone(),
        );
        self.answer.set(answer(&recording));
        self.looking.show(recording);
        Some(end.into())
    }

    /// Polls `task`, since the reader says so, and tells what came of it.
    pub(super) fn poll(&self, task: TaskId) {
        let was_ready = self.viewer.is_ready(task);
        let name = self.viewer.name(task);
        self.by_hand(|run| {
            if !run.poll(task) {
                return format!("{name} cannot be polled any more.");
            }
            self.draw(run);
            polled_text(self.viewer, task, was_ready)
        });
    }

    /// Never polls `task` again.
    pub(super) fn forget(&self, task: TaskId) {
        let name = self.viewer.name(task);
        self.by_hand(|run| {
            run.forget(task);
            self.draw(run);
            format!(
                "{name} is forgotten: woken or not, it is never polled again, and never finishes."
            )
        });
    }

    /// Does something to the run of a reader who is its executor, and tells
    /// what came of it.
    fn by_hand(&self, act: impl FnOnce(&Run) -> String) {
        let run = self.running.get_value();
        let by_hand = |run: &Rc<Run>| run.setup().executor == Use::Hand;
        let Some(run) = run.filter(by_hand) else {
            return;
        };
        self.said.set(act(&run));
        if run.end().is_some() {
            self.lab.stop();
        }
    }

    /// Shows a recording that was made elsewhere.
    pub(super) fn open_recording(&self, recording: Recording) {
        self.forget_run();
        self.answer.set(answer(&recording));
        let program = program_of(&recording);
        let origin = origin(&recording);
        self.is_opened.set(true);
        self.looking.show(recording);
        if let Some(program) = program {
            self.choose(program);
        }
        self.lab
            .status
            .set(Status::Finished(format!("Finished: this is {origin}")));
    }
}

/// What a recording is, and where and when it was made.
fn origin(recording: &Recording) -> String {
    let (name, engine) = (&recording.name, &recording.engine);
    let date = recording.date.as_ref();
    let date = date.map_or(String::new(), |date| format!(" on {date}"));
    let step = duration_text(recording.step, Duration::ZERO);
    format!(
        "{name}, as it was recorded in {engine}{date}, by a clock with steps of {step}."
    )
}

/// The program of this lab that a recording is of, if any.
fn program_of(recording: &Recording) -> Option<Program> {
    Program::from_id(recording.program.as_deref()?)
}

/// What a recording answers to the question of its program.
fn answer(recording: &Recording) -> Option<usize> {
    Outcome::of(&recording.events).answer(program_of(recording)?)
}
