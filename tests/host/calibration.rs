//! How large a job is made, on machines and clocks of all kinds.

use crate::{cases, ms};
use futures::FutureExt;
use meanwhile::experiments::freeze::{Probe, scaled, size_from_probes};
use meanwhile_jobs::{Job, SIZE_MAX};
use proptest::prelude::*;
use std::cell::Cell;
use std::time::Duration;

/// How long a job of that size takes on a machine that does 1,000 in `pace`.
fn real_time(job: Job, size: u64, pace: Duration) -> Duration {
    match job {
        Job::Chain | Job::Mandelbrot => {
            Duration::from_secs_f64(pace.as_secs_f64() * size as f64 / 1000.0)
        }
        // As `scaled` has it, solved for the time.
        Job::Primes => {
            let of = |size: f64| size.powf(1.5) / size.max(3.0).ln();
            let factor = of(size as f64) / of(1000.0);
            Duration::from_secs_f64(pace.as_secs_f64() * factor)
        }
    }
}

/// The size found on a clock that advances by `step`, and first reads as if
/// `phase` of a step were over.
fn size_on(
    job: Job,
    length: Duration,
    pace: Duration,
    step: Duration,
    phase: f64,
) -> u64 {
    let time = Cell::new(step.mul_f64(phase));
    let reading = || {
        let steps = time.get().as_nanos() / step.as_nanos().max(1);
        Duration::from_nanos((steps * step.as_nanos()) as u64)
    };
    let probe = |size| {
        let began = reading();
        let took = real_time(job, size, pace);
        time.set(time.get() + took);
        let steps = (took.as_micros() / 10).max(1) as u64;
        let took = reading() - began;
        Probe { took, steps }
    };
    let size = size_from_probes(job, length, probe, async || ());
    size.now_or_never().expect("nothing is awaited")
}

#[test]
fn on_a_fine_clock_a_job_takes_what_was_asked() {
    for job in [Job::Chain, Job::Mandelbrot, Job::Primes] {
        let (length, pace) = (ms(2000), Duration::from_micros(300));
        let step = Duration::from_micros(5);
        let size = size_on(job, length, pace, step, 0.0);
        let takes = real_time(job, size, pace);
        assert!(takes <= length, "{job:?}: {takes:?}");
        assert!(takes >= length.mul_f64(0.85), "{job:?}: {takes:?}");
    }
}

#[test]
fn on_a_clock_that_stands_still_a_size_is_found_all_the_same() {
    for job in [Job::Chain, Job::Mandelbrot, Job::Primes] {
        let pace = Duration::from_micros(300);
        let size = size_on(job, ms(2000), pace, Duration::MAX / 2, 0.0);
        let takes = real_time(job, size, pace);
        assert!(takes <= ms(2000), "{job:?}: {takes:?}");
        assert!(size < SIZE_MAX / 2, "{job:?}: {size}");
    }
}

#[test]
fn a_job_that_takes_no_time_is_as_large_as_can_be() {
    let probe = |_| Probe {
        took: Duration::ZERO,
        steps: 1,
    };
    let size = size_from_probes(Job::Chain, ms(500), probe, async || ());
    let size = size.now_or_never().expect("nothing is awaited");
    assert_eq!(size, scaled(Job::Chain, SIZE_MAX, ms(1), ms(500)));
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn no_freeze_is_longer_than_was_asked_for(
        job in prop_oneof![
            Just(Job::Chain),
            Just(Job::Mandelbrot),
            Just(Job::Primes),
        ],
        length in 500_u64..10_000,
        pace in 20_u64..2000,
        step in prop_oneof![1_u64..20_000, Just(100_000), Just(1_000_000)],
        phase in 0.0..1.0_f64,
    ) {
        let pace = Duration::from_micros(pace);
        let step = Duration::from_micros(step);
        let size = size_on(job, ms(length), pace, step, phase);
        let takes = real_time(job, size, pace);
        prop_assert!(takes <= ms(length), "{takes:?} at {size}");
    }
}
