//! The runs of the crawl: begun, gone through, ended, looked at again. Its code
//! comes later.

use super::state::{Page, RunRecord};
use super::web;
use crate::browser::clock;
use crate::browser::endpoint::Endpoint;
use crate::browser::frames;
use crate::browser::page;
use crate::browser::timings;
use crate::browser::turn::Messages;
use crate::browser::visibility::{self, HiddenWatch};
use crate::experiments::crawl::{
    GOALS, Lane, Lanes, Plan, Report, Row, Setup, Strategy, Whose, hosts_of,
    hosts_to_confirm, progress_text, run,
};
use crate::trace::Timestamp;
use crate::views::hosts::{know, known_hosts};
use crate::views::instruments;
use crate::views::reactive::AnyRwSignal;
use crate::views::run::Status;
use leptos::prelude::*;
use std::rc::Rc;
use std::time::Duration;

/// Between two drawings of a run that goes on: laying out and painting holds the
/// thread, and requests wait for it meanwhile.
const DRAWING_PAUSE: Duration = Duration::from_millis(100);
/// How many runs of this visit are kept.
const KEPT_RUNS: usize = 20;

/// When the first of these began, on the page's clock; now, if none has.
fn beginning_of(runs: &[Rc<RunRecord>]) -> Timestamp {
    let mut lanes = runs.iter().flat_map(|run| run.lanes.all());
    let first = lanes.next();
    first.map_or_else(clock::now, |lane| lane.clock_at(Timestamp::ZERO))
}

/// What is said of the run on the stage and of the one behind it.
struct Reports {
    shown: Option<Rc<Report>>,
    baseline: Option<Rc<Report>>,
}

impl Page {
    /// Runs the setup as it stands, unless hosts of a link's list are to be
    /// confirmed first; a run that goes on is stopped first.
    pub(super) fn begin(&self) {
        let setup = untrack(|| self.setup());
        let hosts = hosts_of(&setup);
        let known = known_hosts();
        let to_confirm = match self.whose.get_untracked() {
            Whose::Mine => Vec::new(),
            Whose::Link => hosts_to_confirm(&hosts, &known, &page::host()),
        };
        if !to_confirm.is_empty() {
            self.lab.stop_and_say(Status::Ready);
            self.to_confirm.set(to_confirm);
            return;
        }
        know(hosts, known);
        self.start(&setup);
    }

    /// Runs the setup after the hosts of the link were confirmed.
    pub(super) fn run_confirmed(&self) {
        know(self.to_confirm.get_untracked(), known_hosts());
        self.to_confirm.set(Vec::new());
        self.begin();
    }

    fn start(&self, setup: &Setup) {
        let plan = match Plan::try_from(setup) {
            Ok(plan) => plan,
            Err(error) => return self.lab.refuse(error),
        };
        let takes_another_way =
            plan.strategies.iter().any(|it| it.takes_another_way());
        let code = match takes_another_way {
            true => self.visit.ways_code,
            false => self.code,
        };
        let page = *self;
        self.lab
            .begin_with(code, Box::new(move || page.begin_plan(plan)));
    }

    /// Runs `plan`, whose code is here.
    fn begin_plan(self, plan: Plan) {
        let number = self.next(self.visit.run_count);
        let name = name_of(&plan, number);
        let named = |owner: &Owner| owner.with(|| AnyRwSignal::new(name));
        let record = Rc::new(RunRecord {
            id: number,
            name: self.visit.owner.with_value(named),
            plan,
            lanes: Lanes::default(),
        });
        self.visit.runs.update(|runs| {
            runs.push(record.clone());
            if runs.len() > KEPT_RUNS {
                runs.remove(0);
            }
            timings::forget(beginning_of(runs));
        });
        self.show(record.clone());
        let lanes = record.lanes.clone();
        let watches = (
            frames::apart(DRAWING_PAUSE, move || {
                self.frame.update(|frame| *frame += 1);
            }),
            HiddenWatch::start(move || lanes.set_hidden(true)),
        );
        let going = self.go_through(record.clone());
        let said = "Running: waiting for the built-in endpoint.";
        let finish =
            async move |was_stopped| self.finish(&record, was_stopped).await;
        self.lab.begin(said, going, watches, finish);
    }

    /// Goes through a run to its end.
    async fn go_through(self, record: Rc<RunRecord>) {
        let is_built_in = |row: &Row| !row.url.contains("://");
        let endpoint = match self.lab.endpoint.get_untracked() {
            // Nobody will ask it.
            None if !record.plan.rows.iter().any(is_built_in) => {
                Endpoint::ServiceWorker
            }
            _ => self.lab.found_endpoint().await,
        };
        // A long list took a while to read, and its lanes take one to draw.
        Messages::new().turn().await;
        let on_change = || {
            record.lanes.set_hidden(visibility::is_hidden());
            let text = progress_text(&record.plan, &record.lanes.all());
            self.lab.status.set(Status::Running(text));
            self.publish();
        };
        let (web, javascript) = (web::web(endpoint), web::javascript(endpoint));
        run(
            &record.plan,
            &web,
            &javascript,
            clock::now,
            &record.lanes,
            on_change,
        )
        .await;
    }

    /// Says what came of a run; nothing if it is no longer the one on the page.
    async fn finish(
        self,
        record: &RunRecord,
        was_stopped: bool,
    ) -> Option<Status> {
        let newest = self.lab.newest();
        let is_past = || self.lab.newest() != newest;
        let lanes = record.lanes.all();
        let on_stage = self.on_stage();
        let reports = self.reports();
        let is_shown = on_stage.0 == Some(record.id);
        let shown = reports.shown.clone().filter(|_| is_shown);
        let report =
            shown.unwrap_or_else(|| Rc::new(Report::of(&record.plan, &lanes)));
        // Of ten thousand rows each of these steps holds the thread for a while.
        let turns = Messages::new();
        turns.turn().await;
        if is_past() {
            return None;
        }
        instruments::show(&lanes, |it| it.strategy().name());
        if !was_stopped {
            self.lab.goals.look(GOALS, &report);
        }
        turns.turn().await;
        if is_past() {
            return None;
        }
        match self.on_stage() == on_stage {
            true => self.put(reports),
            // Another run was chosen in the meantime.
            false => self.publish(),
        }
        self.frame.update(|frame| *frame += 1);
        let failed = report.lanes.iter().map(|lane| lane.stats.failed).sum();
        let succeeded: usize =
            report.lanes.iter().map(|lane| lane.stats.succeeded).sum();
        Some(match (was_stopped, succeeded) {
            (true, _) => Status::Stopped,
            (false, 0) => Status::Failed(
                "No request succeeded; the table below says why for each."
                    .to_owned(),
            ),
            (false, _) => Status::Finished(finished_text(failed)),
        })
    }

    /// Puts a run on the stage.
    pub(super) fn show(&self, record: Rc<RunRecord>) {
        self.visit.shown.set(Some(record));
        self.looked_at.reset();
        self.publish();
    }

    /// Chooses the run to compare with; none to compare with nothing.
    pub(super) fn compare_with(&self, record: Option<Rc<RunRecord>>) {
        self.visit.baseline.set(record);
        self.publish();
    }

    /// Brings what is said of the runs up to date.
    pub(super) fn publish(&self) {
        self.put(self.reports());
    }

    /// The runs that are looked at, by their ids.
    fn on_stage(&self) -> (Option<u32>, Option<u32>) {
        let id_of = |run: AnyRwSignal<Option<Rc<RunRecord>>>| {
            run.with_untracked(|run| run.as_ref().map(|run| run.id))
        };
        (id_of(self.visit.shown), id_of(self.visit.baseline))
    }

    fn put(&self, reports: Reports) {
        self.report.set(reports.shown);
        self.baseline_report.set(reports.baseline);
    }

    fn reports(&self) -> Reports {
        let report = |record: Rc<RunRecord>| {
            Rc::new(Report::of(&record.plan, &record.lanes.all()))
        };
        Reports {
            shown: self.visit.shown.get_untracked().map(report),
            baseline: self.visit.baseline.get_untracked().map(report),
        }
    }

    /// The lane of `strategy` to draw: the newest while a run goes on, then the
    /// one whose figures the report shows.
    pub(super) fn lane(&self, strategy: Strategy) -> Option<Lane> {
        let newest = self.visit.shown.with(|run| {
            let lanes = &run.as_ref()?.lanes;
            lanes.newest(|lane| lane.strategy() == strategy)
        })?;
        if !newest.is_over() {
            return Some(newest);
        }
        let reported = self.report.with(|report| {
            let report = report.as_ref()?.lane(strategy)?;
            Some(report.lane.clone())
        });
        reported.or(Some(newest))
    }

    /// The lane of the baseline to draw behind.
    pub(super) fn ghost(&self, strategy: Strategy) -> Option<Lane> {
        let is_shown = self.visit.shown.with(|shown| {
            let baseline = self.visit.baseline.get();
            shown.as_ref().map(|run| run.id) == baseline.map(|run| run.id)
        });
        if is_shown {
            return None;
        }
        self.baseline_report.with(|report| {
            let report = report.as_ref()?.lane(strategy)?;
            Some(report.lane.clone())
        })
    }
}

fn finished_text(failed: usize) -> String {
    match failed {
        0 => "Finished.".to_owned(),
        1 => "Finished; 1 request failed.".to_owned(),
        _ => {
            format!("Finished; {failed} requests failed, over all strategies.")
        }
    }
}

fn name_of(plan: &Plan, number: u32) -> String {
    let rows = plan.rows.len();
    let strategies: Vec<&str> =
        plan.strategies.iter().map(|s| s.name()).collect();
    let plural = if rows == 1 { "" } else { "s" };
    format!(
        "Run {number}: {rows} row{plural}, {}",
        strategies.join(", ")
    )
}
