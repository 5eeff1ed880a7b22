//! What the page of this lab knows, and what its controls do.

use super::web;
use crate::browser::clock;
use crate::browser::frames::Frames;
use crate::experiments::cost::{
    Form, FormReport, GOALS, Outcomes, Plan, Point, Progress, Quantity, Report,
    Setup, disclose, measure_javascript, run,
};
use crate::experiments::{Experiment, Reported};
use crate::views::lab::Lab;
use crate::views::reactive::{AnyRwSignal, AnyStoredValue};
use crate::views::run::Status;
use crate::views::visit::{LastRun, kept_signal};
use std::cell::Cell;
use std::rc::Rc;

/// A run: what was planned, and what became of it.
type RunRecord = Rc<(Plan, Outcomes)>;

/// How far the form that runs is.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Running {
    /// The form.
    pub form: Form,
    /// How far it is.
    pub progress: Progress,
    /// How many there are to be.
    pub count: u32,
    /// Whether its Worker does it for the second time.
    pub is_second_time: bool,
}

/// Everything the page knows; copies share it.
#[derive(Clone, Copy)]
pub(super) struct Page {
    /// What it has in common with other labs.
    pub lab: Lab,
    /// What was chosen.
    pub choices: AnyRwSignal<Setup>,
    /// How far the run is that goes on, if any.
    pub running: AnyRwSignal<Option<Running>>,
    /// What is said of the last run.
    pub report: AnyRwSignal<Option<Rc<Report>>>,
    /// What all runs of this visit measured.
    pub points: AnyRwSignal<Vec<Point>>,
    /// What the chart shows.
    pub quantity: AnyRwSignal<Quantity>,
    shown: AnyStoredValue<Option<RunRecord>>,
    last: LastRun<Setup, RunRecord>,
}

impl Page {
    /// Opens the page on what the address says, and begins to follow it.
    pub(super) fn open() -> Self {
        let (lab, choices) = Lab::open(Experiment::Cost);
        let page = Self {
            lab,
            choices,
            running: AnyRwSignal::new(None),
            report: AnyRwSignal::new(None),
            points: kept_signal(),
            quantity: AnyRwSignal::new(Quantity::Time),
            shown: AnyStoredValue::new(None),
            last: LastRun::new(),
        };
        let setup = choices.with_untracked(Setup::to_run);
        if let Some(record) = page.last.again(lab.hidden, &setup) {
            page.publish(&record);
            page.shown.set_value(Some(record));
        }
        page
    }

    /// Runs the setup as it stands; a run that goes on is stopped first.
    pub(super) fn run(&self) {
        let plan = match self.choices.with_untracked(Plan::new) {
            Ok(plan) => plan,
            Err(error) => return self.lab.refuse(error),
        };
        let record = Rc::new((plan, Outcomes::default()));
        self.shown.set_value(Some(record.clone()));
        self.publish(&record);
        let page = *self;
        let on_frame = {
            let record = record.clone();
            move || page.show_progress(&record)
        };
        let watches = (Frames::start(on_frame), self.lab.watch_hidden(|| ()));
        let going = page.go_through(record.clone());
        let finish =
            async move |was_stopped| Some(page.finish(&record, was_stopped));
        self.lab.begin("Running.", going, watches, finish);
    }

    async fn go_through(self, record: RunRecord) {
        let on_change = |form: Form| {
            self.lab.say(form.name());
            self.publish(&record);
        };
        let (plan, outcomes) = &*record;
        run(plan, &web::web(), clock::now, outcomes, on_change).await;
    }

    fn show_progress(&self, (plan, outcomes): &(Plan, Outcomes)) {
        let last = outcomes.all().pop();
        let running = last.map(|outcome| Running {
            form: outcome.form,
            progress: outcome.progress,
            count: plan.created(outcome.form),
            is_second_time: outcome.is_second_time,
        });
        if self.running.get_untracked() != running {
            self.running.set(running);
        }
    }

    fn finish(&self, record: &RunRecord, was_stopped: bool) -> Status {
        self.running.set(None);
        let setup = record.0.setup.to_run();
        self.last
            .keep(self.lab.hidden.get_untracked(), setup, record.clone());
        let report = self.publish(record);
        if !was_stopped {
            self.lab.goals.look(GOALS, &report);
        }
        let points = report.points();
        let (done, failed) = (points.len(), report.failures().count());
        self.points.update(|all| all.extend(points));
        Status::at_end(was_stopped, done, failed, FormReport::NOUN)
    }

    /// Asks the browser what the JavaScript of the last run takes, which takes
    /// a minute; it can be stopped as a run can.
    pub(super) fn ask_for_memory(&self) {
        let Some(record) = self.shown.get_value() else {
            return;
        };
        let page = *self;
        let asked = record.clone();
        let told = Rc::new(Cell::new(None));
        let answer = told.clone();
        let ask = async move {
            let (plan, outcomes) = &*asked;
            let bytes = measure_javascript(plan, &web::web(), outcomes).await;
            answer.set(bytes);
        };
        let said = "Running: the browser is asked what JavaScript's side takes, which may take a \
                    minute.";
        self.lab.begin(said, ask, (), async move |was_stopped| {
            page.publish(&record);
            if let Some(bytes) = told.get() {
                page.points.update(|points| {
                    disclose(points, &record.0, bytes);
                });
            }
            Some(match (was_stopped, told.get()) {
                (true, _) => Status::Stopped,
                (false, Some(_)) => Status::Finished("Finished.".to_owned()),
                (false, None) => Status::Finished(
                    "Finished: the browser did not say what JavaScript's side takes.".to_owned(),
                ),
            })
        });
    }

    /// Whether nothing was run, and the setup and the chart are those of the
    /// recorded run.
    pub(super) fn is_untouched(&self) -> bool {
        let has_run = self.running.get().is_some()
            || self.points.with(|it| !it.is_empty());
        !has_run
            && self.quantity.get() == Quantity::Time
            && self.choices.with(|it| *it == Setup::default())
    }

    /// Brings what is said of the run up to date.
    fn publish(&self, (plan, outcomes): &(Plan, Outcomes)) -> Rc<Report> {
        let report = Rc::new(Report::of(plan, outcomes));
        self.report.set(Some(report.clone()));
        report
    }
}
