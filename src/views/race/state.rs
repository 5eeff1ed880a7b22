//! What the race page knows, and what its controls do.

use super::web;
use crate::browser::clock;
use crate::browser::frames::Frames;
use crate::browser::visibility::HiddenWatch;
use crate::experiments::Kind;
use crate::experiments::race::{
    LaneReport, Plan, Recorded, Report, Results, Setup, Strategy,
    query_from_setup, run, setup_from_query,
};
use crate::experiments::{Experiment, Memory, Reported};
use crate::trace::Timestamp;
use crate::views::isolation;
use crate::views::lab_page::LabPage;
use crate::views::run::Status;
use crate::views::run_slot::RunSlot;
use crate::views::viewer::Viewer;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// The results are drawn no more often than this: what drawing costs is taken
/// from the tasks that share the thread with it.
const DRAWING_PAUSE: Duration = Duration::from_millis(100);

/// A run: what was planned, and what became of it.
struct RunRecord {
    plan: Plan,
    results: Results,
    hidden: Cell<bool>,
}

type Local<T> = RwSignal<T, LocalStorage>;

/// Everything the page knows; copies share it.
#[derive(Clone, Copy)]
pub(super) struct Page {
    /// What it has in common with other labs.
    pub lab: LabPage<Setup>,
    /// What is said of the run on the stage.
    pub report: Local<Option<Rc<Report>>>,
    /// Whether the page was hidden during it; none without a run.
    pub hidden: RwSignal<Option<bool>>,
    /// The tasks that were recorded.
    pub recorded: Local<Option<Rc<Recorded>>>,
    /// Their replay.
    pub viewer: Viewer,
    /// Whether workers can share memory.
    pub memory: Memory,
    shown: StoredValue<Option<Rc<RunRecord>>, LocalStorage>,
    slot: RunSlot,
}

impl Page {
    /// Opens the page on what the address says, and begins to follow it.
    pub(super) fn open() -> Self {
        let lab =
            LabPage::open(Experiment::Race, setup_from_query, query_from_setup);
        Self {
            lab,
            report: RwSignal::new_local(None),
            hidden: RwSignal::new(None),
            recorded: RwSignal::new_local(None),
            viewer: Viewer::new(),
            memory: isolation::memory(),
            shown: StoredValue::new_local(None),
            slot: RunSlot::new(lab.status),
        }
    }

    /// Whether threads are chosen that cannot run here.
    pub(super) fn misses_threads(&self) -> bool {
        let is_thread = |it: &Strategy| it.kind() == Kind::Thread;
        let chosen = self
            .lab
            .choices
            .with(|it| it.strategies.iter().any(is_thread));
        chosen && self.memory != Memory::CanBeShared
    }

    /// Runs the setup as it stands; a run that goes on is stopped first.
    pub(super) fn run(&self) {
        let setup = self.lab.choices.get_untracked();
        let plan = match Plan::new(&setup, self.memory) {
            Ok(plan) => plan,
            Err(error) => return self.slot.refuse(error),
        };
        let record = Rc::new(RunRecord {
            plan,
            results: Results::default(),
            hidden: Cell::new(false),
        });
        self.viewer.clear();
        self.recorded.set(None);
        self.shown.set_value(Some(record.clone()));
        self.publish();
        let page = *self;
        let drawn = Cell::new(clock::now());
        let on_frame = move || {
            let now: Timestamp = clock::now();
            if now.since(drawn.get()) >= DRAWING_PAUSE {
                drawn.set(now);
                page.publish();
            }
        };
        let on_hidden = {
            let record = record.clone();
            move || record.hidden.set(true)
        };
        let watches = (Frames::start(on_frame), HiddenWatch::start(on_hidden));
        let going = page.go_through(record.clone());
        self.slot
            .begin("Running.", going, watches, move |was_stopped| {
                Some(page.finish(&record, was_stopped))
            });
    }

    async fn go_through(self, record: Rc<RunRecord>) {
        let on_change = |what| {
            self.lab
                .status
                .set(Status::Running(format!("Running: {what}.")));
        };
        run(&record.plan, &web::web(), &record.results, on_change).await;
    }

    fn finish(&self, record: &RunRecord, was_stopped: bool) -> Status {
        self.publish();
        if let Some(recorded) = record.results.recorded() {
            self.show(record, recorded);
        }
        let (counted, failed) = self.report.with_untracked(|report| {
            report.as_ref().map_or((0, 0), |report| {
                let lanes = report.lanes.iter();
                let counted = lanes.filter(|lane| lane.time.is_some());
                (counted.count(), report.failures().count())
            })
        });
        let noun = LaneReport::NOUN;
        Status::at_end(was_stopped, counted, failed, noun)
    }

    /// Shows what was recorded, at the first update that was lost.
    fn show(&self, record: &RunRecord, recorded: Rc<Recorded>) {
        let recording = self.viewer.recording(
            "Race: an await between read and write".to_owned(),
            None,
            record.hidden.get(),
            recorded.events.clone(),
        );
        let position = recorded.start();
        let view = recorded.view(self.lab.step);
        let first = recorded.tasks_of_loss();
        self.recorded.set(Some(recorded));
        self.viewer.show_still(recording, &first, position, view);
    }

    /// Stops the run that goes on, if any.
    pub(super) fn stop(&self) {
        self.slot.stop();
    }

    /// Brings what is said of the run up to date.
    fn publish(&self) {
        let said = self.shown.with_value(|run| {
            let run = run.as_ref()?;
            let report = Report::of(&run.plan, &run.results);
            Some((Rc::new(report), run.hidden.get()))
        });
        let (report, hidden) = said.unzip();
        let is_new = self.report.with_untracked(|before| *before != report);
        if is_new {
            self.report.set(report);
        }
        self.hidden.set(hidden);
    }
}
