//! The browser's monotonic clock, and how coarse it is.

use crate::trace::Timestamp;
use std::cell::Cell;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::Performance;

thread_local! {
    // Looked up once: a clock that is read for every event should cost little.
    static CLOCK: Performance = performance();
    // When it began, in milliseconds since 1970, as it was first read since the
    // wall clock was set.
    static ORIGIN: Cell<f64> = const { Cell::new(f64::NAN) };
    // Whether it was seen to stand still: what waits for a time to pass would
    // then wait for ever.
    static STANDS_STILL: Cell<bool> = const { Cell::new(false) };
}

/// The clock of this thread: a page's or a worker's.
fn performance() -> Performance {
    js_sys::Reflect::get(&js_sys::global(), &"performance".into())
        .ok()
        .and_then(|clock| clock.dyn_into().ok())
        .expect("every browser has a clock")
}

/// The time since the page was opened, or the worker was started.
#[must_use]
pub fn now() -> Timestamp {
    if STANDS_STILL.get() {
        return from_epoch(js_sys::Date::now());
    }
    Timestamp::from_millis(CLOCK.with(Performance::now))
}

/// The time since 1970, in milliseconds: what threads can tell each other.
#[must_use]
pub fn epoch_now() -> f64 {
    if STANDS_STILL.get() {
        return js_sys::Date::now();
    }
    origin() + CLOCK.with(Performance::now)
}

/// When the clock of this thread began, in milliseconds since 1970.
///
/// WebKit works it out anew at each reading, by the wall clock: it wavers by a
/// step of the clock, and now and then by more. What was read first is kept until
/// the wall clock was set.
fn origin() -> f64 {
    let read = CLOCK.with(Performance::time_origin);
    let kept = ORIGIN.get();
    if (read - kept).abs() < WAVERS {
        return kept;
    }
    ORIGIN.set(read);
    read
}

/// The same in whole milliseconds: of a page, when its loading began.
#[must_use]
pub fn began() -> u64 {
    origin() as u64
}

/// The wall clock, in whole milliseconds since 1970.
#[must_use]
pub fn wall() -> u64 {
    js_sys::Date::now() as u64
}

/// By less than this, in milliseconds, it only wavers: 2 were seen.
const WAVERS: f64 = 10.0;

/// How many minutes the visitor's clocks are ahead of UTC.
#[must_use]
pub fn minutes_ahead() -> i32 {
    // The cast saturates; JavaScript counts how far they are behind.
    -(js_sys::Date::new_0().get_timezone_offset() as i32)
}

/// The reading of this thread's clock at `epoch`, a time that another thread
/// had from [`epoch_now`].
#[must_use]
pub fn from_epoch(epoch: f64) -> Timestamp {
    Timestamp::from_millis(epoch - origin())
}

/// The clock is watched for so long at most, in milliseconds of the wall clock:
/// the coarsest that browsers have steps by 100.
const LONGEST_WATCH: f64 = 250.0;
/// And read so often at most, since the wall clock may be blurred as well.
const MOST_READINGS: u32 = 2_000_000;

/// Measures the step by which the clock advances, by watching it advance a few
/// times. Takes as long as that: five milliseconds where the step is one, and
/// never longer than a quarter of a second. A clock that does not advance in
/// that time is not read again: the wall clock takes its place.
///
/// Browsers blur the clock against timing attacks: finer when the page is
/// cross-origin isolated, coarser when not.
#[must_use]
pub fn measured_step() -> Duration {
    STANDS_STILL.set(false);
    let began = js_sys::Date::now();
    let mut readings = 0;
    let mut finest = Duration::MAX;
    let mut advances = 0;
    let mut before = now();
    while advances < 5 && readings < MOST_READINGS {
        readings += 1;
        let after = now();
        if after > before {
            finest = finest.min(after.since(before));
            advances += 1;
            // What the check below takes is no part of a step.
            before = now();
        }
        // Asked seldom: it costs as much as what it is to limit.
        if readings % 64 == 0 && js_sys::Date::now() - began > LONGEST_WATCH {
            break;
        }
    }
    if advances == 0 {
        STANDS_STILL.set(true);
        // The wall clock counts whole milliseconds.
        return Duration::from_millis(1);
    }
    finest
}
