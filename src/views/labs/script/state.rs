//! The state of the page: the program, what is wrong with it, whose it is.

use super::program::{Lost, PROGRAM};
use super::running::Running;
use super::worker::{Heard, ScriptWorker};
use crate::browser::timer;
use crate::experiments::Experiment;
use crate::experiments::protocol::WorkerFailure;
use crate::experiments::script::protocol::{Fault, FromScript, ToScript};
use crate::experiments::script::{Setup, Whose};
use crate::experiments::tasks::Use;
use crate::task::AbortOnDrop;
use crate::trace::{EventKind, Polls, Recording, TaskId};
use crate::views::kept_text::KeptText;
use crate::views::lab::Lab;
use crate::views::later_code::LaterCode;
use crate::views::letters;
use crate::views::reactive::{AnyRwSignal, AnyStoredValue, effect, memo};
use crate::views::run::Status;
use crate::views::texts::{Texts, texts};
use crate::views::viewer::{Looking, Viewer};
use crate::views::visit::LastRun;
use leptos::prelude::*;
use std::rc::Rc;
use std::time::Duration;

/// A text is checked once nobody has typed for so long.
const PAUSE: Duration = Duration::from_millis(300);

/// Everything the page knows; copies share it.
#[derive(Clone, Copy)]
pub(super) struct Page {
    /// What it has in common with other labs.
    pub lab: Lab,
    /// What was chosen.
    pub choices: AnyRwSignal<Setup>,
    /// What is replayed.
    pub viewer: Viewer,
    /// What of that is looked at.
    pub looking: Looking<Setup>,
    /// What came of the last poll by hand.
    pub said: AnyRwSignal<String>,
    /// Whose program it is.
    pub whose: AnyRwSignal<Whose>,
    /// Whether what the address asked for is the program that the page begins with.
    pub is_first: AnyStoredValue<bool>,
    /// What the text was before another took its place, and a sentence on that.
    pub undo: AnyRwSignal<Option<Lost>>,
    /// Whether the text was last changed in a way that the editor can undo.
    pub replaced_by_hand: AnyStoredValue<bool>,
    /// The visitor's own program, as this browser keeps it.
    pub mine: KeptText,
    /// The code that packs the text for the address.
    pub letters: LaterCode,
    /// Whether the text of the address waits for that code.
    pub is_packed: AnyRwSignal<bool>,
    /// The hosts of a link's program that are to be confirmed before it runs.
    pub to_confirm: AnyRwSignal<Vec<String>>,
    /// Whether the run waited for an animation frame where there are none.
    pub no_frames: AnyRwSignal<bool>,
    /// What is wrong with the text.
    faults: AnyRwSignal<Vec<Fault>>,
    /// Why the last run failed.
    failed: AnyRwSignal<Option<Fault>>,
    /// The first of what kept the last run from its end, as long as the text is
    /// the one that ran.
    pub blamed: AnyRwSignal<Option<Fault>>,
    /// The text that the replay is of.
    replayed: AnyRwSignal<Option<String>>,
    /// The line of the editor that is pointed at.
    pointed_at: AnyRwSignal<Option<u32>>,
    pub texts: Texts,
    /// Number of the newest check.
    checks: AnyStoredValue<u32>,
    /// Ends the pause before a check.
    pause: AnyStoredValue<Option<AbortOnDrop>>,
    worker: AnyStoredValue<Option<Rc<ScriptWorker>>>,
    /// The run that goes on.
    pub running: AnyStoredValue<Option<Rc<Running>>>,
    /// Of the text that was run.
    last: LastRun<Option<String>, Recording>,
}

impl Page {
    /// Opens the page on what the address says, and begins to follow it.
    pub(super) fn open() -> Self {
        let (lab, choices) = Lab::open(Experiment::Script);
        let viewer = Viewer::new();
        let page = Self {
            lab,
            choices,
            viewer,
            looking: Looking::new(choices, viewer),
            said: AnyRwSignal::default(),
            whose: AnyRwSignal::default(),
            is_first: AnyStoredValue::new(false),
            undo: AnyRwSignal::new(None),
            replaced_by_hand: AnyStoredValue::new(false),
            mine: KeptText::new(PROGRAM),
            letters: letters::code(),
            is_packed: AnyRwSignal::new(false),
            to_confirm: AnyRwSignal::default(),
            no_frames: AnyRwSignal::new(false),
            faults: AnyRwSignal::default(),
            failed: AnyRwSignal::new(None),
            blamed: AnyRwSignal::new(None),
            replayed: AnyRwSignal::new(None),
            pointed_at: AnyRwSignal::new(None),
            texts: texts(),
            checks: AnyStoredValue::new(0),
            pause: AnyStoredValue::new(None),
            worker: AnyStoredValue::new(None),
            running: AnyStoredValue::new(None),
            last: LastRun::new(),
        };
        page.take_address();
        let text = untrack(|| page.text());
        if let Some(recording) = page.last.again(lab.hidden, &text) {
            page.replayed.set(text);
            page.looking.show_again(recording);
        }
        let is_shown = move || page.is_over() && page.is_replayed();
        page.looking.follow(is_shown, is_shown);
        // After the lab has taken it.
        let hash = window_event_listener(leptos::ev::hashchange, move |_| {
            page.take_address();
        });
        on_cleanup(move || hash.remove());
        let text = memo(move || page.text());
        effect(move || {
            if text.with(Option::is_some) {
                page.check_soon();
            }
        });
        effect(move || {
            if page.letters.is_here() {
                match untrack(|| page.is_packed()) {
                    true => page.take_address(),
                    false => page.pack(),
                }
            }
        });
        page
    }

    /// Says no more what the last run failed of: the text is another.
    pub(super) fn forgive(self) {
        self.failed.set(None);
        if self.blamed.get_untracked().is_some() {
            self.blamed.set(None);
            self.lab.status.set(Status::Ready);
        }
    }

    /// Whether nothing was run, and nothing else was chosen than what was
    /// recorded.
    pub(super) fn is_untouched(self) -> bool {
        let has_run = self.viewer.shown.with(Option::is_some);
        !has_run && self.choices.with(|it| *it == Setup::default())
    }

    /// Who polls the run that goes on, or would poll the next.
    pub(super) fn executor(self) -> Use {
        let running = self.running.with_value(|running| {
            running.as_ref().map(|run| run.plan.executor)
        });
        running.unwrap_or_else(|| self.choices.with(|setup| setup.executor))
    }

    /// What is wrong with the text, or what its last run failed of.
    pub(super) fn all_faults(self) -> Vec<Fault> {
        let mut faults = self.faults.get();
        faults.extend(self.failed.get());
        faults
    }

    /// The program failed while it ran; says so, and leads to the place if that
    /// is in the text as it stands.
    pub(super) fn has_failed(self, fault: Fault) -> Status {
        if !untrack(|| self.is_replayed()) {
            let Fault { line, message, .. } = fault;
            return Status::Failed(format!(
                "The text that ran failed at line {line}: {message}"
            ));
        }
        self.failed.set(Some(fault.clone()));
        self.blamed.set(Some(fault));
        Status::Failed("The program failed at".to_owned())
    }

    /// The program cannot run; says so, and leads to the first fault likewise.
    pub(super) fn is_refused(self, faults: Vec<Fault>) -> Status {
        if !untrack(|| self.is_replayed()) {
            let why = "Not run: the text had faults, and is another now.";
            return Status::Failed(why.to_owned());
        }
        let text = match faults.len() {
            1 => "Not run:".to_owned(),
            count => format!("Not run: {count} faults, the first at"),
        };
        self.blamed.set(faults.first().cloned());
        self.faults.set(faults);
        Status::Failed(text)
    }

    /// The program runs: whatever was wrong before it was mended is so no more.
    pub(super) fn is_sound(self) {
        if untrack(|| self.is_replayed()) {
            self.faults.set(Vec::new());
        }
    }

    /// A run of `text` begins.
    pub(super) fn begins(self, text: String) {
        self.failed.set(None);
        self.replayed.set(Some(text));
    }

    /// Drops the run that goes on, if any, and shows nothing any more.
    pub(super) fn forget_run(self) {
        self.looking.forget();
        self.lab.forget();
        self.running.set_value(None);
        self.viewer.clear();
        self.replayed.set(None);
        self.blamed.set(None);
        self.no_frames.set(false);
        self.said.set(String::new());
        self.lab.status.set(Status::Ready);
    }

    /// Shows a run that is over, and keeps it.
    pub(super) fn show_ended(self, recording: Recording) {
        let text = self.replayed.get_untracked();
        self.last.keep(
            self.lab.hidden.get_untracked(),
            text,
            recording.clone(),
        );
        self.looking.show(recording);
    }

    /// Whether a run is shown that is over.
    fn is_over(self) -> bool {
        let shown = self.viewer.shown.get();
        shown.is_some_and(|shown| !shown.live)
    }

    /// Whether the replay is of the text as it stands.
    fn is_replayed(self) -> bool {
        let replayed = self.replayed.get();
        replayed.is_some() && replayed == self.text()
    }

    /// The lines at which the tasks are at the playhead.
    pub(super) fn lines_here(self) -> Vec<u32> {
        if !self.is_replayed() {
            return Vec::new();
        }
        let lines = self.viewer.moment(|_, moment| each_once(moment.lines()));
        lines.unwrap_or_default()
    }

    /// The lines of the task whose row is pointed at.
    pub(super) fn lines_pointed_at(self) -> Vec<u32> {
        let task = self.viewer.selected.get().and_then(|row| {
            self.viewer.shown.with(|shown| shown.as_ref()?.task_in(row))
        });
        let Some(task) = task.filter(|_| self.is_replayed()) else {
            return Vec::new();
        };
        let lines = self.viewer.moment(|replay, _| {
            let events = replay.events().iter();
            let of_task = events.filter(|event| event.task == task);
            each_once(of_task.filter_map(|event| match event.kind {
                EventKind::Reached(line) => Some(line),
                _ => None,
            }))
        });
        lines.unwrap_or_default()
    }

    /// The polls in which tasks were at the line that is pointed at.
    pub(super) fn polls_pointed_at(self) -> Polls {
        // Asked first: nothing else is looked at while nobody points.
        let Some(line) = self.pointed_at.get() else {
            return Polls::default();
        };
        if !self.is_replayed() {
            return Polls::default();
        }
        let polls = self.viewer.events(|it| Polls::at_line(it, line));
        polls.unwrap_or_default()
    }

    /// Somebody points at a line of the editor: the row of the task that came to
    /// it last, before the playhead or after, is selected.
    pub(super) fn point_at(self, line: Option<u32>) {
        if self.pointed_at.get_untracked() == line {
            return;
        }
        self.pointed_at.set(line);
        let Some(line) = line.filter(|_| untrack(|| self.is_replayed())) else {
            return;
        };
        let task = untrack(|| {
            self.viewer.moment(|replay, moment| {
                let (before, after) = replay.events().split_at(moment.position);
                let reaches = |event: &&crate::trace::Event| {
                    event.kind == EventKind::Reached(line)
                };
                let found = before.iter().rev().find(reaches);
                let found = found.or_else(|| after.iter().find(reaches));
                found.map(|event| event.task)
            })
        });
        let row = task.flatten().and_then(|task| {
            self.viewer
                .shown
                .with_untracked(|shown| shown.as_ref()?.row_of(task))
        });
        if row.is_some() {
            self.viewer.selected.set(row);
        }
    }

    /// Has the text checked once nobody has typed for a while.
    fn check_soon(self) {
        let (task, abort) = AbortOnDrop::wrap(async move {
            timer::sleep(PAUSE).await;
            self.check().await;
        });
        self.pause.set_value(Some(abort));
        leptos::task::spawn_local(async move {
            let _ = task.await;
        });
    }

    async fn check(self) {
        // A run has the worker to itself, and tells what is wrong by itself.
        if self.running.try_with_value(Option::is_some) != Some(false) {
            return;
        }
        let Some(text) = untrack(|| self.text()) else {
            return;
        };
        // Without a worker, Run says why.
        let Ok(worker) = self.worker().await else {
            return;
        };
        let number = self.checks.try_update_value(|number| {
            *number += 1;
            *number
        });
        if let Some(number) = number {
            worker.tell(&ToScript::Check { number, text });
        }
    }

    /// The worker, started if there is none.
    pub(super) async fn worker(
        self,
    ) -> Result<Rc<ScriptWorker>, WorkerFailure> {
        if let Some(worker) = self.worker.try_get_value().flatten() {
            return Ok(worker);
        }
        let worker = ScriptWorker::start(move |heard| self.hear(heard)).await?;
        let worker = Rc::new(worker);
        // Two may have been asked for at once: the first stays.
        let kept = self.worker.try_update_value(|kept| {
            kept.get_or_insert(worker.clone()).clone()
        });
        Ok(kept.unwrap_or(worker))
    }

    /// Terminates the worker, whatever it is at.
    pub(super) fn end_worker(self) {
        self.worker.set_value(None);
    }

    fn hear(self, heard: Heard) {
        match heard {
            Ok(FromScript::Checked { number, faults }) => {
                if self.checks.try_get_value() == Some(number) {
                    self.faults.set(faults);
                }
            }
            heard => {
                let is_last = heard.is_err();
                let running = self.running.try_get_value().flatten();
                if let Some(running) = running {
                    running.hear(heard);
                }
                if is_last {
                    self.end_worker();
                }
            }
        }
    }

    /// Polls `task`, since the reader says so.
    pub(super) fn poll(self, task: TaskId) {
        let was_ready = self.viewer.is_ready(task);
        self.by_hand(|run| run.poll(task, was_ready));
    }

    /// Never polls `task` again.
    pub(super) fn forget(self, task: TaskId) {
        let name = self.viewer.name(task);
        self.by_hand(|run| run.worker.tell(&ToScript::Forget(task.0)));
        self.said.set(format!(
            "{name} is forgotten: woken or not, it is never polled again, and never finishes."
        ));
    }

    fn by_hand(self, act: impl FnOnce(&Running)) {
        let running = self.running.get_value();
        if let Some(run) = running.filter(|run| run.plan.executor == Use::Hand)
        {
            act(&run);
        }
    }
}

/// Each of these lines of a text once, in order: in a long run a few lines are
/// reached a million times.
fn each_once(lines: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut all = Vec::new();
    for line in lines {
        if let Err(place) = all.binary_search(&line) {
            all.insert(place, line);
        }
    }
    all
}
