//! Which of the browser's notes is that of a request.

use crate::cases;
use meanwhile::http::closest_to;
use proptest::prelude::*;
use std::cell::Cell;

fn found(sent: f64, starts: &[f64]) -> (Option<u32>, u32) {
    let looks = Cell::new(0);
    let start = |place: u32| {
        looks.set(looks.get() + 1);
        starts[place as usize]
    };
    (closest_to(sent, starts.len() as u32, start), looks.get())
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn none_started_closer(
        mut starts in prop::collection::vec(0.0..1e4_f64, 0..60),
        sent in 0.0..1e4_f64,
    ) {
        starts.sort_by(f64::total_cmp);
        let distance = |start: &f64| (start - sent).abs();
        let least = starts.iter().map(distance).min_by(f64::total_cmp);
        let (place, _) = found(sent, &starts);
        let place = place.map(|it| distance(&starts[it as usize]));
        prop_assert_eq!(place, least);
    }
}

#[test]
fn a_few_looks_are_enough_for_ten_thousand() {
    let starts: Vec<f64> = (0..10_000).map(f64::from).collect();
    for sent in [-1.0, 0.0, 4321.2, 9999.0, 1e9] {
        let (place, looks) = found(sent, &starts);
        let expected = sent.round().clamp(0.0, 9999.0) as u32;
        assert_eq!(place, Some(expected));
        assert!(looks <= 20, "{looks}");
    }
}
