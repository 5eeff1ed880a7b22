//! The chart: axes, points, lines, words.

use super::{measured, plan};
use crate::{cases, ms, plain};
use meanwhile::experiments::cost::{
    Chart, DotKind, DotOf, Form, LogScale, Measured, POST, Point, Quantity,
    shape,
};
use proptest::prelude::*;

fn point(form: Form, created: u32, total: u64, query: &str) -> Point {
    let bytes_each = (form != Form::JsAsync).then_some(60.0);
    Point {
        form,
        plan: plan(query),
        measured: Measured {
            bytes_each,
            ..measured(created, total / 2, total - total / 2)
        },
    }
}

fn chart(points: &[Point], quantity: Quantity) -> Chart {
    Chart::new(points, quantity, ms(1), (800.0, 400.0))
}

fn words(words: &[(f64, String)]) -> String {
    let words = words.iter().map(|(_, word)| plain(word));
    words.collect::<Vec<_>>().join(", ")
}

#[test]
fn an_axis_goes_from_one_power_of_ten_to_another() {
    let scale = LogScale::around([1000.0, 1e6]);
    assert_eq!(scale.exponents().collect::<Vec<_>>(), [3, 4, 5, 6]);
    assert_eq!(scale.place(1000.0), 0.0);
    assert_eq!(scale.place(1e6), 1.0);
    assert!((scale.place(31_622.776_6) - 0.5).abs() < 1e-6);
    let scale = LogScale::around([0.02, 7.0, 0.0, f64::NAN]);
    assert_eq!(scale.exponents().collect::<Vec<_>>(), [-2, -1, 0, 1]);
    // Even of nothing, and of one power of ten.
    assert_eq!(LogScale::around([]).exponents().count(), 2);
    assert_eq!(LogScale::around([100.0]).exponents().count(), 2);
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn every_value_has_a_place_on_its_axis(
        values in prop::collection::vec(1e-6..1e12_f64, 1..20),
    ) {
        let scale = LogScale::around(values.iter().copied());
        let mut sorted = values;
        sorted.sort_by(f64::total_cmp);
        let places: Vec<f64> =
            sorted.iter().map(|value| scale.place(*value)).collect();
        prop_assert!(places.is_sorted());
        prop_assert!(places.iter().all(|it| (-1e-6..=1.0 + 1e-6).contains(it)));
    }

    #[test]
    fn every_dot_is_in_its_box(
        of in prop::sample::select(Form::ALL.to_vec()),
        created in 1_u32..=1_000_000,
        total in 0_u64..10_000_000,
        width in 200.0..2000.0_f64,
    ) {
        let points = [point(of, created, total, "n=1000000")];
        for quantity in [Quantity::Time, Quantity::Memory] {
            let chart =
                Chart::new(&points, quantity, ms(1), (width, 300.0));
            for dot in &chart.dots {
                prop_assert!((0.0..=width).contains(&dot.x), "{:?}", dot);
                prop_assert!((0.0..=300.0).contains(&dot.y), "{:?}", dot);
            }
        }
    }
}

#[test]
fn the_posts_points_are_there_before_any_run_and_said_to_be_the_posts() {
    let time = chart(&[], Quantity::Time);
    let said: Vec<String> =
        time.dots.iter().map(|it| plain(&it.text)).collect();
    let expected = [
        "post: coroutines, 6.78 s",
        "post: threads, 43.6 s",
        "post: processes, 379 s, extrapolated",
    ];
    assert_eq!(said, expected);
    let is_post = |it: &meanwhile::experiments::cost::Dot| {
        it.of == DotOf::Post && it.kind == DotKind::Post
    };
    assert!(time.dots.iter().all(is_post));
    assert_eq!(words(&time.along), "1k, 10k, 100k, 1M");
    assert_eq!(
        words(&time.up),
        "1 ms, 10 ms, 100 ms, 1 s, 10 s, 100 s, 1000 s"
    );
    // It says nothing of what processes took.
    let memory = chart(&[], Quantity::Memory);
    let said: Vec<String> =
        memory.dots.iter().map(|it| plain(&it.text)).collect();
    assert_eq!(
        said,
        ["post: coroutines, 1112 MB", "post: threads, 2661 MB"],
    );
    let texts = POST.map(|it| plain(&it.text(ms(1)))).join("\n");
    insta::assert_snapshot!(texts, @r"
    The post's: 1 000 000 coroutines in 6.78 s and 1112 MB; another machine, Python.
    The post's: 1 000 000 threads in 43.6 s and 2661 MB; another machine, Python.
    The post's: 1 000 000 processes in 379 s, extrapolated from 1000; another machine, Python.
    ");
}

#[test]
fn what_is_extrapolated_is_drawn_beside_what_was_measured() {
    let points = [
        point(Form::OwnWorkers, 32, 320, "n=100000&run=own-workers"),
        point(Form::SpawnLocal, 100_000, 12, ""),
        point(Form::SpawnLocal, 1000, 1, "n=1000"),
    ];
    let chart = chart(&points, Quantity::Time);
    let dots: Vec<_> = chart
        .dots
        .iter()
        .filter(|dot| dot.of != DotOf::Post)
        .map(|dot| format!("{} {}", dot.kind.id(), plain(&dot.text)))
        .collect();
    insta::assert_snapshot!(dots.join("\n"), @r"
    measured 1000 tasks by spawn_local: 1 ms
    measured 100 000 tasks by spawn_local: 12 ms
    measured 32 Workers with their own wasm: 320 ms
    extrapolated 100 000 Workers with their own wasm: 1000 s, extrapolated
    ");
    let lines: Vec<(Form, usize, bool)> = chart
        .lines
        .iter()
        .map(|(form, measured, reckoned)| {
            (
                *form,
                measured.matches(['M', 'L']).count(),
                !reckoned.is_empty(),
            )
        })
        .collect();
    let expected = [(Form::SpawnLocal, 2, false), (Form::OwnWorkers, 1, true)];
    assert_eq!(lines, expected);
    assert_eq!(words(&chart.along), "10, 100, 1k, 10k, 100k, 1M");
}

#[test]
fn what_is_not_known_is_not_drawn() {
    let points = [point(Form::JsAsync, 1000, 5, "n=1000")];
    let chart = chart(&points, Quantity::Memory);
    assert!(chart.dots.iter().all(|dot| dot.of == DotOf::Post));
    assert_eq!(chart.lines, []);
}

#[test]
fn a_narrow_chart_has_fewer_words() {
    let points = [point(Form::OwnWorkers, 1, 9, "")];
    let narrow = Chart::new(&points, Quantity::Time, ms(1), (260.0, 400.0));
    assert_eq!(words(&narrow.along), "1, 100, 10k, 1M");
}

#[test]
fn each_form_has_a_shape_of_its_own() {
    let mut shapes: Vec<String> = Form::ALL
        .map(|form| shape(DotOf::Form(form), 0.0, 0.0))
        .to_vec();
    shapes.push(shape(DotOf::Post, 0.0, 0.0));
    let all = shapes.len();
    shapes.sort();
    shapes.dedup();
    assert_eq!(shapes.len(), all);
}

#[test]
fn a_point_tells_all_of_itself() {
    let points = [
        point(Form::SpawnLocal, 100_000, 12, "held=64&body=timer"),
        point(Form::OwnWorkers, 32, 320, "n=100000&run=own-workers"),
    ];
    let texts = points.map(|it| plain(&it.text(ms(1)))).join("\n");
    insta::assert_snapshot!(texts, @r"
    100 000 tasks by spawn_local (awaiting a timer, holding 64 B) were created in 6 ms and finished in 6 ms, at 60 B each.
    100 000 Workers with their own wasm were created in 500 s and finished in 500 s, at 60 B each: extrapolated from 32.
    ");
}
