//! The timeline of tasks: hollow while idle, hatched while scheduled, solid
//! while polled, and an arrow for each wake.

use crate::{cases, ms};
use meanwhile::trace::{
    Arrows, Cause, Ending, EventKind, Layer, LifeRow, Polls, Scene, Shape,
    Source, TaskId, Timeline, Timestamp, Trace, Viewport, tree,
};
use proptest::prelude::*;

use EventKind::{
    Ended, Marked, PollEnded, PollStarted, Reached, Spawned, Turned, Woken,
};

const TIMER: EventKind = Woken(Cause::Loop(Source::Timer));

fn at(millis: u64) -> Timestamp {
    Timestamp::ZERO + ms(millis)
}

/// The loop, and two tasks of which the first starts the second.
fn trace() -> Trace {
    let mut trace = Trace::default();
    let the_loop = trace.declare(at(0), None, "the loop".into());
    let main = trace.declare(at(0), None, "main".into());
    let child = trace.declare(at(0), Some(main), "child".into());
    let mut tell = |millis, task, kind| trace.push(at(millis), task, kind);
    tell(0, the_loop, Turned(Source::Script));
    tell(0, main, Spawned);
    tell(0, main, Woken(Cause::Spawned));
    tell(10, main, PollStarted);
    tell(10, child, Spawned);
    tell(20, main, PollEnded);
    tell(100, the_loop, Turned(Source::Timer));
    tell(100, child, TIMER);
    tell(150, child, PollStarted);
    tell(150, main, Woken(Cause::Task(child)));
    tell(150, child, PollEnded);
    tell(150, child, Ended(Ending::Cancelled));
    tell(160, main, PollStarted);
    tell(170, main, PollEnded);
    trace
}

/// The scene of a window on a trace, a pixel a millisecond and 40 a row.
fn scene(trace: &Trace, from: f64, to: f64, arrows: Arrows) -> Scene {
    let timeline = Timeline::fold(trace.events());
    let rows: Vec<LifeRow> = tree(&timeline)
        .into_iter()
        .map(|(track, depth)| LifeRow { track, depth })
        .collect();
    let view = Viewport {
        from,
        to,
        top: 0.0,
        bottom: rows.len() as f64,
    };
    let height = rows.len() as f64 * 40.0;
    view.lives_scene(&timeline, &rows, arrows, at(200), to - from, height)
}

/// Where the shapes of a layer begin and end, in a row.
fn boxes(scene: &Scene, layer: Layer, row: usize) -> Vec<(f64, f64)> {
    let top = row as f64 * 40.0;
    let in_row = |it: &&Shape| {
        it.layer == layer && (top..top + 40.0).contains(&(it.y + 1.0))
    };
    let shapes = scene.shapes.iter().filter(in_row);
    shapes.map(|it| (it.x, it.x + it.width)).collect()
}

#[test]
fn each_task_has_a_row_with_its_state_over_time() {
    let scene = scene(&trace(), 0.0, 200.0, Arrows::Hidden);
    let names: Vec<&str> = scene.rows.iter().map(|it| &*it.text).collect();
    assert_eq!(names, ["the loop", "main", "└ child"]);
    // What goes on reaches to now.
    assert_eq!(boxes(&scene, Layer::Life, 1), [(0.0, 200.0)]);
    assert_eq!(boxes(&scene, Layer::Life, 2), [(10.0, 150.0)]);
    assert_eq!(
        boxes(&scene, Layer::Scheduled, 1),
        [(0.0, 10.0), (150.0, 160.0)]
    );
    assert_eq!(
        boxes(&scene, Layer::Polled, 1),
        [(10.0, 20.0), (160.0, 170.0)]
    );
    let turns: Vec<f64> = boxes(&scene, Layer::Turned, 0)
        .into_iter()
        .map(|(from, _)| from)
        .collect();
    assert_eq!(turns, [0.0, 100.0]);
}

#[test]
fn a_poll_below_a_pixel_is_seen() {
    let scene = scene(&trace(), 0.0, 200.0, Arrows::Hidden);
    let polls = boxes(&scene, Layer::Polled, 2);
    assert_eq!(polls.len(), 1);
    assert!(polls[0].1 - polls[0].0 > 1.0, "{polls:?}");
}

#[test]
fn polls_at_a_line_are_framed() {
    let mut trace = Trace::default();
    let main = trace.declare(at(0), None, "main".into());
    let child = trace.declare(at(0), Some(main), "child".into());
    let mut tell = |millis, task, kind| trace.push(at(millis), task, kind);
    tell(0, main, Spawned);
    tell(0, child, Spawned);
    // It waits at line 7, and goes on from there to line 9.
    tell(10, main, PollStarted);
    tell(10, main, Reached(7));
    tell(20, main, PollEnded);
    tell(50, main, PollStarted);
    tell(55, main, Reached(9));
    tell(60, main, PollEnded);
    tell(100, main, PollStarted);
    tell(110, main, PollEnded);
    // Nobody polls it where it comes there.
    tell(120, child, Reached(9));
    let events = trace.events();
    let polls = |line| Polls::at_line(events, line).of(main).to_vec();
    assert_eq!(polls(7), [0, 1]);
    assert_eq!(polls(9), [1, 2]);
    assert_eq!(polls(8), [0; 0]);
    assert!(Polls::at_line(events, 9).of(child).is_empty());
    let (timeline, height) = (Timeline::fold(events), 80.0);
    let rows = [(0, 0), (1, 1)].map(|(track, depth)| LifeRow { track, depth });
    let view = Viewport {
        from: 0.0,
        to: 200.0,
        top: 0.0,
        bottom: 2.0,
    };
    let frames = |polls: &Polls| {
        let frames =
            view.frames_around(polls, &timeline, &rows, at(200), 200.0, height);
        let edges = frames
            .iter()
            .map(|it| (it.x.round(), (it.x + it.width).round()));
        edges.collect::<Vec<_>>()
    };
    let around = [(48.0, 62.0), (98.0, 112.0)];
    assert_eq!(frames(&Polls::at_line(events, 9)), around);
    assert_eq!(frames(&Polls::default()), []);
    // A picture may be of less of the run.
    let earlier = Timeline::fold(&events[..6]);
    let shapes = view.frames_around(
        &Polls::at_line(events, 7),
        &earlier,
        &rows,
        at(200),
        200.0,
        height,
    );
    assert_eq!(shapes.len(), 1);
}

#[test]
fn an_arrow_leads_from_who_woke_to_the_poll() {
    let shown = scene(&trace(), 0.0, 200.0, Arrows::Shown);
    let arrows = |layer| -> Vec<(f64, f64, bool)> {
        let shapes = shown.shapes.iter().filter(|it| it.layer == layer);
        shapes
            .map(|it| (it.x, it.x + it.width, it.height > 0.0))
            .collect()
    };
    // Down from the loop at its wake to the child's poll, 50 ms later; up from
    // the child to main.
    assert_eq!(arrows(Layer::LoopArrow), [(100.0, 150.0, true)]);
    assert_eq!(arrows(Layer::TaskArrow), [(150.0, 160.0, false)]);
    let hidden = scene(&trace(), 0.0, 200.0, Arrows::Hidden);
    let is_arrow =
        |it: &Shape| matches!(it.layer, Layer::LoopArrow | Layer::TaskArrow);
    assert!(!hidden.shapes.iter().any(is_arrow));
}

#[test]
fn what_is_outside_of_the_window_is_not_drawn() {
    let scene = scene(&trace(), 30.0, 90.0, Arrows::Shown);
    assert_eq!(boxes(&scene, Layer::Polled, 1), []);
    assert_eq!(boxes(&scene, Layer::Scheduled, 1), []);
    let lives = boxes(&scene, Layer::Life, 1);
    assert_eq!(lives.len(), 1, "it goes on through the window");
    let inside = |it: &Shape| it.x >= -1.0 && it.x + it.width <= 61.0;
    assert!(scene.shapes.iter().all(inside), "{:?}", scene.shapes);
}

#[test]
fn what_is_no_future_has_its_marks() {
    let mut trace = trace();
    let pulse = trace.declare(at(0), None, "pulse".into());
    for millis in [16, 33, 50] {
        trace.push(at(millis), pulse, Marked);
    }
    let timeline = Timeline::fold(trace.events());
    assert!(timeline.tracks()[pulse.0 as usize].has_happened());
    let scene = scene(&trace, 0.0, 200.0, Arrows::Shown);
    let marks: Vec<f64> = boxes(&scene, Layer::FrameTurn, 3)
        .into_iter()
        .map(|(from, _)| from)
        .collect();
    assert_eq!(marks, [16.0, 33.0, 50.0]);
    assert_eq!(boxes(&scene, Layer::Life, 3), []);
}

#[test]
fn polls_that_a_pixel_cannot_tell_apart_are_one_shape() {
    let mut trace = Trace::default();
    let task = trace.declare(at(0), None, "task".into());
    trace.push(at(0), task, Spawned);
    for poll in 0..10_000_u64 {
        let from = Timestamp::from_nanos(poll * 10_000);
        trace.push(from, task, PollStarted);
        trace.push(Timestamp::from_nanos(poll * 10_000 + 9), task, PollEnded);
    }
    let scene = scene(&trace, 0.0, 200.0, Arrows::Shown);
    assert_eq!(boxes(&scene, Layer::Polled, 0).len(), 1);
}

proptest! {
    #![proptest_config(cases(500))]

    /// The boxes are those that looking at each poll gives.
    #[test]
    fn polls_are_drawn_as_if_each_was_looked_at(
        polls in prop::collection::vec((0_u64..3_000, 0_u64..3_000), 0..300),
        from in 0_u64..300,
        width in 1_u64..300,
    ) {
        let mut trace = Trace::default();
        let task = trace.declare(at(0), None, "task".into());
        trace.push(at(0), task, Spawned);
        let mut told = Vec::new();
        let mut now = 0;
        for (gap, length) in polls {
            // No gap is exactly as long as what a pixel can tell.
            let (gap, length) = (gap / 11 * 11, length / 11 * 11);
            let (start, end) = (now + gap, now + gap + length);
            now = end;
            let micros = |micros: u64| Timestamp::from_nanos(micros * 1_000);
            trace.push(micros(start), task, PollStarted);
            trace.push(micros(end), task, PollEnded);
            told.push((start as f64 / 1e3, end as f64 / 1e3));
        }
        let (from, width) = (from as f64, width as f64);
        let mut expected: Vec<(f64, f64)> = Vec::new();
        for (start, end) in told {
            let (left, right) = (start - from, end - from);
            if right < 0.0 {
                continue;
            }
            let left = left.max(-1.0);
            let right = right.max(left + 1.6);
            match expected.last_mut() {
                Some((_, end)) if left - *end < 0.5 => *end = end.max(right),
                _ => expected.push((left, right)),
            }
        }
        expected.retain(|(left, _)| *left <= width);
        let scene = scene(&trace, from, from + width, Arrows::Shown);
        let drawn = boxes(&scene, Layer::Polled, 0);
        prop_assert_eq!(drawn.len(), expected.len());
        for (drawn, expected) in drawn.iter().zip(&expected) {
            prop_assert!((drawn.0 - expected.0).abs() < 1e-6);
            let right = expected.1.min(width + 1.0);
            prop_assert!((drawn.1 - right).abs() < 1e-6);
        }
    }

    /// However many wakes there are, no arrow stands where there was none, and
    /// the first is drawn.
    #[test]
    fn arrows_stand_where_wakes_were(
        gaps in prop::collection::vec(0_u64..3_000, 1..300),
    ) {
        let mut trace = trace();
        let task = trace.declare(at(0), None, "task".into());
        trace.push(at(0), task, Spawned);
        let mut told = Vec::new();
        let mut now = 0;
        for gap in gaps {
            now += gap;
            let wake = Timestamp::from_nanos(now * 1_000);
            trace.push(wake, task, TIMER);
            told.push(now as f64 / 1e3);
        }
        let scene = scene(&trace, 0.0, 1_000.0, Arrows::Shown);
        let arrows = scene.shapes.iter();
        let arrows = arrows.filter(|it| it.layer == Layer::LoopArrow);
        // That of the other task is at 100 ms.
        told.push(100.0);
        let mut drawn = 0;
        for arrow in arrows {
            drawn += 1;
            prop_assert!(told.iter().any(|it| (it - arrow.x).abs() < 1e-6));
        }
        prop_assert!(drawn >= 2);
    }
}

#[test]
fn of_very_many_wakes_evenly_chosen_ones_are_drawn() {
    let mut trace = trace();
    let tasks: Vec<TaskId> = (0..100)
        .map(|_| trace.declare(at(0), None, "task".into()))
        .collect();
    for task in &tasks {
        trace.push(at(0), *task, Spawned);
        for time in 0..100 {
            trace.push(at(time * 10), *task, TIMER);
        }
    }
    let scene = scene(&trace, 0.0, 1_000.0, Arrows::Shown);
    let arrows = scene.shapes.iter();
    let arrows = arrows.filter(|it| it.layer == Layer::LoopArrow);
    let arrows: Vec<f64> = arrows.map(|it| it.x).collect();
    assert!((1_000..=1_200).contains(&arrows.len()), "{}", arrows.len());
    // As many in each tenth of the time.
    for tenth in 0..10 {
        let from = f64::from(tenth) * 100.0;
        let here = arrows.iter().filter(|x| (from..from + 100.0).contains(*x));
        let share = here.count() as f64 / arrows.len() as f64;
        assert!((0.08..0.12).contains(&share), "{share} from {from} on");
    }
}

#[test]
fn a_clock_that_went_back_keeps_the_order_of_polls() {
    let mut trace = Trace::default();
    let task = trace.declare(at(0), None, "task".into());
    let mut tell = |millis, kind| trace.push(at(millis), task, kind);
    tell(0, Spawned);
    tell(10, PollStarted);
    tell(20, PollEnded);
    tell(15, PollStarted);
    tell(12, PollEnded);
    tell(5, TIMER);
    tell(30, PollStarted);
    tell(40, PollEnded);
    let timeline = Timeline::fold(trace.events());
    let polls = &timeline.tracks()[0].polls;
    let expected = [(10, 20), (20, 20), (30, 40)];
    assert_eq!(*polls, expected.map(|(from, to)| (at(from), at(to))));
}

#[test]
fn a_declared_task_that_never_was_has_not_happened() {
    let mut trace = Trace::default();
    let task = trace.declare(at(0), None, "later".into());
    assert_eq!(task, TaskId(0));
    let timeline = Timeline::fold(trace.events());
    assert!(!timeline.tracks()[0].has_happened());
}
