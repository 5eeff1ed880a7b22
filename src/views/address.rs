//! The setup of a lab, which lives in the address. Not what a setup is.
//!
//! Browsers refuse or drop changes of the address that come too often, so it
//! follows the setup with a pause between two changes. It is brought up to date
//! when the visitor leaves a field, the lab or the page, and later where the
//! browser refused it.

use crate::browser::{clock, focus, page, scroll, storage, timer};
use crate::experiments::{Experiment, Guide, Route};
use crate::task::AbortOnDrop;
use leptos::prelude::*;
use std::cell::RefCell;
use std::time::Duration;

/// Rare enough for every engine: WebKit refuses the address after 100 changes
/// in 10 s.
const PAUSE: Duration = Duration::from_millis(300);
/// After a refusal.
const LONG_PAUSE: Duration = Duration::from_millis(1_000);

const LABS: usize = Experiment::ALL.len();

/// What the page shows by its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Lab(Experiment),
    Guide(Guide),
}

impl Shown {
    /// All that there is, in the order of the head.
    pub(super) const ALL: [Self; LABS + Guide::ALL.len()] = {
        let mut all = [Self::Guide(Guide::ALL[0]); LABS + Guide::ALL.len()];
        let mut place = 0;
        while place < all.len() {
            all[place] = match place < LABS {
                true => Self::Lab(Experiment::ALL[place]),
                false => Self::Guide(Guide::ALL[place - LABS]),
            };
            place += 1;
        }
        all
    };

    /// What the address leads to; Crawl where it names nothing that there is.
    pub(super) fn here() -> Self {
        match Route::parse(&page::hash()) {
            Route::Home | Route::Unknown(_) => Self::Lab(Experiment::Crawl),
            Route::Lab(lab, _) => Self::Lab(lab),
            Route::Guide(guide, _) => Self::Guide(guide),
        }
    }

    /// Its name on the page.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Lab(lab) => lab.name(),
            Self::Guide(guide) => guide.name(),
        }
    }

    /// What it is about.
    pub(super) fn about(self) -> &'static str {
        match self {
            Self::Lab(lab) => lab.about(),
            Self::Guide(guide) => guide.about(),
        }
    }
}

impl From<Experiment> for Shown {
    fn from(lab: Experiment) -> Self {
        Self::Lab(lab)
    }
}

impl From<Guide> for Shown {
    fn from(guide: Guide) -> Self {
        Self::Guide(guide)
    }
}

/// Keeps a setup, and says what the address is to be; `None` for as it is.
type Keep = Box<dyn Fn() -> Option<String>>;

#[derive(Default)]
struct Late {
    /// What is still to be kept, and the fragment that it is to take the place of.
    keep: Option<(String, Keep)>,
    /// Ends the pause before that.
    pause: Option<AbortOnDrop>,
    /// An address that the browser refused.
    refused: Option<String>,
    /// What is said of a link to the address, if that lacks something.
    lack: Option<&'static str>,
}

thread_local! {
    static LATE: RefCell<Late> = RefCell::default();
}

/// Calls `keep` now, or after the pause since it was called last: it keeps the
/// setup of what is shown as it is then, and says what the address is to be.
/// `None` leaves the address as it is, and so does one that changes meanwhile.
pub(super) fn keep_soon(keep: impl Fn() -> Option<String> + 'static) {
    let is_first = LATE.with_borrow_mut(|late| {
        let waiting = late.keep.take();
        let place = waiting.map_or_else(page::hash, |(place, _)| place);
        late.keep = Some((place, Box::new(keep)));
        late.pause.is_none()
    });
    if is_first {
        flush();
    }
}

/// Begins a pause, after which is kept what waits by then.
fn begin(pause: Duration) -> AbortOnDrop {
    let (task, abort) = AbortOnDrop::wrap(async move {
        timer::sleep(pause).await;
        let waits = LATE.with_borrow_mut(|late| {
            late.pause = None;
            late.keep.is_some() || late.refused.is_some()
        });
        if waits {
            flush();
        }
    });
    leptos::task::spawn_local(async move {
        let _ = task.await;
    });
    abort
}

/// Keeps now what waits to be kept.
pub(super) fn flush() {
    let (keep, refused) =
        LATE.with_borrow_mut(|late| (late.keep.take(), late.refused.take()));
    if keep.is_none() && refused.is_none() {
        return;
    }
    pause_for(PAUSE);
    let wanted = match keep {
        // An address that leads elsewhere by now is not ours to change.
        Some((place, keep)) => keep().filter(|_| page::hash() == place),
        None => refused,
    };
    let Some(wanted) = wanted else { return };
    let before = page::hash();
    if before == wanted {
        return;
    }
    if page::replace_hash(&wanted) {
        note_change(&before, &wanted);
    } else {
        LATE.with_borrow_mut(|late| late.refused = Some(wanted));
        pause_for(LONG_PAUSE);
    }
}

/// Begins a pause in place of the one that goes on, if any.
fn pause_for(pause: Duration) {
    let pause = begin(pause);
    // The old one ends outside of the borrow.
    let _old = LATE.with_borrow_mut(|late| late.pause.replace(pause));
}

/// Forgets what waits to be kept: the address says something new.
pub(super) fn forget() {
    LATE.with_borrow_mut(|late| *late = Late::default());
}

/// The whole address of the setup as it stands, whether or not the browser has
/// taken it already.
pub(super) fn current() -> String {
    flush();
    let address = page::address();
    let refused = LATE.with_borrow(|late| late.refused.clone());
    match refused {
        Some(hash) => {
            let page = address.split('#').next().unwrap_or_default();
            format!("{page}{hash}")
        }
        None => address,
    }
}

/// Has this be said when a link to the address is copied: that it lacks
/// something; `None` if it has all.
pub(super) fn lacks(said: Option<&'static str>) {
    LATE.with_borrow_mut(|late| late.lack = said);
}

/// What was last said so of the address that is shown.
pub(super) fn lack() -> Option<&'static str> {
    LATE.with_borrow(|late| late.lack)
}

/// The name in the address by which the page knows that it is in a frame of
/// another one, as start.js does.
const EMBED: &str = "?embed";

/// `address` with the name that is for frames.
pub(super) fn with_embed(address: &str) -> String {
    let (page, hash) = page_and_hash(address);
    format!("{page}{EMBED}{hash}")
}

/// `address` without the name that is for frames.
pub(super) fn without_embed(address: &str) -> String {
    let (page, hash) = page_and_hash(address);
    format!("{page}{hash}")
}

/// The two parts of an address without its query, which only frames have.
fn page_and_hash(address: &str) -> (&str, &str) {
    let (page, hash) =
        address.split_at(address.find('#').unwrap_or(address.len()));
    (page.split('?').next().unwrap_or_default(), hash)
}

/// Where it is remembered what was left by such a link.
const LEFT: &str = "meanwhile.left";

/// A note of how far the page is scrolled as it is left, and of the fragment
/// `hash` of its address.
pub(super) fn note_of_leaving(hash: &str) -> String {
    format!("{} {hash}", scroll::offset())
}

/// What such a note says.
pub(super) fn read_note(note: &str) -> Option<(i32, &str)> {
    let (offset, hash) = split_number(note)?;
    Some((offset.try_into().ok()?, hash))
}

/// The number that a note begins with, and the rest of it.
fn split_number(note: &str) -> Option<(u64, &str)> {
    let (number, rest) = note.split_once(' ')?;
    Some((number.parse().ok()?, rest))
}

/// Has what a link of the page opens begin at its top, with the focus there: the
/// link goes.
pub(super) fn open_at_top(event: &leptos::ev::MouseEvent) {
    // In another tab it opens as any link does.
    if event.ctrl_key() || event.meta_key() || event.shift_key() {
        return;
    }
    let note = note_of_leaving(&page::hash());
    storage::remember_in_tab(LEFT, Some(&note));
    focus::to_without_scrolling("#main");
    scroll::to_top();
}

/// How far what the address leads to was scrolled when it was left by a link of
/// the page; once.
pub(super) fn left_at() -> Option<i32> {
    let note = storage::recall_in_tab(LEFT)?;
    let (offset, hash) = read_note(&note)?;
    if hash != page::hash() {
        return None;
    }
    storage::remember_in_tab(LEFT, None);
    Some(offset)
}

/// Where the last changes of the address are remembered.
const CHANGES: &str = "meanwhile.changes";
/// Changes that follow each other within so many milliseconds belong together.
const TOGETHER: u64 = 1_000;
/// So many fragments are remembered of such changes.
const MOST_CHANGES: usize = 5;

/// Of one load of the page: when it began, when it last changed the address, and
/// the fragments, the newest first.
fn noted_changes(note: &str) -> Option<(u64, u64, &str)> {
    let (began, rest) = split_number(note)?;
    let (at, fragments) = split_number(rest)?;
    Some((began, at, fragments))
}

fn note_change(before: &str, after: &str) {
    let (began, now) = (clock::began(), clock::wall());
    let noted = storage::recall_in_tab(CHANGES).unwrap_or_default();
    let (of, at, fragments) = noted_changes(&noted).unwrap_or_default();
    let goes_on = of == began
        && now.saturating_sub(at) < TOGETHER
        && fragments.split(' ').next() == Some(before);
    let older = fragments.split(' ').filter(|_| goes_on).skip(1);
    let all = [after, before].into_iter().chain(older);
    let all: Vec<&str> = all.take(MOST_CHANGES).collect();
    let all = format!("{began} {now} {}", all.join(" "));
    storage::remember_in_tab(CHANGES, Some(&all));
}

/// Changes the address if it is one before changes that the page had just made as
/// this load began: a reload opens the address of when it begins, and in WebKit
/// that of a little before.
///
/// What opens just such an address anew is taken for a reload: WebKit says of some
/// reloads that they are none.
pub(super) fn catch_up() {
    let noted = storage::recall_in_tab(CHANGES).unwrap_or_default();
    let (_, at, fragments) = noted_changes(&noted).unwrap_or_default();
    let (newest, older) = fragments.split_once(' ').unwrap_or_default();
    let hash = page::hash();
    if at + TOGETHER > clock::began() && older.split(' ').any(|it| it == hash) {
        // If it is refused, the page opens what it would have without this.
        let _ = page::replace_hash(newest);
    }
}

/// Has what waits be kept whenever the visitor leaves a field or the page, for
/// as long as the caller lasts.
///
/// Firefox may cut off, in the middle of anything, a script that runs while its
/// page is left. So little is done then: nothing, if nothing waits.
pub(super) fn keep_on_leaving() {
    let listeners = ["focusout", "pagehide", "visibilitychange"]
        .map(|name| window_event_listener_untyped(name, |_| flush()));
    on_cleanup(move || listeners.into_iter().for_each(|it| it.remove()));
}
