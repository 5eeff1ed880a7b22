//! The timeline of tasks: hollow while idle, hatched while scheduled, solid
//! while polled, and an arrow for each wake.

use crate::ms;
use meanwhile::trace::{
    Arrows, Cause, Ending, EventKind, Layer, LifeRow, Scene, Shape, Source,
    TaskId, Timeline, Timestamp, Trace, Viewport, tree,
};

use EventKind::{
    Ended, Marked, PollEnded, PollStarted, Spawned, Turned, Woken,
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

#[test]
fn a_declared_task_that_never_was_has_not_happened() {
    let mut trace = Trace::default();
    let task = trace.declare(at(0), None, "later".into());
    assert_eq!(task, TaskId(0));
    let timeline = Timeline::fold(trace.events());
    assert!(!timeline.tracks()[0].has_happened());
}
