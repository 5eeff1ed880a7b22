//! What the crawl page knows, and what its controls do.

use super::{below, web};
use crate::browser::clock;
use crate::browser::endpoint::{self, Endpoint};
use crate::browser::fetch;
use crate::browser::frames::Frames;
use crate::browser::page;
use crate::browser::storage;
use crate::browser::visibility::{self, HiddenWatch};
use crate::experiments::crawl::{
    Asked, KeptLists, Lanes, Line, ListFrom, Plan, Report, Row, Setup,
    Strategy, Whose, holds_compressed_list, hosts_of, hosts_to_confirm,
    lines_from_text, list_to_open, policy_query_with_remembered_list,
    progress_text, query_from_setup, run, setup_from_query, text_from_lines,
};
use crate::experiments::{Experiment, Route};
use crate::task::AbortOnDrop;
use crate::trace::Viewport;
use crate::views::address;
use crate::views::environment::Environment;
use crate::views::labs::LaterCode;
use crate::views::later::Later;
use crate::views::run::Status;
use leptos::prelude::*;
use std::rc::Rc;
use std::time::Duration;

/// Where the visitor's own list is remembered.
const LIST: &str = "meanwhile.list";
/// Where the list of a link is remembered as the visitor changed it.
const CHANGED_LINK: &str = "meanwhile.link-list";
/// Where the hosts are remembered that runs have asked, one a line.
const HOSTS: &str = "meanwhile.hosts";
/// How many of them.
const KEPT_HOSTS: usize = 1_000;
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

/// What the list was before a change that loses something.
#[derive(Clone)]
pub(super) struct Loss {
    /// What was done, in a sentence.
    pub what: String,
    lines: Vec<Line>,
    whose: Whose,
    /// The visitor's own list, if that change replaced it.
    replaced: Option<Replaced>,
}

/// The visitor's own list before another took its place; `None` if there was
/// none.
#[derive(Clone)]
struct Replaced(Option<String>);

/// What a link brought, which stays in the address until it is changed.
#[derive(Clone, Default)]
struct Linked {
    lines: Vec<Line>,
    choices: Setup,
    /// The fragment of the address.
    hash: String,
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
    /// The code of what comes after Run.
    pub code: LaterCode,
    /// The rows of the list.
    pub list: RwSignal<Vec<ListRow>>,
    /// The list as text, while it is edited so.
    pub text: RwSignal<Option<String>>,
    /// Everything else that was chosen; its lines are of no account.
    pub choices: RwSignal<Setup>,
    /// Whose list it is.
    pub whose: RwSignal<Whose>,
    /// What there was before each change of the list that loses something.
    pub undo: RwSignal<Vec<Loss>>,
    /// Hosts that are to be confirmed before the list of a link is run.
    pub to_confirm: RwSignal<Vec<String>>,
    /// What of the link was not followed.
    pub notes: RwSignal<Vec<String>>,
    /// Whether the list could not be remembered.
    pub forgotten: RwSignal<bool>,
    /// Whether the address has no room for the list.
    pub is_too_long: RwSignal<bool>,
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
    linked: StoredValue<Option<Linked>>,
    /// Whether an address was taken over already.
    is_open: StoredValue<bool>,
    /// What the page's controls begin.
    pub later: Later,
    /// What the page's signals live as long as. Made in a handler, a signal
    /// would live only as long as the element that was pressed.
    owner: StoredValue<Owner>,
    last_id: StoredValue<u32>,
    visit: Visit,
}

impl Page {
    /// Opens the page on what the address says, and begins to follow it.
    pub(super) fn open() -> Self {
        let environment = expect_context::<Environment>();
        let visit = expect_context::<Visit>();
        let page = Self {
            code: expect_context(),
            list: RwSignal::default(),
            text: RwSignal::new(None),
            choices: RwSignal::new(Setup::default()),
            whose: RwSignal::default(),
            undo: RwSignal::default(),
            to_confirm: RwSignal::default(),
            notes: RwSignal::default(),
            forgotten: RwSignal::new(false),
            is_too_long: RwSignal::new(false),
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
            step: environment.engine.with_value(|engine| engine.clock_step),
            running: StoredValue::new_local(None),
            linked: StoredValue::new(None),
            is_open: StoredValue::new(false),
            later: Later::new(),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            last_id: StoredValue::new(0),
            visit,
        };
        page.load_address();
        page.publish();
        fetch::keep_timings(50_000);
        page.later.spawn(async move {
            page.endpoint.set(Some(endpoint::ready().await));
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
        let (mut setup, asked, mut notes) = match Route::parse(&hash) {
            Route::Home | Route::Unknown(_) => {
                (Setup::default(), Asked::Nothing, Vec::new())
            }
            Route::Lab(Experiment::Crawl, query) => {
                let (setup, from, notes) = setup_from_query(&query);
                let notes = notes.iter().map(ToString::to_string).collect();
                let asked = match from {
                    ListFrom::Default | ListFrom::Link => {
                        Asked::Lines(setup.lines.clone())
                    }
                    ListFrom::LeftBehind(list) => Asked::LeftBehind(list),
                };
                (setup, asked, notes)
            }
            // Of another lab.
            Route::Lab(..) => return false,
        };
        if self.is_open.get_value() {
            // What waits to be kept is of the address before.
            self.keep_list();
        }
        self.is_open.set_value(true);
        address::forget();
        let kept = KeptLists {
            mine: storage::recall(LIST),
            changed_link: storage::recall(CHANGED_LINK),
        };
        let (lines, whose) =
            list_to_open(asked, &kept).unwrap_or_else(|| {
                notes.push(
                    "The list of this link was too long to travel with it. Ask whoever sent the \
                     link for the list as text, and paste it below."
                        .to_owned(),
                );
                (Vec::new(), Whose::Link)
            });
        setup.lines = lines.clone();
        self.whose.set(whose);
        self.set_lines(lines.clone());
        self.text.set(None);
        self.undo.set(Vec::new());
        self.to_confirm.set(Vec::new());
        let linked = Linked {
            lines,
            choices: setup.clone(),
            hash,
        };
        self.linked
            .set_value((whose == Whose::Link).then_some(linked));
        self.choices.set(setup);
        self.notes.set(notes);
        true
    }

    /// Keeps the address and the browser's memory at the setup, soon.
    pub(super) fn save(&self) {
        // Read here so that the caller is told of every change.
        let _ = self.setup();
        let page = *self;
        address::keep_soon(Experiment::Crawl, move || page.keep());
    }

    /// Keeps the list in the browser's memory, and says what the address is to
    /// be; `None` while it is the link as it came.
    fn keep(&self) -> Option<String> {
        let setup = untrack(|| self.setup());
        let choices = self.choices.get_untracked();
        let same_link = self.linked.with_value(|linked| {
            linked.as_ref().is_some_and(|linked| {
                linked.lines == setup.lines && linked.choices == choices
            })
        });
        self.keep_list();
        let query = query_from_setup(&setup);
        // A link that is too long for rows that can be read stays whole, so
        // that it can be passed on.
        let is_readable =
            query.as_ref().is_ok_and(|it| !holds_compressed_list(it));
        if same_link && !is_readable {
            return self.linked.with_value(|linked| {
                linked.as_ref().map(|linked| linked.hash.clone())
            });
        }
        self.is_too_long.set(query.is_err());
        let query =
            query.unwrap_or_else(|_| policy_query_with_remembered_list(&setup));
        Some(address::hash_of(Experiment::Crawl, &query))
    }

    /// Keeps the list in the browser's memory, unless it is a link's as it came.
    pub(super) fn keep_list(&self) {
        let lines = untrack(|| self.lines());
        let is_as_it_came = self.linked.with_value(|linked| {
            linked.as_ref().is_some_and(|linked| linked.lines == lines)
        });
        let key = match self.whose.get_untracked() {
            Whose::Mine => LIST,
            Whose::Link => CHANGED_LINK,
        };
        let is_untouched =
            lines == Setup::default().lines && storage::recall(key).is_none();
        if !is_as_it_came && !is_untouched {
            self.remember(key, &text_from_lines(&lines));
        }
    }

    fn remember(&self, key: &str, text: &str) {
        let is_new = storage::recall(key).as_deref() != Some(text);
        if is_new {
            self.forgotten.set(storage::remember(key, text).is_err());
        }
    }

    /// Whether the visitor has a list of their own.
    pub(super) fn has_own_list(&self) -> bool {
        storage::recall(LIST).is_some()
    }

    /// Makes the list of a link the visitor's own.
    pub(super) fn keep_as_mine(&self) {
        let replaced = Replaced(storage::recall(LIST));
        let lines = untrack(|| self.lines());
        let loss = Loss {
            what: "This is your list now, in the place of the one you had."
                .to_owned(),
            lines: lines.clone(),
            whose: Whose::Link,
            replaced: Some(replaced),
        };
        self.undo.update(|undo| undo.push(loss));
        self.linked.set_value(None);
        self.whose.set(Whose::Mine);
        self.remember(LIST, &text_from_lines(&lines));
        self.save();
    }

    /// Opens the visitor's own list in the place of a link's.
    pub(super) fn open_mine(&self) {
        self.before_losing("Your own list is back.");
        let kept = KeptLists {
            mine: storage::recall(LIST),
            ..KeptLists::default()
        };
        if let Some((lines, whose)) = list_to_open(Asked::Nothing, &kept) {
            self.linked.set_value(None);
            self.whose.set(whose);
            self.replace_lines(lines);
        }
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

    /// Replaces the whole list, whichever way it is edited.
    pub(super) fn replace_lines(&self, lines: Vec<Line>) {
        if self.text.with_untracked(Option::is_some) {
            self.text.set(Some(text_from_lines(&lines)));
        }
        self.set_lines(lines);
    }

    /// Remembers the list as it is, before something is lost from it.
    pub(super) fn before_losing(&self, what: impl Into<String>) {
        let loss = Loss {
            what: what.into(),
            lines: untrack(|| self.lines()),
            whose: self.whose.get_untracked(),
            replaced: None,
        };
        self.undo.update(|undo| undo.push(loss));
    }

    /// Puts the list back as it was before the last loss.
    pub(super) fn undo(&self) {
        let last = self.undo.try_update(Vec::pop).flatten();
        let Some(loss) = last else { return };
        match &loss.replaced {
            Some(Replaced(Some(mine))) => self.remember(LIST, mine),
            Some(Replaced(None)) => storage::forget(LIST),
            None => {}
        }
        self.whose.set(loss.whose);
        self.replace_lines(loss.lines);
    }

    /// Runs the setup as it stands, unless hosts of a link's list are to be
    /// confirmed first; a run that goes on is stopped first.
    pub(super) fn run(&self) {
        let setup = untrack(|| self.setup());
        let hosts = hosts_of(&setup);
        let known = storage::recall(HOSTS).unwrap_or_default();
        let known: Vec<String> = known.lines().map(str::to_owned).collect();
        let to_confirm = match self.whose.get_untracked() {
            Whose::Mine => Vec::new(),
            Whose::Link => hosts_to_confirm(&hosts, &known, &page::host()),
        };
        if !to_confirm.is_empty() {
            self.stop();
            self.status.set(Status::Ready);
            self.to_confirm.set(to_confirm);
            return;
        }
        self.know(hosts, known);
        self.start(&setup);
    }

    /// Runs the setup after the hosts of the link were confirmed.
    pub(super) fn run_confirmed(&self) {
        let known = storage::recall(HOSTS).unwrap_or_default();
        let known = known.lines().map(str::to_owned).collect();
        self.know(self.to_confirm.get_untracked(), known);
        self.to_confirm.set(Vec::new());
        self.run();
    }

    /// Remembers that the visitor has had these hosts asked.
    fn know(&self, hosts: Vec<String>, mut known: Vec<String>) {
        let count = known.len();
        for host in hosts {
            if !known.contains(&host) {
                known.push(host);
            }
        }
        if known.len() > count {
            let from = known.len().saturating_sub(KEPT_HOSTS);
            // Where nothing is remembered, the question comes again.
            let _ = storage::remember(HOSTS, &known[from..].join("\n"));
        }
    }

    fn start(&self, setup: &Setup) {
        let plan = match Plan::try_from(setup) {
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
        let is_here = untrack(|| self.code.is_here());
        self.status.set(Status::Running(match is_here {
            true => "Running: waiting for the built-in endpoint.".to_owned(),
            false => "Running: waiting for the rest of the page.".to_owned(),
        }));
        let page = *self;
        let (task, abort) = AbortOnDrop::wrap(below::run(page, record.clone()));
        let lanes = record.lanes.clone();
        self.running.set_value(Some(RunningRun {
            _task: abort,
            _frames: Frames::start(move || {
                page.frame.update(|frame| *frame += 1)
            }),
            _hidden: HiddenWatch::start(move || lanes.set_hidden(true)),
        }));
        wasm_bindgen_futures::spawn_local(async move {
            let end = task.await;
            match end {
                Ok(false) => page.fail_to_run(&record),
                end => page.finish(&record, end.is_err()),
            }
        });
    }

    /// Goes through a run to its end.
    pub(super) async fn go_through(self, record: Rc<RunRecord>) {
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
            record.lanes.set_hidden(visibility::is_hidden());
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

    /// Says that a run could not begin, since its code did not come.
    fn fail_to_run(&self, record: &Rc<RunRecord>) {
        if self.status.is_disposed() || !self.is_newest(record.id) {
            return;
        }
        self.running.set_value(None);
        self.status.set(Status::Failed(
            "Nothing was run: the rest of the page did not load.".to_owned(),
        ));
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
