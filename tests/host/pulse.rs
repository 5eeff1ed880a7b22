//! The picture of a thread's pulse: what is drawn where.

use crate::ms;
use meanwhile::trace::{
    EventKind, Layer, Phase, Role, Scene, TaskId, Timeline, Timestamp, Trace,
    Viewport, frozen,
};

fn at(millis: u64) -> Timestamp {
    Timestamp::ZERO + ms(millis)
}

/// One track to which `events` happened.
fn timeline(events: &[(u64, EventKind)]) -> Timeline {
    let mut trace = Trace::default();
    let task = trace.declare(Timestamp::ZERO, None, "it".into());
    for (millis, kind) in events {
        trace.push(at(*millis), task, kind.clone());
    }
    Timeline::fold(trace.events())
}

/// A plot of 100 pixels for 1,000 ms, one row of 20 pixels.
fn draw(role: Role, timeline: &Timeline, now: u64) -> Scene {
    let view = Viewport {
        from: 0.0,
        to: 1000.0,
        top: 0.0,
        bottom: 1.0,
    };
    let rows = [(role, "row", timeline.tracks().first())];
    view.pulse_scene(&rows, at(now), 100.0, 20.0)
}

/// The left and the right edge of everything in a layer, in pixels.
fn edges(scene: &Scene, layer: Layer) -> Vec<(i64, i64)> {
    let shapes = scene.shapes.iter().filter(|shape| shape.layer == layer);
    let edge = |x: f64| x.round() as i64;
    shapes
        .map(|shape| (edge(shape.x), edge(shape.x + shape.width)))
        .collect()
}

fn frames(instants: &[u64]) -> Vec<(u64, EventKind)> {
    let mark = |millis: &u64| (*millis, EventKind::Marked);
    instants.iter().map(mark).collect()
}

#[test]
fn a_long_time_without_a_frame_is_frozen_also_while_it_lasts() {
    let frames = [0, 16, 32, 500, 516].map(at);
    let found = |now| frozen(&frames, at(now)).collect::<Vec<_>>();
    assert_eq!(found(530), [(at(32), at(500))]);
    assert_eq!(found(600), [(at(32), at(500)), (at(516), at(600))]);
    assert_eq!(frozen(&[], at(600)).count(), 0);
}

#[test]
fn the_pulse_beats_with_each_frame_and_is_flat_without() {
    let timeline = timeline(&frames(&[0, 100, 200, 900, 1000]));
    let scene = draw(Role::Pulse, &timeline, 1000);
    let beats = edges(&scene, Layer::Beat);
    assert_eq!(beats, [(0, 0), (10, 10), (20, 20), (90, 90), (100, 100)]);
    assert_eq!(edges(&scene, Layer::Baseline), [(0, 100)]);
    assert!(edges(&scene, Layer::Frozen).contains(&(20, 90)));
    assert_eq!(scene.rows[0].text, "row");
}

#[test]
fn beats_closer_than_they_can_be_drawn_are_left_out() {
    let all: Vec<u64> = (0..1000).collect();
    let scene = draw(Role::Pulse, &timeline(&frames(&all)), 1000);
    let beats = edges(&scene, Layer::Beat).len();
    assert!((10..=21).contains(&beats), "{beats}");
}

#[test]
fn what_arrived_and_was_not_seen_is_dotted_until_it_is() {
    let timeline = timeline(&[
        (0, EventKind::Entered(Phase::Waiting)),
        (300, EventKind::Entered(Phase::Unseen)),
        (800, EventKind::Left),
    ]);
    let scene = draw(Role::Request, &timeline, 1000);
    assert_eq!(edges(&scene, Layer::Waiting), [(0, 30)]);
    assert_eq!(edges(&scene, Layer::Unseen), [(30, 80)]);
    assert_eq!(edges(&scene, Layer::Seen), [(80, 80)]);
}

#[test]
fn a_worker_rests_between_its_chunks() {
    let timeline = timeline(&[
        (100, EventKind::Entered(Phase::Computing)),
        (300, EventKind::Left),
        (600, EventKind::Entered(Phase::Computing)),
    ]);
    let scene = draw(Role::Worker, &timeline, 900);
    // The one that goes on reaches to now.
    assert_eq!(edges(&scene, Layer::Computing), [(10, 30), (60, 90)]);
}

#[test]
fn many_polls_never_look_like_a_single_one() {
    let mut one =
        timeline(&[(0, EventKind::PollStarted), (1000, EventKind::PollEnded)]);
    let bars = |timeline: &Timeline| {
        edges(&draw(Role::Loop, timeline, 1000), Layer::Slice).len()
    };
    assert_eq!(bars(&one), 1);
    let many = (0..500).flat_map(|poll| {
        [
            (poll * 2, EventKind::PollStarted),
            (poll * 2 + 2, EventKind::PollEnded),
        ]
    });
    one = timeline(&many.collect::<Vec<_>>());
    assert_eq!(bars(&one), 25, "one for each four pixels");
    let scene = draw(Role::Loop, &one, 1000);
    for shape in scene.shapes.iter().filter(|it| it.layer == Layer::Slice) {
        assert!(shape.width <= 3.01, "there is a gap after it");
    }
}

#[test]
fn a_short_poll_is_a_thin_bar() {
    let timeline =
        timeline(&[(500, EventKind::PollStarted), (500, EventKind::PollEnded)]);
    let scene = draw(Role::Loop, &timeline, 1000);
    let slice = scene.shapes.iter().find(|it| it.layer == Layer::Slice);
    assert!(slice.is_some_and(|slice| slice.width < 1.0));
}

#[test]
fn rows_out_of_view_are_not_drawn() {
    let timeline = timeline(&frames(&[100]));
    let view = Viewport {
        from: 0.0,
        to: 1000.0,
        top: 1.0,
        bottom: 2.0,
    };
    let track = timeline.tracks().first();
    let row = (Role::Timer, "it", track);
    let scene = view.pulse_scene(&[row; 4], at(1000), 100.0, 20.0);
    let names = scene
        .rows
        .iter()
        .filter(|row| (0.0..=20.0).contains(&row.y));
    assert_eq!(names.count(), 1);
    assert!(scene.rows.len() < 4);
    assert_eq!(timeline.tracks()[0].task, TaskId(0));
}
