//! What the page of this lab knows, and what its controls do.

use super::measuring::{load, measure};
use crate::browser::visibility;
use crate::experiments::compare::{
    Aspect, CellReport, Chooser, GOALS, Kept, Plan, Step,
};
use crate::experiments::{Experiment, Kind};
use crate::views::environment::Environment;
use crate::views::lab::Lab;
use crate::views::later_code::LaterCode;
use crate::views::reactive::AnyRwSignal;
use crate::views::run::Status;
use crate::views::visit::{self, kept_signal};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Running {
    /// What is being measured.
    pub step: Step,
    /// Its place, counted from zero.
    pub place: usize,
    /// How many measurements there are.
    pub count: usize,
}

/// Everything the page knows; copies share it.
#[derive(Clone, Copy)]
pub(super) struct Page {
    /// What it has in common with other labs.
    pub lab: Lab,
    /// What was chosen.
    pub choices: AnyRwSignal<Chooser>,
    /// How far the run is that goes on, if any.
    pub running: AnyRwSignal<Option<Running>>,
    /// What this visit measured.
    pub kept: AnyRwSignal<Kept>,
    cores: usize,
    /// The code that measures.
    measuring: LaterCode,
}

impl Page {
    /// Opens the page on what the address says, and begins to follow it.
    pub(super) fn open() -> Self {
        let environment = expect_context::<Environment>();
        let engine = environment.engine.get_value();
        let (lab, choices) = Lab::open(Experiment::Compare);
        Self {
            lab,
            choices,
            running: AnyRwSignal::new(None),
            kept: kept_signal(),
            cores: engine.cores,
            measuring: visit::kept_code::<Self>(|| Box::pin(load())),
        }
    }

    /// Whether nothing was measured, nor is being.
    pub(super) fn is_untouched(&self) -> bool {
        let has_run = self.running.get().is_some();
        !has_run && self.kept.with(|kept| kept.count() == 0)
    }

    /// What is said of a cell.
    pub(super) fn cell(&self, aspect: Aspect, kind: Kind) -> CellReport {
        let step = self.lab.step;
        self.kept
            .with(|kept| CellReport::of(kept, aspect, kind, step))
    }

    /// Measures everything; a run that goes on is stopped first.
    pub(super) fn measure_everything(&self) {
        self.run(Plan::everything());
    }

    /// Measures these cells, unless a run goes on.
    pub(super) fn measure(&self, cells: &[(Aspect, Kind)]) {
        if self.running.get_untracked().is_none() {
            self.run(Plan::of(cells));
        }
    }

    fn run(&self, plan: Plan) {
        let page = *self;
        let begin = move || page.begin(Rc::new(plan));
        self.lab.begin_with(self.measuring, Box::new(begin));
    }

    fn begin(self, plan: Rc<Plan>) {
        let was_hidden = Rc::new(Cell::new(false));
        let hides = was_hidden.clone();
        let asked = move || hides.replace(visibility::is_hidden());
        let measuring = self.go_through(plan.clone(), Rc::new(asked));
        let watch = self.lab.watch_hidden(move || was_hidden.set(true));
        let finish =
            async move |was_stopped| Some(self.finish(&plan, was_stopped));
        self.lab.begin("Running.", measuring, watch, finish);
    }

    async fn go_through(self, plan: Rc<Plan>, hidden: Rc<dyn Fn() -> bool>) {
        let count = plan.steps.len();
        let kept = self.kept.get_untracked();
        let on_change = move |place, step: Step| {
            self.lab.say(&step.name());
            self.running.set(Some(Running { step, place, count }));
            // What the step before has left.
            self.kept.notify();
        };
        let on_change = Box::new(on_change);
        // Its code is here, as begin_with has seen to.
        if let Some(run) = measure(plan, kept, self.cores, hidden, on_change) {
            run.await;
        }
    }

    fn finish(&self, plan: &Plan, was_stopped: bool) -> Status {
        self.running.set(None);
        self.kept.notify();
        if !was_stopped {
            self.kept
                .with_untracked(|kept| self.lab.goals.look(GOALS, kept));
        }
        let failed = self.kept.with_untracked(|kept| {
            let entry = |step: &&Step| kept.entry(step.probe, step.kind);
            let steps = plan.steps.iter();
            let entries = steps.filter_map(|step| entry(&step));
            entries.filter(|entry| entry.result.is_err()).count()
        });
        match (was_stopped, failed) {
            (true, _) => Status::Stopped,
            (false, 0) => Status::Finished("Finished.".to_owned()),
            (false, failed) if failed == plan.steps.len() => Status::Failed(
                "Nothing could be measured; the cell says why.".to_owned(),
            ),
            (false, failed) => Status::Finished(format!(
                "Finished: {failed} of {} could not be measured; their cells say why.",
                plan.steps.len(),
            )),
        }
    }
}
