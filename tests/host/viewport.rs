//! From a timeline to shapes: pictures, culling, zoom, the time axis, and how
//! durations are written.

use crate::history::History;
use crate::picture::{picture, picture_of};
use crate::site::{Run, crawl, crawl_until};
use crate::{cases, ms, plain};
use meanwhile::experiments::crawl::Strategy as Way;
use meanwhile::trace::{
    Cause, Ending, EventKind, Layer, Phase, Scene, Timeline, Timestamp,
    Viewport, duration_text,
};
use proptest::prelude::*;
use std::time::Duration;

fn lane(run: &Run, strategy: Way) -> Timeline {
    run.lane(strategy).timeline().clone()
}

fn second(count: u64) -> Duration {
    Duration::from_secs(count)
}

#[test]
fn sequential_is_a_staircase() {
    let run = crawl("delay/1\ndelay/1?b\ndelay/1?c", "run=sequential");
    let drawn = picture(&run.timeline(), second(3), second(3), 48);
    insta::assert_snapshot!(drawn, @"
    │================                                │
    │················================                │
    │································================│
    ");
}

#[test]
fn concurrent_is_a_stack() {
    let run = crawl("delay/1\ndelay/1?b\ndelay/1?c", "run=concurrent");
    let drawn = picture(&run.timeline(), second(3), second(3), 48);
    insta::assert_snapshot!(drawn, @"
    │================                                │
    │================                                │
    │================                                │
    ");
}

#[test]
fn limited_is_a_staircase_with_wide_steps() {
    let list = "delay/1?1\ndelay/1?2\ndelay/1?3\ndelay/1?4\ndelay/1?5";
    let run = crawl(list, "run=limited&limit=2");
    let drawn = picture(&run.timeline(), second(3), second(3), 48);
    insta::assert_snapshot!(drawn, @"
    │================                                │
    │================                                │
    │················================                │
    │················================                │
    │································================│
    ");
}

#[test]
fn the_phases_of_a_request_look_different() {
    let list = "drip/1/1\nflaky/1/1\nstatus/404/1 +1s\ndelay/9";
    let run = crawl_until(ms(2800), list, "run=concurrent&retries=1");
    let drawn = picture(&run.timeline(), second(3), second(3), 60);
    insta::assert_snapshot!(drawn, @"
    │====================####################                    │
    │====================~~~~~====================               │
    │--------------------====================×                   │
    │========================================================/   │
    ");
}

#[test]
fn a_request_whose_time_is_up_ends_at_a_wall() {
    let query = "run=limited&limit=2&timeout=1500";
    let run = crawl("never\ndelay/1\nnever", query);
    let drawn = picture(&run.timeline(), second(3), second(3), 48);
    insta::assert_snapshot!(drawn, @"
    │========================|                       │
    │================                                │
    │················========================|       │
    ");
}

#[test]
fn an_error_that_stops_a_run_cuts_the_other_bars() {
    let run = crawl(
        "delay/3\nstatus/500/1\ndelay/2\ndelay/1",
        "run=limited&limit=3&on-error=stop",
    );
    let drawn = picture(&run.timeline(), second(2), second(3), 48);
    insta::assert_snapshot!(drawn, @"
    │================/                               │
    │================×                               │
    │================/                               │
    │································                │
    ");
}

#[test]
fn what_goes_on_reaches_to_now() {
    let mut history = History::of(&[(0, 1000)]);
    history.open(1000);
    history.unsent();
    let drawn = picture(&history.so_far(), ms(2000), second(3), 48);
    insta::assert_snapshot!(drawn, @"
    │================                                │
    │················================                │
    │································                │
    ");
}

#[test]
fn the_baseline_stands_behind_the_bars() {
    let query = "run=sequential,concurrent";
    let run = crawl("delay/1\ndelay/1?b\ndelay/1?c", query);
    let drawn = picture_of(
        &Viewport::fit(3000.0, 3),
        &lane(&run, Way::Concurrent),
        Some(&lane(&run, Way::Sequential)),
        second(3),
        48,
    );
    insta::assert_snapshot!(drawn, @"
    │================                                │
    │================░░░░░░░░░░░░░░░░                │
    │================                ░░░░░░░░░░░░░░░░│
    ");
}

#[test]
fn a_window_shows_its_part_of_the_picture() {
    let list = "delay/1?1\ndelay/1?2\ndelay/1?3\ndelay/1?4";
    let run = crawl(list, "run=sequential");
    let view = Viewport {
        from: 1500.0,
        to: 3500.0,
        top: 1.0,
        bottom: 4.0,
    };
    let drawn = picture_of(&view, &run.timeline(), None, second(4), 48);
    insta::assert_snapshot!(drawn, @"
    │============                                    │
    │············========================            │
    │····································============│
    ");
}

#[test]
fn bars_have_the_words_that_fit() {
    let run = crawl("delay/3 #home\ndelay/0.5 +0.5s #slow", "run=concurrent");
    let words = |width| {
        let view = Viewport::fit(3000.0, 2);
        let now = Timestamp::ZERO + second(3);
        let scene = view.scene(&run.timeline(), None, now, width, 40.0);
        let text = |labels: &[meanwhile::trace::Label]| -> Vec<String> {
            labels.iter().map(|label| plain(&label.text)).collect()
        };
        assert_eq!(text(&scene.rows), ["home", "slow"]);
        text(&scene.labels)
    };
    // Of two phases of one length the later is named.
    assert_eq!(words(800.0), ["waiting 3.00 s", "waiting 500 ms"]);
    assert_eq!(words(500.0), ["waiting 3.00 s", "500 ms"]);
    assert_eq!(words(100.0), ["3.00 s"]);
    assert_eq!(words(40.0), [""; 0]);
}

#[test]
fn low_rows_have_neither_words_nor_marks() {
    let run = crawl("delay/1\ndelay/1?b", "run=concurrent");
    let view = Viewport::fit(1000.0, 2);
    let scene = |height| {
        let now = Timestamp::ZERO + second(1);
        view.scene(&run.timeline(), None, now, 480.0, height)
    };
    let has = |scene: &Scene, layer| {
        scene.shapes.iter().any(|shape| shape.layer == layer)
    };
    assert!(has(&scene(80.0), Layer::Poll) && has(&scene(80.0), Layer::Wake));
    let low = scene(6.0);
    assert!(!has(&low, Layer::Poll) && !has(&low, Layer::Wake));
    assert!(low.labels.is_empty() && low.rows.is_empty());
    assert!(has(&low, Layer::Waiting));
}

/// As many rows as a run may have, each with every phase and a bad end.
fn ten_thousand_rows() -> Timeline {
    use EventKind::{Ended, Entered, PollEnded, PollStarted, Spawned, Woken};
    let mut history = History::new();
    for row in 0..10_000 {
        let task = history.unsent();
        for (after, kind) in [
            (0, Spawned),
            (0, PollStarted),
            (0, Entered(Phase::AddedDelay)),
            (0, PollEnded),
            (10, Entered(Phase::Waiting)),
            (20, Woken(Cause::Unknown)),
            (20, PollStarted),
            (20, Entered(Phase::Receiving)),
            (30, Ended(Ending::Failed)),
            (30, PollEnded),
        ] {
            history.push(row + after, task, kind);
        }
    }
    history.ended()
}

#[test]
fn ten_thousand_rows_are_drawn_with_a_bounded_number_of_shapes() {
    let timeline = ten_thousand_rows();
    let whole = Viewport::fit(10_030.0, 10_000);
    let now = Timestamp::ZERO + second(11);
    let mut view = whole;
    let mut most = 0;
    while view.bottom - view.top > 13.0 {
        let scene = view.scene(&timeline, None, now, 1000.0, 480.0);
        most = most.max(scene.shapes.len());
        view = view.zoomed(1.3, 0.4, 0.4, 480.0, whole);
    }
    // At most two rows share a pixel of the height, each in five kinds of ink.
    assert!(most <= 2 * 480 * 5, "{most} shapes");
    assert!(most > 480, "every pixel of the height has a row: {most}");
}

#[test]
fn ten_thousand_ordinary_rows_are_drawn_with_few_shapes() {
    let rows: Vec<(u64, u64)> =
        (0..10_000).map(|row| (row, row + 100)).collect();
    let timeline = History::of(&rows).ended();
    let view = Viewport::fit(10_100.0, 10_000);
    let now = Timestamp::ZERO + second(11);
    let scene = view.scene(&timeline, None, now, 1000.0, 480.0);
    assert!(scene.shapes.len() < 2_500, "{}", scene.shapes.len());
}

#[test]
fn the_first_and_the_last_of_the_rows_that_share_a_pixel_are_drawn() {
    let mut history = History::new();
    // All alike but the last, which alone is far to the right.
    for _ in 0..9_999 {
        history.request(0, 100, Ending::Succeeded);
    }
    history.request(900, 1000, Ending::Succeeded);
    let view = Viewport::fit(1000.0, 10_000);
    let now = Timestamp::ZERO + second(1);
    let scene = view.scene(&history.ended(), None, now, 1000.0, 480.0);
    let right = |shape: &&meanwhile::trace::Shape| {
        shape.layer == Layer::Waiting && shape.x > 800.0
    };
    assert_eq!(scene.shapes.iter().filter(right).count(), 1);
}

#[test]
fn what_is_out_of_view_is_not_drawn() {
    let rows: Vec<(u64, u64)> =
        (0..1000).map(|row| (row * 10, row * 10 + 10)).collect();
    let timeline = History::of(&rows).ended();
    let view = Viewport {
        from: 5000.0,
        to: 5100.0,
        top: 500.0,
        bottom: 510.0,
    };
    let now = Timestamp::ZERO + second(11);
    let scene = view.scene(&timeline, None, now, 480.0, 400.0);
    let bars = scene.shapes.iter().filter(|s| s.layer == Layer::Waiting);
    assert_eq!(bars.count(), 10);
    let plot = -1.0..=481.0;
    let inside = |shape: &meanwhile::trace::Shape| {
        plot.contains(&shape.x) && plot.contains(&(shape.x + shape.width))
    };
    assert!(scene.shapes.iter().all(inside));
}

#[test]
fn a_path_has_one_piece_for_each_shape_of_its_layer() {
    let list = "delay/1\nstatus/404/1\nnever\ndelay/9";
    let run = crawl_until(ms(2000), list, "run=concurrent&timeout=1500");
    let view = Viewport::fit(2000.0, 4);
    let now = Timestamp::ZERO + second(2);
    let scene = view.scene(&run.timeline(), None, now, 200.0, 80.0);
    for layer in Layer::ALL {
        let shapes = scene.shapes.iter().filter(|s| s.layer == layer).count();
        let strokes = if layer == Layer::Failed { 2 } else { 1 };
        let path = scene.path(layer);
        let pieces = path.to_lowercase().matches('m').count();
        assert_eq!(pieces, shapes * strokes, "{layer:?}: {path}");
    }
    insta::assert_snapshot!(scene.path(Layer::Waiting), @"M0 3.2h100v13.6h-100zM0 23.2h100v13.6h-100zM0 43.2h150v13.6h-150zM0 63.2h150v13.6h-150z");
}

/// A step of a visitor who looks around.
#[derive(Clone, Debug)]
enum Move {
    Zoom(f64, f64, f64),
    Pan(f64, f64),
    Show(usize),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let zoom = (-3.0..3.0, 0.0..=1.0, 0.0..=1.0).prop_map(
        |(power, x, y): (f64, f64, f64)| Move::Zoom(power.exp(), x, y),
    );
    let pan = (-2.0..2.0, -2.0..2.0).prop_map(|(x, y)| Move::Pan(x, y));
    let show = (0_usize..2000).prop_map(Move::Show);
    prop::collection::vec(prop_oneof![3 => zoom, 2 => pan, 1 => show], 0..30)
}

fn is_within(view: &Viewport, whole: &Viewport) -> bool {
    let close = 1e-6;
    view.from >= whole.from - close
        && view.to <= whole.to + close
        && view.top >= whole.top - close
        && view.bottom <= whole.bottom + close
        && view.from < view.to
        && view.top < view.bottom
}

fn is_close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * b.abs().max(1.0)
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn whoever_looks_around_stays_within_the_whole(
        extent in 0.0..1e6,
        rows in 0_usize..2000,
        moves in moves(),
    ) {
        let whole = Viewport::fit(extent, rows);
        let height = Viewport::height_for(rows);
        let mut view = whole;
        for step in moves {
            view = match step {
                Move::Zoom(by, x, y) => view.zoomed(by, x, y, height, whole),
                Move::Pan(x, y) => view.panned(x, y, whole),
                Move::Show(row) => view.showing_row(row.min(rows.max(1) - 1), whole),
            };
            prop_assert!(is_within(&view, &whole), "{:?} in {:?}", view, whole);
        }
        // From anywhere, far enough out is the whole again.
        let out = view.zoomed(1e-12, 0.5, 0.5, height, whole);
        prop_assert!(is_close(out.from, whole.from) && is_close(out.to, whole.to));
        prop_assert!(is_close(out.top, whole.top) && is_close(out.bottom, whole.bottom));
    }

    #[test]
    fn zooming_keeps_the_instant_under_the_pointer(
        by in 1.0..20.0_f64,
        x in 0.0..=1.0_f64,
        y in 0.0..=1.0_f64,
    ) {
        let whole = Viewport::fit(5000.0, 300);
        let closer = whole.zoomed(by, x, y, 480.0, whole);
        let under = |view: &Viewport| view.from + (view.to - view.from) * x;
        prop_assert!(is_close(under(&closer), under(&whole)));
        let back = closer.zoomed(1.0 / by, x, y, 480.0, whole);
        prop_assert!(is_close(back.from, whole.from) && is_close(back.to, whole.to));
    }

    #[test]
    fn a_row_that_is_shown_is_in_view(
        row in 0_usize..300,
        top in 0.0..280.0_f64,
    ) {
        let whole = Viewport::fit(5000.0, 300);
        let view = Viewport { top, bottom: top + 15.0, ..whole };
        let shown = view.showing_row(row, whole);
        prop_assert!(shown.top <= row as f64 + 1e-6);
        prop_assert!(shown.bottom >= (row + 1) as f64 - 1e-6);
        prop_assert!(is_close(shown.bottom - shown.top, 15.0));
    }

    #[test]
    fn a_look_at_a_place_has_that_place_in_view(
        extent in 0.0..1e6,
        rows in 1_usize..2000,
        (from, length) in (0.0..=1.0_f64, 0.0..=1.0_f64),
        row in 0_usize..2000,
    ) {
        let row = row % rows;
        let whole = Viewport::fit(extent, rows);
        let from = whole.to * from;
        let to = from + (whole.to - from) * length;
        let view = Viewport::around(from, to, row, whole);
        prop_assert!(view != Some(whole), "what shows all is no part");
        let view = view.unwrap_or(whole);
        prop_assert!(is_within(&view, &whole), "{:?} in {:?}", view, whole);
        prop_assert!(view.from <= from + 1e-6 && to <= view.to + 1e-6);
        prop_assert!(view.top <= row as f64 && (row + 1) as f64 <= view.bottom);
        // An instant is shown closely, and what takes most of the time whole.
        let share = (view.to - view.from) / (whole.to - whole.from);
        let wanted = (to - from) / whole.to;
        prop_assert!(wanted > 0.01 || share < 0.021, "{share}");
        prop_assert!(wanted < 0.41 || share == 1.0, "{share}");
        prop_assert!(view.bottom - view.top <= 24.0, "rows have room");
    }

    #[test]
    fn the_ticks_of_the_axis_increase_and_their_words_differ(
        power in -3.0..6.5_f64,
        place in 0.0..1.0_f64,
        zoom in 1.0..2000.0_f64,
        width in 100.0..2500.0_f64,
    ) {
        let extent = 10_f64.powf(power);
        let visible = (extent / zoom).max(0.001);
        let from = (extent - visible).max(0.0) * place;
        let whole = Viewport::fit(extent, 3);
        let view = Viewport { from, to: from + visible, ..whole };
        let ticks = view.axis(width).ticks;
        prop_assert!(ticks.len() as f64 <= width / 62.0 + 2.0, "{:?}", ticks);
        for pair in ticks.windows(2) {
            prop_assert!(pair[0].x < pair[1].x);
            prop_assert_ne!(&pair[0].text, &pair[1].text);
            // Enough room for the words.
            prop_assert!(pair[1].x - pair[0].x > 61.0);
        }
        for tick in &ticks {
            prop_assert!((-0.1..=width + 0.1).contains(&tick.x));
        }
    }

    #[test]
    fn a_scene_is_finite_whatever_the_window(
        moves in moves(),
        requests in prop::collection::vec((0_u64..1000, 0_u64..1000), 1..40),
    ) {
        let requests: Vec<(u64, u64)> =
            requests.into_iter().map(|(s, l)| (s, s + l)).collect();
        let timeline = History::of(&requests).ended();
        let whole = Viewport::fit(2000.0, requests.len());
        let height = Viewport::height_for(requests.len());
        let mut view = whole;
        for step in moves {
            if let Move::Zoom(by, x, y) = step {
                view = view.zoomed(by, x, y, height, whole);
            }
        }
        let now = Timestamp::ZERO + second(2);
        let scene = view.scene(&timeline, None, now, 600.0, height);
        for shape in &scene.shapes {
            let sizes = [shape.x, shape.y, shape.width, shape.height];
            prop_assert!(sizes.iter().all(|size| size.is_finite()));
            prop_assert!(shape.width >= 0.0 && shape.height > 0.0);
        }
    }
}

#[test]
fn rows_zoom_only_to_their_full_height() {
    let whole = Viewport::fit(1000.0, 100);
    let closest = whole.zoomed(1e6, 0.5, 0.5, 480.0, whole);
    assert!(is_close(closest.bottom - closest.top, 12.0));
    let few = Viewport::fit(1000.0, 3);
    let closest = few.zoomed(1e6, 0.5, 0.5, 120.0, few);
    assert_eq!((closest.top, closest.bottom), (0.0, 3.0));
}

#[test]
fn a_plot_is_as_high_as_its_rows_within_reason() {
    assert!(is_close(Viewport::height_for(0), 120.0));
    assert!(is_close(Viewport::height_for(3), 120.0));
    assert!(is_close(Viewport::height_for(5), 200.0));
    assert!(is_close(Viewport::height_for(10_000), 480.0));
}

#[test]
fn a_point_of_the_plot_is_on_a_row() {
    let view = Viewport {
        from: 0.0,
        to: 1.0,
        top: 2.5,
        bottom: 6.5,
    };
    assert_eq!(view.row_at(0.0), Some(2));
    assert_eq!(view.row_at(0.5), Some(4));
    assert_eq!(view.row_at(0.99), Some(6));
    assert_eq!(view.row_at(1.0), None);
    assert_eq!(view.row_at(-1.0), None);
    assert!(is_close(view.x_of(0.25, 400.0), 100.0));
}

#[test]
fn the_axis_counts_in_round_steps_of_a_fitting_unit() {
    let words = |from, to, width| {
        let whole = Viewport::fit(to, 1);
        let axis = Viewport { from, ..whole }.axis(width);
        let words: Vec<_> =
            axis.ticks.iter().map(|tick| plain(&tick.text)).collect();
        words.join(" | ")
    };
    insta::assert_snapshot!(words(0.0, 3000.0, 480.0), @"0 | 0.5 s | 1.0 s | 1.5 s | 2.0 s | 2.5 s | 3.0 s");
    insta::assert_snapshot!(words(0.0, 1000.0, 900.0), @"0 | 0.1 s | 0.2 s | 0.3 s | 0.4 s | 0.5 s | 0.6 s | 0.7 s | 0.8 s | 0.9 s | 1.0 s");
    insta::assert_snapshot!(words(0.0, 60_000.0, 480.0), @"0 | 10 s | 20 s | 30 s | 40 s | 50 s | 60 s");
    insta::assert_snapshot!(words(0.0, 30.0, 480.0), @"0 | 5 ms | 10 ms | 15 ms | 20 ms | 25 ms | 30 ms");
    insta::assert_snapshot!(words(1000.0, 1001.0, 480.0), @"1000.0 ms | 1000.2 ms | 1000.4 ms | 1000.6 ms | 1000.8 ms | 1001.0 ms");
    insta::assert_snapshot!(words(1000.0, 1000.001, 480.0), @"1000.0000 ms | 1000.0002 ms | 1000.0004 ms | 1000.0006 ms | 1000.0008 ms | 1000.0010 ms");
}

/// How `duration` is written where the clock steps by `step`.
fn text(duration: Duration, step: Duration) -> String {
    plain(&duration_text(duration, step))
}

#[test]
fn durations_have_three_figures() {
    let us = Duration::from_micros;
    for (duration, expected) in [
        (Duration::from_nanos(4900), "5 µs"),
        (us(999), "999 µs"),
        (ms(1), "1.00 ms"),
        (us(9990), "9.99 ms"),
        (us(9996), "10.0 ms"),
        (us(99_900), "99.9 ms"),
        (us(99_960), "100 ms"),
        (us(999_400), "999 ms"),
        (us(999_600), "1.00 s"),
        (ms(1000), "1.00 s"),
        (ms(9994), "9.99 s"),
        (ms(9996), "10.0 s"),
        (ms(59_000), "59.0 s"),
        (ms(99_960), "100 s"),
        (ms(100_000), "100 s"),
        (ms(1_234_567), "1235 s"),
    ] {
        let step = Duration::from_micros(1);
        assert_eq!(text(duration, step), expected, "{duration:?}");
    }
}

#[test]
fn a_thousand_microseconds_are_a_millisecond() {
    let duration = Duration::from_nanos(999_600);
    assert_eq!(text(duration, Duration::from_micros(5)), "1.00 ms");
}

#[test]
fn what_is_below_the_clock_says_only_that() {
    let us = Duration::from_micros;
    for (duration, step, expected) in [
        (us(0), us(5), "under 5 µs"),
        (Duration::from_nanos(4900), us(5), "under 5 µs"),
        (us(5), us(5), "5 µs"),
        (us(0), us(20), "under 20 µs"),
        (us(99), us(100), "under 100 µs"),
        (us(100), us(100), "100 µs"),
        (us(0), ms(100), "under 100 ms"),
        (ms(1), ms(1), "1 ms"),
    ] {
        let named = format!("{duration:?} at {step:?}");
        assert_eq!(text(duration, step), expected, "{named}");
    }
}

#[test]
fn the_step_of_a_coarse_clock_is_named_without_invented_figures() {
    let step = ms(1);
    assert_eq!(text(Duration::ZERO, step), "under 1 ms");
    assert_eq!(text(Duration::from_micros(999), step), "under 1 ms");
}

#[test]
fn figures_are_no_finer_than_the_clock() {
    let us = Duration::from_micros;
    for (duration, step, expected) in [
        (us(1234), us(5), "1.23 ms"),
        (us(1234), us(100), "1.2 ms"),
        (us(1234), ms(1), "1 ms"),
        (us(12_340), us(5), "12.3 ms"),
        (us(12_340), us(100), "12.3 ms"),
        (us(12_340), ms(1), "12 ms"),
        (us(123_400), ms(1), "123 ms"),
        (us(1_234_000), ms(1), "1.23 s"),
    ] {
        let named = format!("{duration:?} at {step:?}");
        assert_eq!(text(duration, step), expected, "{named}");
    }
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn a_longer_duration_never_reads_as_a_shorter_one(
        a in 0_u64..200_000_000_000,
        b in 0_u64..200_000_000_000,
        step in prop::sample::select(vec![1_000_u64, 5_000, 20_000, 100_000, 1_000_000]),
    ) {
        let step = Duration::from_nanos(step);
        let read = |nanos: u64| {
            let text = text(Duration::from_nanos(nanos), step);
            let Some(text) = text.strip_prefix("under ") else {
                return parsed(&text);
            };
            // Below every other duration.
            parsed(text) - 1e-9
        };
        let (less, more) = (a.min(b), a.max(b));
        prop_assert!(read(less) <= read(more));
    }
}

/// The milliseconds that a duration's text stands for.
fn parsed(text: &str) -> f64 {
    let (number, unit) = text.split_once(' ').expect("it has a unit");
    let number: f64 = number.parse().expect("it has a number");
    match unit {
        "s" => number * 1e3,
        "ms" => number,
        "µs" => number / 1e3,
        _ => panic!("{text} has no unit of time"),
    }
}
