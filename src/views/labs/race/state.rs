//! What the race page knows, and what its controls do.

use super::web;
use crate::browser::clock;
use crate::browser::frames::Frames;
use crate::experiments::Kind;
use crate::experiments::race::{
    GOALS, LaneReport, Plan, Recorded, Report, Results, Setup, Strategy, run,
};
use crate::experiments::{Experiment, Memory, Reported};
use crate::trace::Timestamp;
use crate::views::isolation;
use crate::views::lab::Lab;
use crate::views::reactive::AnyRwSignal;
use crate::views::run::Status;
use crate::views::viewer::{Looking, Viewer};
use crate::views::visit::LastRun;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// The results are drawn no more often than this: what drawing costs is taken
/// from the tasks that share the thread with it.
const DRAWING_PAUSE: Duration = Duration::from_millis(100);

/// A run: what was planned, and what became of it.
type RunRecord = Rc<(Plan, Results)>;

/// Everything the page knows; copies share it.
#[derive(Clone, Copy)]
pub(super) struct Page {
    /// What it has in common with other labs.
    pub lab: Lab,
    /// What was chosen.
    pub choices: AnyRwSignal<Setup>,
    /// What is said of the run on the stage.
    pub report: AnyRwSignal<Option<Rc<Report>>>,
    /// The tasks that were recorded.
    pub recorded: AnyRwSignal<Option<Rc<Recorded>>>,
    /// The finding that is looked at, by its place among those with a place in the
    /// picture.
    pub finding: AnyRwSignal<Option<usize>>,
    /// Their replay.
    pub viewer: Viewer,
    /// What of that is looked at.
    pub looking: Looking<Setup>,
    /// Whether workers can share memory.
    pub memory: Memory,
    last: LastRun<Setup, RunRecord>,
}

impl Page {
    /// Opens the page on what the address says, and begins to follow it.
    pub(super) fn open() -> Self {
        let (lab, choices) = Lab::open(Experiment::Race);
        let viewer = Viewer::new();
        let page = Self {
            lab,
            choices,
            report: AnyRwSignal::new(None),
            recorded: AnyRwSignal::new(None),
            finding: AnyRwSignal::new(None),
            viewer,
            looking: Looking::new(choices, viewer),
            memory: isolation::memory(),
            last: LastRun::new(),
        };
        let is_shown = move || page.recorded.with(Option::is_some);
        page.looking.follow(is_shown, is_shown);
        let setup = choices.with_untracked(Setup::to_run);
        if let Some(record) = page.last.again(lab.hidden, &setup) {
            page.publish(&record);
            if let Some(recorded) = record.1.recorded() {
                page.show(recorded);
            }
        }
        page
    }

    /// Whether threads are chosen that cannot run here.
    pub(super) fn misses_threads(&self) -> bool {
        let is_thread = |it: &Strategy| it.kind() == Kind::Thread;
        let chosen =
            self.choices.with(|it| it.strategies.iter().any(is_thread));
        chosen && self.memory != Memory::CanBeShared
    }

    /// Runs the setup as it stands; a run that goes on is stopped first.
    pub(super) fn run(&self) {
        let setup = self.choices.get_untracked();
        let plan = match Plan::new(&setup, self.memory) {
            Ok(plan) => plan,
            Err(error) => return self.lab.refuse(error),
        };
        let record = Rc::new((plan, Results::default()));
        self.viewer.clear();
        self.looking.forget();
        self.recorded.set(None);
        self.finding.set(None);
        self.publish(&record);
        let page = *self;
        let drawn = Cell::new(clock::now());
        let on_frame = {
            let record = record.clone();
            move || {
                let now: Timestamp = clock::now();
                if now.since(drawn.get()) >= DRAWING_PAUSE {
                    drawn.set(now);
                    page.publish(&record);
                }
            }
        };
        let watches = (Frames::start(on_frame), self.lab.watch_hidden(|| ()));
        let going = page.go_through(record.clone());
        let finish = async move |was_stopped| {
            page.last.keep(
                page.lab.hidden.get_untracked(),
                setup.to_run(),
                record.clone(),
            );
            Some(page.finish(&record, was_stopped))
        };
        self.lab.begin("Running.", going, watches, finish);
    }

    async fn go_through(self, record: RunRecord) {
        let on_change = |what: String| self.lab.say(&what);
        let (plan, results) = &*record;
        run(plan, &web::web(), results, on_change).await;
    }

    fn finish(&self, record: &RunRecord, was_stopped: bool) -> Status {
        let report = self.publish(record);
        if let Some(recorded) = record.1.recorded() {
            self.show(recorded);
        }
        if !was_stopped {
            self.lab.goals.look(GOALS, &report);
        }
        let lanes = report.lanes.iter();
        let counted = lanes.filter(|lane| lane.time.is_some()).count();
        let failed = report.failures().count();
        Status::at_end(was_stopped, counted, failed, LaneReport::NOUN)
    }

    /// Shows what was recorded, at the first update that was lost.
    fn show(&self, recorded: Rc<Recorded>) {
        let recording = self.viewer.recording(
            "Race: an await between read and write".to_owned(),
            None,
            self.lab.hidden.get_untracked() == Some(true),
            recorded.events.clone(),
        );
        let position = recorded.start();
        let view = recorded.view(self.lab.step);
        let first = recorded.tasks_of_loss();
        self.recorded.set(Some(recorded));
        self.viewer.show_still(recording, &first, position, view);
        self.looking.show_what_is_asked();
    }

    /// Whether nothing was run, and the setup is that of the recorded run.
    pub(super) fn is_untouched(&self) -> bool {
        let has_run = self.report.with(Option::is_some);
        !has_run && self.choices.with(|it| *it == Setup::default())
    }

    /// Brings what is said of the run up to date.
    fn publish(&self, (plan, results): &(Plan, Results)) -> Rc<Report> {
        let report = Rc::new(Report::of(plan, results));
        self.report.maybe_update(|shown| {
            let before = shown.replace(report.clone());
            before.as_ref() != Some(&report)
        });
        report
    }
}
