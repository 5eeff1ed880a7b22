//! What the crawl page knows, and what its controls do.

use super::web;
use crate::browser::clock;
use crate::browser::endpoint::{self, Endpoint};
use crate::browser::fetch;
use crate::browser::frames::Frames;
use crate::browser::page;
use crate::browser::storage;
use crate::browser::visibility::HiddenWatch;
use crate::experiments::crawl::{
    Lane, Lanes, Line, Plan, Remembered, Report, Row, Setup, Strategy,
    lines_from_text, policy_query_with_remembered_list, progress_text,
    query_from_setup, run, setup_from_query, text_from_lines,
};
use crate::experiments::{Experiment, Route};
use crate::task::AbortOnDrop;
use crate::trace::Viewport;
use crate::views::app::Surroundings;
use crate::views::run::Status;
use leptos::prelude::*;
use std::rc::Rc;
use std::time::Duration;

/// Where the list is remembered.
const LIST: &str = "meanwhile.list";
/// How many runs of this visit are kept.
const KEPT_RUNS: usize = 20;

/// A row of the list, with a name that outlives its place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct ListRow {
    pub id: u32,
    pub line: RwSignal<Line>,
}

/// A run of this visit.
pub(super) struct RunRecord {
    pub id: u32,
    pub name: RwSignal<String>,
    pub plan: Plan,
    pub lanes: Lanes,
}

/// What ends with the run: dropping it stops everything.
struct RunningRun {
    _task: AbortOnDrop,
    _frames: Frames,
    _hidden: HiddenWatch,
}

type Local<T> = RwSignal<T, LocalStorage>;

/// What outlives the lab being left, until the page is closed: the runs, and
/// which of them are looked at.
#[derive(Clone, Copy)]
pub(in crate::views) struct Visit {
    runs: Local<Vec<Rc<RunRecord>>>,
    shown: Local<Option<Rc<RunRecord>>>,
    baseline: Local<Option<Rc<RunRecord>>>,
    run_count: StoredValue<u32>,
    /// What the names of runs live as long as.
    owner: StoredValue<Owner>,
}

impl Visit {
    /// A visit without runs, which lasts as long as its maker.
    pub(in crate::views) fn new() -> Self {
        Self {
            runs: RwSignal::new_local(Vec::new()),
            shown: RwSignal::new_local(None),
            baseline: RwSignal::new_local(None),
            run_count: StoredValue::new(0),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        }
    }
}

/// Everything the page knows; copies share it.
#[derive(Clone, Copy)]
pub(super) struct Page {
    /// The rows of the list.
    pub list: RwSignal<Vec<ListRow>>,
    /// The list as text, while it is edited so.
    pub text: RwSignal<Option<String>>,
    /// Everything else that was chosen; its lines are of no account.
    pub choices: RwSignal<Setup>,
    /// What there was before each change of the list that loses something.
    pub undo: RwSignal<Vec<(String, Vec<Line>)>>,
    /// What of the link was not followed.
    pub notes: RwSignal<Vec<String>>,
    /// Whether the list could not be remembered.
    pub forgotten: RwSignal<bool>,
    /// What the page is doing.
    pub status: RwSignal<Status>,
    /// Who answers the built-in URLs; none while that is being found out.
    pub endpoint: RwSignal<Option<Endpoint>>,
    /// Counts the frames of a run: whoever draws it reads this.
    pub frame: RwSignal<u32>,
    /// The runs of this visit, oldest first.
    pub runs: Local<Vec<Rc<RunRecord>>>,
    /// The run on the stage.
    pub shown: Local<Option<Rc<RunRecord>>>,
    /// The run behind it, to compare with.
    pub baseline: Local<Option<Rc<RunRecord>>>,
    /// What is said of the run on the stage.
    pub report: Local<Option<Rc<Report>>>,
    /// What is said of the baseline.
    pub baseline_report: Local<Option<Rc<Report>>>,
    /// The window on the timeline, if not all of it.
    pub zoom: RwSignal<Option<Viewport>>,
    /// The bar whose facts are shown.
    pub selected: RwSignal<Option<(Strategy, usize)>>,
    /// The clock's step.
    pub step: Duration,
    running: StoredValue<Option<RunningRun>, LocalStorage>,
    /// The list that the address brought: somebody else's, until it is edited.
    linked: StoredValue<Option<Vec<Line>>>,
    /// What the page's signals live as long as. Made in a handler, a signal
    /// would live only as long as the element that was pressed.
    owner: StoredValue<Owner>,
    last_id: StoredValue<u32>,
    visit: Visit,
}

impl Page {
    /// Opens the page on what the address says, and begins to follow it.
    pub(super) fn open() -> Self {
        let surroundings = expect_context::<Surroundings>();
        let visit = expect_context::<Visit>();
        let page = Self {
            list: RwSignal::default(),
            text: RwSignal::new(None),
            choices: RwSignal::new(Setup::default()),
            undo: RwSignal::default(),
            notes: RwSignal::default(),
            forgotten: RwSignal::new(false),
            status: RwSignal::new(Status::Ready),
            endpoint: RwSignal::new(None),
            frame: RwSignal::new(0),
            runs: visit.runs,
            shown: visit.shown,
            baseline: visit.baseline,
            report: RwSignal::new_local(None),
            baseline_report: RwSignal::new_local(None),
            zoom: RwSignal::new(None),
            selected: RwSignal::new(None),
            step: surroundings.engine.with_value(|engine| engine.clock_step),
            running: StoredValue::new_local(None),
            linked: StoredValue::new(None),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            last_id: StoredValue::new(0),
            visit,
        };
        page.load_address();
        page.publish();
        fetch::keep_timings(50_000);
        leptos::task::spawn_local(async move {
            let endpoint = endpoint::ready().await;
            // The lab may have been left meanwhile.
            page.endpoint.try_set(Some(endpoint));
        });
        page
    }

    /// The setup as it stands.
    pub(super) fn setup(&self) -> Setup {
        Setup {
            lines: self.lines(),
            ..self.choices.get()
        }
    }

    /// The lines of the list, whichever way it is edited.
    pub(super) fn lines(&self) -> Vec<Line> {
        match self.text.get() {
            Some(text) => lines_from_text(&text),
            None => self.list.get().iter().map(|row| row.line.get()).collect(),
        }
    }

    /// Takes over what the address says; false if that is of another lab.
    pub(super) fn load_address(&self) -> bool {
        let hash = page::hash();
        let (setup, notes) = match Route::parse(&hash) {
            Route::Home | Route::Unknown(_) => {
                let mut setup = Setup::default();
                if let Some(text) = storage::recall(LIST) {
                    setup.lines = lines_from_text(&text);
                }
                self.linked.set_value(None);
                (setup, Vec::new())
            }
            Route::Lab(Experiment::Crawl, query) => {
                let (setup, notes) = setup_from_link(query);
                self.linked.set_value(Some(setup.lines.clone()));
                (setup, notes)
            }
            // Of another lab.
            Route::Lab(..) => return false,
        };
        self.set_lines(setup.lines.clone());
        self.text.set(None);
        self.undo.set(Vec::new());
        self.choices.set(setup);
        self.notes.set(notes);
        true
    }

    /// Keeps the address and the browser's memory at the setup as it stands.
    ///
    /// A list that came with a link does not displace the one that is
    /// remembered, as long as it is not edited or too long for the address.
    pub(super) fn save(&self) {
        let setup = self.setup();
        let query = query_from_setup(&setup);
        let is_foreign = self
            .linked
            .with_value(|linked| linked.as_ref() == Some(&setup.lines));
        if !is_foreign || query.is_err() {
            let text = text_from_lines(&setup.lines);
            self.forgotten.set(storage::remember(LIST, &text).is_err());
        }
        let query =
            query.unwrap_or_else(|_| policy_query_with_remembered_list(&setup));
        let mark = if query.is_empty() { "" } else { "?" };
        page::replace_hash(&format!("#/crawl{mark}{query}"));
    }

    /// Replaces the whole list.
    pub(super) fn set_lines(&self, lines: Vec<Line>) {
        let rows = lines.into_iter().map(|line| self.new_row(line)).collect();
        self.list.set(rows);
    }

    /// A new row for the list.
    pub(super) fn new_row(&self, line: Line) -> ListRow {
        let id = self.next(self.last_id);
        ListRow {
            id,
            line: self.signal(line),
        }
    }

    fn signal<T: Send + Sync + 'static>(&self, value: T) -> RwSignal<T> {
        self.owner
            .with_value(|owner| owner.with(|| RwSignal::new(value)))
    }

    fn next(&self, count: StoredValue<u32>) -> u32 {
        count.update_value(|count| *count += 1);
        count.get_value()
    }

    /// Remembers the list as it is, before something is lost from it.
    pub(super) fn before_losing(&self, what: impl Into<String>) {
        let lines = untrack(|| self.lines());
        self.undo.update(|undo| undo.push((what.into(), lines)));
    }

    /// Puts the list back as it was before the last loss.
    pub(super) fn undo(&self) {
        let last = self.undo.try_update(Vec::pop).flatten();
        let Some((_, lines)) = last else { return };
        if self.text.with_untracked(Option::is_some) {
            self.text.set(Some(text_from_lines(&lines)));
        }
        self.set_lines(lines);
    }

    /// Runs the setup as it stands; a run that goes on is stopped first.
    pub(super) fn run(&self) {
        let setup = untrack(|| self.setup());
        let plan = match Plan::try_from(&setup) {
            Ok(plan) => plan,
            Err(error) => {
                self.status.set(Status::Failed(error.to_string()));
                return;
            }
        };
        let number = self.next(self.visit.run_count);
        let name = name_of(&plan, number);
        let named = |owner: &Owner| owner.with(|| RwSignal::new(name));
        let record = Rc::new(RunRecord {
            id: number,
            name: self.visit.owner.with_value(named),
            plan,
            lanes: Lanes::default(),
        });
        self.runs.update(|runs| {
            runs.push(record.clone());
            if runs.len() > KEPT_RUNS {
                runs.remove(0);
            }
        });
        self.zoom.set(None);
        self.selected.set(None);
        self.show(record.clone());
        self.status.set(Status::Running(
            "Running: waiting for the built-in endpoint.".to_owned(),
        ));
        let page = *self;
        let (task, abort) = AbortOnDrop::wrap(page.go_through(record.clone()));
        let lanes = record.lanes.clone();
        self.running.set_value(Some(RunningRun {
            _task: abort,
            _frames: Frames::start(move || {
                page.frame.update(|frame| *frame += 1)
            }),
            _hidden: HiddenWatch::start(move || {
                lanes.all().iter().for_each(Lane::mark_hidden)
            }),
        }));
        wasm_bindgen_futures::spawn_local(async move {
            let end = task.await;
            page.finish(&record, end.is_err());
        });
    }

    async fn go_through(self, record: Rc<RunRecord>) {
        let is_built_in = |row: &Row| !row.url.contains("://");
        let endpoint = match self.endpoint.get_untracked() {
            Some(endpoint) => endpoint,
            None if record.plan.rows.iter().any(is_built_in) => {
                endpoint::ready().await
            }
            // Nobody will ask it.
            None => Endpoint::ServiceWorker,
        };
        let on_change = || {
            let text = progress_text(&record.plan, &record.lanes.all());
            self.status.set(Status::Running(text));
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

    fn finish(&self, record: &Rc<RunRecord>, stopped: bool) {
        if self.status.is_disposed() {
            // The lab was left.
            return;
        }
        self.publish();
        self.frame.update(|frame| *frame += 1);
        if !self.is_newest(record.id) {
            // Replaced by another run, which has the word now.
            return;
        }
        self.running.set_value(None);
        crate::views::instruments::show_crawl(&record.lanes.all());
        let report = Report::of(&record.plan, &record.lanes.all());
        let failed = report.lanes.iter().map(|lane| lane.stats.failed).sum();
        let succeeded: usize =
            report.lanes.iter().map(|lane| lane.stats.succeeded).sum();
        self.status.set(match (stopped, succeeded) {
            (true, _) => Status::Stopped,
            (false, 0) => Status::Failed(
                "No request succeeded; the table below says why for each."
                    .to_owned(),
            ),
            (false, _) => Status::Finished(finished_text(failed)),
        });
    }

    /// Stops the run that goes on, if any.
    pub(super) fn stop(&self) {
        self.running.set_value(None);
    }

    /// Puts a run on the stage.
    pub(super) fn show(&self, record: Rc<RunRecord>) {
        self.shown.set(Some(record));
        self.selected.set(None);
        self.zoom.set(None);
        self.publish();
    }

    /// Chooses the run to compare with; none to compare with nothing.
    pub(super) fn compare_with(&self, record: Option<Rc<RunRecord>>) {
        self.baseline.set(record);
        self.publish();
    }

    /// Brings what is said of the runs up to date.
    pub(super) fn publish(&self) {
        let report = |record: Rc<RunRecord>| {
            Rc::new(Report::of(&record.plan, &record.lanes.all()))
        };
        self.report.set(self.shown.get_untracked().map(report));
        self.baseline_report
            .set(self.baseline.get_untracked().map(report));
    }

    fn is_newest(&self, id: u32) -> bool {
        self.runs
            .with_untracked(|runs| runs.last().is_some_and(|run| run.id == id))
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

fn setup_from_link(query: &str) -> (Setup, Vec<String>) {
    let (mut setup, remembered, notes) = setup_from_query(query);
    let mut notes: Vec<String> =
        notes.iter().map(ToString::to_string).collect();
    if remembered == Remembered::List {
        match storage::recall(LIST) {
            Some(text) => setup.lines = lines_from_text(&text),
            None => notes.push(
                "The list of this link was too long to travel: only the browser that made it has it."
                    .to_owned(),
            ),
        }
    }
    (setup, notes)
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
