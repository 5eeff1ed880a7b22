//! What the page of this lab knows, and what its controls do.

use super::web;
use crate::browser::clock;
use crate::browser::endpoint::Endpoint;
use crate::browser::frames::Frames;
use crate::browser::visibility::HiddenWatch;
use crate::experiments::Experiment;
use crate::experiments::cost::{
    Form, Outcomes, Plan, Point, Progress, Quantity, Report, Setup, disclose,
    measure_javascript, query_from_setup, run, setup_from_query,
};
use crate::task::AbortOnDrop;
use crate::views::address;
use crate::views::environment::Environment;
use crate::views::honesty::found_endpoint;
use crate::views::run::Status;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// What all runs of this visit measured, whichever lab is shown.
#[derive(Clone, Copy)]
pub(in crate::views) struct Visit {
    points: RwSignal<Vec<Point>, LocalStorage>,
}

impl Visit {
    /// A visit without runs.
    pub(in crate::views) fn new() -> Self {
        Self {
            points: RwSignal::new_local(Vec::new()),
        }
    }
}

/// A run: what was planned, and what became of it.
struct RunRecord {
    plan: Plan,
    outcomes: Outcomes,
    hidden: Cell<bool>,
}

/// What ends with the run: dropping it stops everything.
struct RunningRun {
    _task: AbortOnDrop,
    _frames: Option<Frames>,
    _hidden: Option<HiddenWatch>,
}

type Local<T> = RwSignal<T, LocalStorage>;

/// How far the form that runs is.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Running {
    /// The form.
    pub form: Form,
    /// How far it is.
    pub progress: Progress,
    /// How many there are to be.
    pub count: u32,
}

/// Everything the page knows; copies share it.
#[derive(Clone, Copy)]
pub(super) struct Page {
    /// What was chosen.
    pub choices: RwSignal<Setup>,
    /// What of the link was not followed.
    pub notes: RwSignal<Vec<String>>,
    /// What the page is doing.
    pub status: RwSignal<Status>,
    /// Who answers the built-in URLs; none while that is being found out.
    pub endpoint: RwSignal<Option<Endpoint>>,
    /// How far the run is that goes on, if any.
    pub running: RwSignal<Option<Running>>,
    /// What is said of the last run.
    pub report: Local<Option<Rc<Report>>>,
    /// Whether the page was hidden during it.
    pub hidden: RwSignal<Option<bool>>,
    /// What all runs of this visit measured.
    pub points: Local<Vec<Point>>,
    /// What the chart shows.
    pub quantity: RwSignal<Quantity>,
    /// The clock's step.
    pub step: Duration,
    shown: StoredValue<Option<Rc<RunRecord>>, LocalStorage>,
    task: StoredValue<Option<RunningRun>, LocalStorage>,
}

impl Page {
    /// Opens the page on what the address says, and begins to follow it.
    pub(super) fn open() -> Self {
        let environment = expect_context::<Environment>();
        let page = Self {
            choices: RwSignal::new(Setup::default()),
            notes: RwSignal::default(),
            status: RwSignal::new(Status::Ready),
            // Not for requests: it isolates the page, and opens it offline.
            endpoint: found_endpoint(),
            running: RwSignal::new(None),
            report: RwSignal::new_local(None),
            hidden: RwSignal::new(None),
            points: expect_context::<Visit>().points,
            quantity: RwSignal::new(Quantity::Time),
            step: environment.engine.with_value(|it| it.clock_step),
            shown: StoredValue::new_local(None),
            task: StoredValue::new_local(None),
        };
        page.load_address();
        page
    }

    /// Takes over what the address says; false if that is of another lab.
    pub(super) fn load_address(&self) -> bool {
        let (choices, notes) = (self.choices, self.notes);
        address::load(Experiment::Cost, choices, notes, setup_from_query)
    }

    /// Keeps the address at the setup as it stands.
    pub(super) fn save(&self) {
        let query = self.choices.with(query_from_setup);
        address::save(Experiment::Cost, query);
    }

    /// Runs the setup as it stands; a run that goes on is stopped first.
    pub(super) fn run(&self) {
        self.stop();
        let plan = match self.choices.with_untracked(Plan::new) {
            Ok(plan) => plan,
            Err(error) => {
                self.status.set(Status::Failed(error.to_string()));
                return;
            }
        };
        let record = Rc::new(RunRecord {
            plan,
            outcomes: Outcomes::default(),
            hidden: Cell::new(false),
        });
        self.shown.set_value(Some(record.clone()));
        self.hidden.set(Some(false));
        self.publish(&record);
        self.status.set(Status::Running("Running.".to_owned()));
        let page = *self;
        let (task, abort) = AbortOnDrop::wrap(page.go_through(record.clone()));
        let on_frame = {
            let record = record.clone();
            move || page.show_progress(&record)
        };
        let on_hidden = {
            let record = record.clone();
            move || {
                record.hidden.set(true);
                page.hidden.set(Some(true));
            }
        };
        self.task.set_value(Some(RunningRun {
            _task: abort,
            _frames: Some(Frames::start(on_frame)),
            _hidden: Some(HiddenWatch::start(on_hidden)),
        }));
        wasm_bindgen_futures::spawn_local(async move {
            let end = task.await;
            page.finish(&record, end.is_err());
        });
    }

    async fn go_through(self, record: Rc<RunRecord>) {
        let on_change = |form: Form| {
            let text = format!("Running: {}.", form.name());
            self.status.set(Status::Running(text));
            self.publish(&record);
        };
        let (plan, outcomes) = (&record.plan, &record.outcomes);
        run(plan, &web::web(), clock::now, outcomes, on_change).await;
    }

    fn show_progress(&self, record: &RunRecord) {
        let last = record.outcomes.all().pop();
        let running = last.map(|outcome| Running {
            form: outcome.form,
            progress: outcome.progress,
            count: record.plan.created(outcome.form),
        });
        if self.running.get_untracked() != running {
            self.running.set(running);
        }
    }

    fn finish(&self, record: &Rc<RunRecord>, stopped: bool) {
        if !self.is_shown(record) {
            // Replaced by another run, which has the word now; or the lab was
            // left.
            return;
        }
        self.task.set_value(None);
        self.running.set(None);
        self.publish(record);
        let (done, failed) = self.report.with_untracked(|report| {
            report.as_ref().map_or((0, 0), |report| {
                let points = report.points();
                let done = points.len();
                self.points.update(|all| all.extend(points));
                (done, report.failures().count())
            })
        });
        self.status.set(match (stopped, done, failed) {
            (true, ..) => Status::Stopped,
            (false, 0, _) => Status::Failed(
                "No form came to its end; below is why for each.".to_owned(),
            ),
            (false, _, 0) => Status::Finished("Finished.".to_owned()),
            (false, _, 1) => {
                Status::Finished("Finished; 1 form failed.".to_owned())
            }
            (false, ..) => {
                Status::Finished(format!("Finished; {failed} forms failed."))
            }
        });
    }

    /// Asks the browser what the JavaScript of the last run takes, which takes
    /// a minute; it can be stopped as a run can.
    pub(super) fn ask_for_memory(&self) {
        let Some(record) = self.shown.get_value() else {
            return;
        };
        self.status.set(Status::Running(
            "Running: the browser is asked what JavaScript's side takes, which may take a minute."
                .to_owned(),
        ));
        let page = *self;
        let asked = record.clone();
        let ask = async move {
            measure_javascript(&asked.plan, &web::web(), &asked.outcomes).await
        };
        let (task, abort) = AbortOnDrop::wrap(ask);
        self.task.set_value(Some(RunningRun {
            _task: abort,
            _frames: None,
            _hidden: None,
        }));
        wasm_bindgen_futures::spawn_local(async move {
            let end = task.await;
            if !page.is_shown(&record) {
                return;
            }
            page.task.set_value(None);
            page.publish(&record);
            if let Ok(Some(bytes)) = end {
                page.points.update(|points| {
                    disclose(points, &record.plan, bytes);
                });
            }
            page.status.set(match end {
                Err(_) => Status::Stopped,
                Ok(Some(_)) => Status::Finished("Finished.".to_owned()),
                Ok(None) => Status::Finished(
                    "Finished: the browser did not say what JavaScript's side takes.".to_owned(),
                ),
            });
        });
    }

    /// Whether that run has the page and no other.
    fn is_shown(&self, record: &Rc<RunRecord>) -> bool {
        let shown = self.shown.try_with_value(|shown| {
            shown
                .as_ref()
                .is_some_and(|shown| Rc::ptr_eq(shown, record))
        });
        shown == Some(true)
    }

    /// Stops the run that goes on, if any.
    pub(super) fn stop(&self) {
        self.task.set_value(None);
    }

    /// Brings what is said of the run up to date.
    fn publish(&self, record: &RunRecord) {
        let report = Report::of(&record.plan, &record.outcomes);
        self.report.set(Some(Rc::new(report)));
    }
}
