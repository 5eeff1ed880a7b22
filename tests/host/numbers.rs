//! Numbers as people type them.

use crate::ms;
use meanwhile::experiments::crawl::{Fields, Row};
use meanwhile::experiments::{
    cost, crawl, decimal_from, decimal_text, freeze, race, tasks, value_text,
    whole_from,
};
use meanwhile::trace::decimals;
use proptest::prelude::*;
use std::time::Duration;

#[test]
fn a_comma_is_a_decimal_sign() {
    for (text, number) in [
        ("2,5", 2.5),
        ("2.5", 2.5),
        (" 0,001 ", 0.001),
        ("1,000", 1.0),
        (",5", 0.5),
        ("2,", 2.0),
        ("10", 10.0),
        ("\u{a0}7\u{202f}", 7.0),
    ] {
        assert_eq!(decimal_from(text), Some(number), "{text:?}");
    }
}

#[test]
fn a_decimal_is_written_in_as_few_digits_as_it_takes() {
    for (number, text) in [
        (0.0, "0"),
        (1.0, "1"),
        (1.5, "1.5"),
        (0.1 + 0.2, "0.3"),
        (0.000_000_001, "0.000000001"),
        (1_000_000.25, "1000000.25"),
        (600.0, "600"),
    ] {
        assert_eq!(decimal_text(number), text);
    }
}

#[test]
fn what_is_no_decimal_is_none() {
    for text in [
        "", ",", ".", "1,2,3", "1.2,3", "1,000.5", "-1", "+1", "1e3", "inf",
        "NaN", "٣", "two", "1 2",
    ] {
        assert_eq!(decimal_from(text), None, "{text:?}");
    }
}

#[test]
fn a_sign_before_three_digits_groups_a_whole_number() {
    for (text, number) in [
        ("10", 10),
        ("1,000", 1000),
        ("1 000", 1000),
        ("12\u{202f}000", 12_000),
        ("1,000,000", 1_000_000),
        ("1000", 1000),
        (" 007 ", 7),
    ] {
        assert_eq!(whole_from::<u32>(text), Some(number), "{text:?}");
    }
    for text in [
        "",
        ",",
        "2,5",
        "2.5",
        "1.000",
        "1,00",
        "1,0000",
        "1000,000",
        ",000",
        "1,000,",
        "1,,000",
        "-1",
        "+1",
        "1e3",
        "٣",
        "99999999999",
    ] {
        assert_eq!(whole_from::<u32>(text), None, "{text:?}");
    }
}

#[test]
fn a_delay_may_have_a_comma() {
    for (text, expected) in [("1,5s", ms(1500)), ("0,25 ms", us(250))] {
        let row = Row::try_from(&Fields {
            url: "delay/1".to_owned(),
            delay: text.to_owned(),
            label: String::new(),
        });
        assert_eq!(row.map(|row| row.delay), Ok(expected), "{text}");
    }
}

const fn us(micros: u64) -> Duration {
    Duration::from_micros(micros)
}

#[test]
fn every_lab_reads_the_numbers_of_a_link_alike() {
    let (freeze, notes) = freeze::setup_from_query::<freeze::Setup>(
        "length=2,5&slice=1,5&size=1,000&pool=2",
    );
    assert_eq!(notes, []);
    assert_eq!((freeze.length, freeze.slice), (ms(2500), us(1500)));
    assert_eq!((freeze.size, freeze.pool), (Some(1000), Some(2)));
    let (cost, notes) =
        cost::setup_from_query::<cost::Setup>("n=10,000&workers=8");
    assert_eq!((cost.count, cost.workers, notes), (10_000, 8, vec![]));
    let (race, notes) =
        race::setup_from_query::<race::Setup>("worker-adds=20,000&seed=1,234");
    assert_eq!((race.worker_adds, race.seed), (20_000, 1234));
    assert_eq!(notes, []);
    let (tasks, notes) = tasks::setup_from_query::<tasks::Setup>("seed=1,234");
    assert_eq!((tasks.seed, notes), (1234, vec![]));
    let (crawl, _, notes) =
        crawl::setup_from_query("timeout=20,000&limit=1,000");
    assert_eq!((crawl.policy.timeout, notes), (ms(20_000), vec![]));
    assert_eq!(crawl.limit.get(), 1000);
}

#[test]
fn numbers_are_rounded_once() {
    assert_eq!(decimals(0.0, 0), "0");
    assert_eq!(decimals(-0.04, 1), "0.0");
    assert_eq!(decimals(-2.25, 1), "-2.3");
    assert_eq!(decimals(9.996, 2), "10.00");
    assert_eq!(decimals(1.05, 3), "1.050");
    assert_eq!(decimals(f64::INFINITY, 1), "–");
    assert_eq!(decimals(f64::NAN, 1), "–");
}

#[test]
fn a_value_is_written_as_in_json() {
    for (value, text) in [
        (Some(1.5), "1.5"),
        (Some(-3.0), "-3"),
        (Some(0.000_001), "1e-6"),
        (Some(2_661_000_000.1), "2661000000.1"),
        (Some(f64::NAN), ""),
        (None, ""),
    ] {
        assert_eq!(value_text(value), text);
    }
}

proptest! {
    #[test]
    fn decimals_are_those_of_the_standard_library_but_for_halves(
        number in -1e9..1e9, count in 0_usize..6
    ) {
        let ours: f64 = decimals(number, count).parse().expect("a number");
        let theirs = format!("{number:.count$}");
        let theirs: f64 = theirs.parse().expect("a number");
        let units = number.abs() * 10_f64.powi(i32::try_from(count).expect("few"));
        let is_half = (units.fract() - 0.5).abs() < 1e-5;
        prop_assert!(ours == theirs || is_half, "{} {}", ours, theirs);
    }
}
