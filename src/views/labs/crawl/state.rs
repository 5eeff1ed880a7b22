//! What the crawl page knows, and what its controls do.

use super::kept::{self, Linked, Loss};
use super::{list_rest, rest, ways};
use crate::browser::page;
use crate::browser::timings;
use crate::experiments::crawl::{
    Asked, Lanes, Line, ListFrom, Plan, Report, Setup, Strategy, Whose,
    lines_from_text, list_to_open, setup_from_readable_query, text_from_lines,
};
use crate::experiments::{Experiment, Route};
use crate::views::address;
use crate::views::findings::LookedAt;
use crate::views::kept_text::KeptText;
use crate::views::lab::Lab;
use crate::views::later::Later;
use crate::views::later_code::LaterCode;
use crate::views::pieces::Pieces;
use crate::views::reactive::{
    AnyMemo, AnyRwSignal, AnyStoredValue, effect, memo,
};
use crate::views::visit;
use leptos::prelude::*;
use std::rc::Rc;

/// A longer list is edited as text: thousands of fields help nobody.
pub(super) const MOST_ROWS: usize = 300;

/// Said of what was typed or pasted, if what would read it is not here.
const NOT_READ: &str = "This was not read: the rest of the page did not load. \
     What you typed stays as it is; what you pasted or dropped can be given again.";
/// A row of the list, with a name that outlives its place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct ListRow {
    pub id: u32,
    pub line: AnyRwSignal<Line>,
}

/// A run of this visit.
pub(super) struct RunRecord {
    pub id: u32,
    pub name: AnyRwSignal<String>,
    pub plan: Plan,
    pub lanes: Lanes,
}

/// What outlives the lab being left, until the page is closed: the runs, and
/// which of them are looked at.
#[derive(Clone, Copy)]
pub(super) struct Visit {
    /// The runs, oldest first.
    pub(super) runs: AnyRwSignal<Vec<Rc<RunRecord>>>,
    /// The run on the stage.
    pub(super) shown: AnyRwSignal<Option<Rc<RunRecord>>>,
    /// The run behind it, to compare with.
    pub(super) baseline: AnyRwSignal<Option<Rc<RunRecord>>>,
    pub(super) run_count: AnyStoredValue<u32>,
    /// The code of what comes after Run.
    pub(super) code: LaterCode,
    /// The code of what reads and packs the list.
    pub(super) list_code: LaterCode,
    /// The code of what some strategies need beside that.
    pub(super) ways_code: LaterCode,
    /// What the names of runs live as long as.
    pub(super) owner: AnyStoredValue<Owner>,
}

impl Visit {
    /// A visit without runs, which lasts as long as its maker.
    fn new() -> Self {
        Self {
            runs: AnyRwSignal::new(Vec::new()),
            shown: AnyRwSignal::new(None),
            baseline: AnyRwSignal::new(None),
            run_count: AnyStoredValue::new(0),
            code: LaterCode::new(|| Box::pin(rest::load())),
            list_code: LaterCode::new(|| Box::pin(list_rest::load())),
            ways_code: LaterCode::new(|| Box::pin(ways::load())),
            owner: AnyStoredValue::new(Owner::current().unwrap_or_default()),
        }
    }
}

/// Everything the page knows; copies share it.
#[derive(Clone, Copy)]
pub(super) struct Page {
    /// What it has in common with other labs.
    pub lab: Lab,
    /// The code of what comes after Run.
    pub code: LaterCode,
    /// The code of what reads and packs the list.
    pub list_code: LaterCode,
    /// The rows of the list.
    pub list: AnyRwSignal<Vec<ListRow>>,
    /// The list as text, while it is edited so.
    pub text: AnyRwSignal<Option<String>>,
    /// The lines of that text, which may be long: read once for all who ask.
    text_lines: AnyMemo<Vec<Line>>,
    /// Everything else that was chosen; its lines are of no account.
    pub choices: AnyRwSignal<Setup>,
    /// Whose list it is.
    pub whose: AnyRwSignal<Whose>,
    /// Whether what the address asked for is the list that the page begins with.
    pub(super) is_first: AnyStoredValue<bool>,
    /// What there was before each change of the list that loses something.
    pub undo: AnyRwSignal<Vec<Loss>>,
    /// Hosts that are to be confirmed before the list of a link is run.
    pub to_confirm: AnyRwSignal<Vec<String>>,
    /// Whether the address has no room for the list.
    pub is_too_long: AnyRwSignal<bool>,
    /// Counts the drawings of a run: whoever draws it reads this.
    pub frame: AnyRwSignal<u32>,
    /// What is said of the run on the stage.
    pub report: AnyRwSignal<Option<Rc<Report>>>,
    /// What is said of the baseline.
    pub baseline_report: AnyRwSignal<Option<Rc<Report>>>,
    /// Whether the reader is asked for guesses.
    pub is_guessing: AnyRwSignal<bool>,
    /// What of its lanes is looked at.
    pub looked_at: LookedAt<Strategy>,
    /// What is shown of the code that comes later.
    pub later_pieces: Pieces,
    /// What a link brought, while that counts.
    pub(super) linked: AnyStoredValue<Option<Linked>>,
    /// The visitor's own list, as this browser keeps it.
    pub mine: KeptText,
    /// Whether an address was taken over already.
    is_open: AnyStoredValue<bool>,
    /// Whether the list of the address waits for the code that unpacks it.
    pub(super) is_packed: AnyStoredValue<bool>,
    /// What the page's controls begin.
    pub later: Later,
    /// What the page's signals live as long as. Made in a handler, a signal
    /// would live only as long as the element that was pressed.
    owner: AnyStoredValue<Owner>,
    last_id: AnyStoredValue<u32>,
    /// The runs of this visit.
    pub visit: Visit,
}

impl Page {
    /// Opens the page on what the address says, and begins to follow it.
    pub(super) fn open() -> Self {
        let visit = visit::kept(Visit::new);
        let text = AnyRwSignal::new(None);
        let lines_of_text = move |text: &Option<String>| {
            text.as_deref().map(lines_from_text).unwrap_or_default()
        };
        let page = Self {
            lab: Lab::new(),
            code: visit.code,
            list_code: visit.list_code,
            list: AnyRwSignal::default(),
            text,
            text_lines: memo(move || text.with(lines_of_text)),
            choices: AnyRwSignal::new(Setup::default()),
            whose: AnyRwSignal::default(),
            is_first: AnyStoredValue::new(false),
            undo: AnyRwSignal::default(),
            to_confirm: AnyRwSignal::default(),
            is_too_long: AnyRwSignal::new(false),
            frame: AnyRwSignal::new(0),
            report: AnyRwSignal::new(None),
            baseline_report: AnyRwSignal::new(None),
            is_guessing: AnyRwSignal::new(false),
            looked_at: LookedAt::all(),
            later_pieces: Pieces::new(untrack(|| visit.code.is_here())),
            linked: AnyStoredValue::new(None),
            mine: KeptText::new(kept::LIST),
            is_open: AnyStoredValue::new(false),
            is_packed: AnyStoredValue::new(false),
            later: Later::new(),
            owner: AnyStoredValue::new(Owner::current().unwrap_or_default()),
            last_id: AnyStoredValue::new(0),
            visit,
        };
        page.code.want_after_the_next_frame();
        effect(move || {
            if page.code.is_here() {
                page.later.spawn(page.later_pieces.build());
            }
        });
        page.load_address();
        // Where there are runs, the code is here.
        rest::publish(page);
        timings::keep(50_000);
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
        match self.text.with(Option::is_some) {
            true => self.text_lines.get(),
            false => self.list.get().iter().map(|row| row.line.get()).collect(),
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
                let read = setup_from_readable_query(&query)
                    .or_else(|| list_rest::setup_from(query.into_owned()));
                let Some((setup, from, notes)) = read else {
                    self.unpack_later();
                    return true;
                };
                let notes = notes.iter().map(ToString::to_string).collect();
                let asked = match from {
                    ListFrom::Default | ListFrom::Link => {
                        Asked::Lines(setup.lines.clone())
                    }
                    ListFrom::LeftBehind(list) => Asked::LeftBehind(list),
                };
                (setup, asked, notes)
            }
            // Of another lab, or of none.
            Route::Lab(..) | Route::Guide(..) => return false,
        };
        if self.is_open.get_value() {
            // What waits to be kept is of the address before.
            self.keep_list();
        }
        self.is_open.set_value(true);
        self.is_packed.set_value(false);
        address::forget();
        let kept = self.kept_lists();
        let (lines, whose) =
            list_to_open(asked, &kept).unwrap_or_else(|| {
                notes.push(
                    "The list of this link was too long to travel with it. Ask whoever sent the \
                     link for the list as text, and paste it below."
                        .to_owned(),
                );
                (Vec::new(), Whose::Link)
            });
        let is_first = lines == Setup::default().lines;
        self.is_first.set_value(is_first);
        if !is_first {
            // Notes stand beside its rows.
            self.list_code.want_after_the_next_frame();
        }
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
        self.lab.notes.set(notes);
        true
    }

    /// Takes the address over once the code is here that unpacks its list.
    fn unpack_later(&self) {
        if self.is_open.get_value() {
            // What waits to be kept is of the address before.
            self.keep_list();
        }
        self.is_open.set_value(true);
        self.is_packed.set_value(true);
        address::forget();
        self.set_lines(Vec::new());
        let say = move |notes: AnyRwSignal<Vec<String>>, what: &str| {
            notes.set(vec![what.to_owned()]);
        };
        let page = *self;
        say(page.lab.notes, "The list of this link is being unpacked.");
        self.later.spawn(async move {
            let is_here = page.list_code.loaded().await;
            match page.is_packed.get_value() {
                true if is_here => {
                    page.load_address();
                }
                true => say(
                    page.lab.notes,
                    "The list of this link was not read: the rest of the page did not load. \
                     Reload the page to try again.",
                ),
                // Another address came.
                false => {}
            }
        });
    }

    /// Replaces the whole list.
    pub(super) fn set_lines(&self, lines: Vec<Line>) {
        if lines.len() > MOST_ROWS {
            self.list_code.want();
        }
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

    fn signal<T: Send + Sync + 'static>(&self, value: T) -> AnyRwSignal<T> {
        self.owner
            .with_value(|owner| owner.with(|| AnyRwSignal::new(value)))
    }

    pub(super) fn next(&self, count: AnyStoredValue<u32>) -> u32 {
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

    /// The next piece of what is shown of the code that comes later.
    pub(super) fn piece(
        self,
        view: impl Fn() -> Option<AnyView> + Send + Sync + 'static,
    ) -> AnyView {
        let code = self.code;
        self.later_pieces
            .then(move || code.if_here(&view).into_any())
    }

    /// Does something with the code that reads the list: at once if it is here.
    pub(super) fn with_list_code(&self, then: impl FnOnce() + 'static) {
        if untrack(|| self.list_code.is_here()) {
            then();
            return;
        }
        let page = *self;
        self.later.spawn(async move {
            if page.has_list_code_or_says(NOT_READ).await {
                then();
            }
        });
    }

    /// Waits for the code that reads the list; without it, `what` is said until
    /// it is here.
    pub(super) async fn has_list_code_or_says(self, what: &str) -> bool {
        let is_here = self.list_code.loaded().await;
        self.lab.notes.update(|notes| {
            notes.retain(|note| note != what);
            if !is_here {
                notes.push(what.to_owned());
            }
        });
        is_here
    }

    /// Runs the setup as it stands; a run that goes on is stopped first.
    pub(super) fn run(&self) {
        let page = *self;
        let run = move || {
            rest::run(page);
        };
        let begin = move || page.lab.begin_with(page.code, Box::new(run));
        // What was typed is read first.
        match self.list_code.is_awaited() {
            true => self.lab.begin_with(self.list_code, Box::new(begin)),
            false => begin(),
        }
    }
}
