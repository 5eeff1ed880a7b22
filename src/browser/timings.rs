//! What the browser notes of requests, by Resource Timing: what took how long,
//! as far as the server discloses it.

use super::fetch::absolute;
use super::{timer, window};
use crate::http::{Timing, closest_to};
use crate::trace::Timestamp;
use js_sys::Array;
use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{PerformanceEntry, PerformanceResourceTiming};

/// So many notes a browser takes by itself.
const NOTES: u32 = 250;

thread_local! {
    /// Notes that were taken over from the browser, by URL.
    static TAKEN_OVER: RefCell<HashMap<String, Array>> = RefCell::default();
}

/// Makes room for the timing of so many requests.
pub fn keep(count: u32) {
    if let Some(performance) = window().performance() {
        performance.set_resource_timing_buffer_size(count);
    }
}

/// Forgets the timing of requests that began before `oldest`, once there are
/// many notes: the browser forgets none, and takes none when it has no more
/// room.
pub fn forget(oldest: Timestamp) {
    let Some(performance) = window().performance() else {
        return;
    };
    let notes = performance.get_entries_by_type("resource");
    if notes.length() <= NOTES {
        return;
    }
    performance.clear_resource_timings();
    // As in `settled_at`, a note may say that it began a little earlier.
    let is_needed = |note: &JsValue| {
        let note: &PerformanceResourceTiming = note.unchecked_ref();
        note.start_time() + 1.0 >= oldest.as_millis()
    };
    TAKEN_OVER.with_borrow_mut(|all| {
        all.retain(|_, notes| {
            *notes = notes.filter(&mut |note, _, _| is_needed(&note));
            notes.length() > 0
        });
        for note in notes.iter().filter(is_needed) {
            let url = note.unchecked_ref::<PerformanceEntry>().name();
            all.entry(url).or_default().push(&note);
        }
    });
}

/// What is noted of the requests to `url`, in the order in which they began.
fn entries_of(url: &str) -> Array {
    let entries = || {
        let url = absolute(url).ok()?;
        let all = window().performance()?;
        let entries = all.get_entries_by_name_with_entry_type(&url, "resource");
        let taken = TAKEN_OVER.with_borrow(|all| all.get(&url).cloned());
        Some(match taken {
            Some(taken) => taken.concat(&entries),
            None => entries,
        })
    };
    entries().unwrap_or_default()
}

/// Of these notes, that of the request that began closest to `sent` on the
/// page's clock.
fn entry_closest_to(
    sent: Timestamp,
    entries: &Array,
) -> Option<PerformanceResourceTiming> {
    let entry = |place| -> PerformanceResourceTiming {
        entries.get(place).unchecked_into()
    };
    let start = |place| entry(place).start_time();
    let sent = sent.as_millis();
    closest_to(sent, entries.length(), start).map(entry)
}

/// When the answer to the request to `url` that was sent at `sent` had arrived,
/// both on the page's clock: the thread may have seen it later.
///
/// The browser takes its note only after the answer was read, so this waits for
/// it, for half a second at most. None where the note says nothing: Firefox
/// gives one instant for all phases of what a Service Worker answers.
pub async fn settled_at(url: &str, sent: Timestamp) -> Option<Timestamp> {
    for _ in 0..10 {
        let entry = entry_closest_to(sent, &entries_of(url));
        // The closest one may be of an earlier request.
        let ours = entry.filter(|it| it.start_time() + 1.0 >= sent.as_millis());
        if let Some(entry) = ours.filter(|it| it.response_end() > 0.0) {
            let says_nothing = entry.response_start() <= entry.request_start();
            let end = Timestamp::from_millis(entry.response_end());
            return (!says_nothing).then_some(end);
        }
        timer::sleep(Duration::from_millis(50)).await;
    }
    None
}

/// What the browser tells of requests that are over. It is asked once for each
/// URL.
#[derive(Default)]
pub struct Timings(RefCell<HashMap<String, Array>>);

impl Timings {
    /// Of the request to `url` that was sent at `sent` on the page's clock.
    #[must_use]
    pub fn of(&self, url: &str, sent: Timestamp) -> Timing {
        let mut asked = self.0.borrow_mut();
        if !asked.contains_key(url) {
            asked.insert(url.to_owned(), entries_of(url));
        }
        let entry = asked.get(url).and_then(|it| entry_closest_to(sent, it));
        entry.map_or(Timing::NotRecorded, |it| timing_from(&it))
    }
}

fn timing_from(entry: &PerformanceResourceTiming) -> Timing {
    if entry.request_start() == 0.0 || entry.response_start() == 0.0 {
        return Timing::NotDisclosed;
    }
    // Firefox and WebKit know no phases of what a Service Worker answers, and
    // give one instant for all of them.
    if entry.response_start() <= entry.request_start() {
        return Timing::NotRecorded;
    }
    let between = |from: f64, to: f64| {
        Duration::from_secs_f64((to - from).max(0.0) / 1e3)
    };
    Timing::Disclosed {
        before_sent: between(entry.start_time(), entry.request_start()),
        server: between(entry.request_start(), entry.response_start()),
        body: between(entry.response_start(), entry.response_end()),
        protocol: entry.next_hop_protocol(),
    }
}
