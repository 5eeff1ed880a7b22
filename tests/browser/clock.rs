//! The clock and the timers.

use crate::spies::Spy;
use futures::FutureExt;
use meanwhile::browser::clock::{epoch_now, from_epoch, measured_step, now};
use meanwhile::browser::synchronous::spin;
use meanwhile::browser::timer::sleep;
use std::time::Duration;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn the_clock_advances_and_never_goes_back() {
    let start = now();
    let mut last = start;
    // As long as a second, if the clock is that coarse.
    for _ in 0..50_000_000 {
        let next = now();
        assert!(next >= last);
        last = next;
        if last > start {
            return;
        }
    }
    panic!("the clock stands still");
}

#[wasm_bindgen_test]
fn what_a_thread_tells_another_of_the_time_can_be_read_back() {
    let before = now().as_millis();
    let told = epoch_now();
    let after = now().as_millis();
    let read = from_epoch(told).as_millis();
    // The time since 1970 leaves a number four digits after the point.
    let digits = 0.001;
    assert!(before - digits <= read, "{before} {read}");
    assert!(read <= after + digits, "{read} {after}");
    let later = from_epoch(told + 1500.0).as_millis();
    assert!((later - read - 1500.0).abs() < digits, "{later} {read}");
}

/// WebKit works out anew at each reading when a clock began.
#[wasm_bindgen_test]
fn a_beginning_that_wavers_moves_no_time() {
    let told = epoch_now();
    let read = from_epoch(told);
    let shifts = [0.02, -0.02, 2.0];
    let _wavers = Spy::on_origin(&shifts);
    for _ in shifts {
        assert_eq!(from_epoch(told), read);
    }
}

#[wasm_bindgen_test]
fn a_wall_clock_that_is_set_is_followed() {
    const HOUR: f64 = 3_600_000.0;
    let before = epoch_now();
    let _set = Spy::on_origin(&[HOUR; 2]);
    let told = epoch_now();
    assert!(told - before > HOUR / 2.0, "{before} {told}");
    let read = from_epoch(told);
    let off = now().since(read).max(read.since(now()));
    assert!(off < Duration::from_secs(1), "{off:?}");
}

#[wasm_bindgen_test]
fn the_step_of_the_clock_is_more_than_nothing_and_less_than_a_frame() {
    let step = measured_step();
    assert!(step > Duration::ZERO, "{step:?}");
    assert!(step < Duration::from_millis(20), "{step:?}");
}

#[wasm_bindgen_test]
fn a_sleep_sets_its_timer_when_it_is_first_polled() {
    let timers = Spy::on_timers();
    let mut sleep = Box::pin(sleep(Duration::from_secs(60)));
    assert!(timers.log().is_empty(), "nothing happens by itself");
    assert!(sleep.as_mut().now_or_never().is_none());
    assert_eq!(timers.log(), ["set 60000"]);
    assert!(sleep.as_mut().now_or_never().is_none());
    assert_eq!(timers.log(), ["set 60000"], "one timer serves all polls");
}

#[wasm_bindgen_test]
fn dropping_a_sleep_clears_its_timer() {
    let timers = Spy::on_timers();
    let mut sleep = Box::pin(sleep(Duration::from_secs(60)));
    assert!(sleep.as_mut().now_or_never().is_none());
    drop(sleep);
    assert_eq!(timers.log(), ["set 60000", "cleared"]);
}

#[wasm_bindgen_test]
fn a_sleep_that_nobody_polls_leaves_no_timer() {
    let timers = Spy::on_timers();
    drop(sleep(Duration::from_secs(60)));
    assert!(timers.log().is_empty());
}

#[wasm_bindgen_test]
async fn a_sleep_ends_after_its_time() {
    let before = now();
    sleep(Duration::from_millis(30)).await;
    // A timer may fire a little early on a coarse clock.
    let step = measured_step().max(Duration::from_millis(1));
    assert!(now().since(before) + step >= Duration::from_millis(30));
}

/// No await comes between, so that no timer but these is noted: a page's
/// tests share it with whatever the tests before them left to end.
#[wasm_bindgen_test]
fn part_of_a_millisecond_is_rounded_up() {
    for (length, timer) in [
        (Duration::from_micros(1200), "set 2"),
        (Duration::ZERO, "set 0"),
    ] {
        let timers = Spy::on_timers();
        assert!(Box::pin(sleep(length)).now_or_never().is_none());
        assert_eq!(timers.log()[..1], [timer]);
    }
}

/// Puts another function in the place of the page's `performance.now`.
fn with_clock<T>(source: &str, test: impl FnOnce() -> T) -> T {
    let performance =
        js_sys::Reflect::get(&js_sys::global(), &"performance".into())
            .expect("every browser has a clock");
    let name = "now".into();
    let other = js_sys::Function::new_with_args("real", source)
        .call1(&performance, &performance)
        .expect("the source is right");
    js_sys::Reflect::set(&performance, &name, &other).expect("it can be set");
    let result = test();
    js_sys::Reflect::delete_property(&performance.into(), &name)
        .expect("it can be put back");
    result
}

#[wasm_bindgen_test]
fn a_clock_that_stands_still_is_replaced() {
    let (step, before, after) = with_clock("return () => 7", || {
        let step = measured_step();
        let before = now();
        spin(Duration::from_millis(5));
        (step, before, now())
    });
    assert_eq!(step, Duration::from_millis(1));
    assert!(after > before);
    // And is read again once it goes.
    assert!(measured_step() <= Duration::from_millis(100));
}

#[wasm_bindgen_test]
fn a_coarse_clock_has_a_coarse_step() {
    let coarse = "const now = Performance.prototype.now.bind(real);
        return () => Math.floor(now() / 100) * 100";
    let step = with_clock(coarse, measured_step);
    // A thread that was set aside may have missed a tick.
    assert_eq!(step.as_millis() % 100, 0, "{step:?}");
    assert!(step >= Duration::from_millis(100), "{step:?}");
    let _ = measured_step();
}
