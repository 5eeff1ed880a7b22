//! CPU work: what it computes, in whatever pieces.

use crate::cases;
use meanwhile::experiments::freeze::{chunks, scaled};
use meanwhile::experiments::protocol::{
    FromWorker, ToWorker, bytes_of, message_from,
};
use meanwhile_jobs::{Answer, Chunk, HEIGHT, Job, Shades, WIDTH, Work};
use proptest::prelude::*;
use std::time::Duration;

fn answer(chunk: Chunk) -> Answer {
    let mut work = Work::new(chunk);
    while work.step() {}
    work.answer()
}

fn whole(job: Job, size: u64) -> Answer {
    answer(Chunk::whole(job, size))
}

fn hex(digest: [u8; 32]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn primes_are_counted_as_the_tables_have_them() {
    // https://oeis.org/A007053 and A006880.
    let known = [
        (0, 0),
        (2, 0),
        (3, 1),
        (10, 4),
        (64, 18),
        (65, 18),
        (100, 25),
        (1_000, 168),
        (100_000, 9_592),
    ];
    for (below, count) in known {
        assert_eq!(whole(Job::Primes, below), Answer::Primes(count), "{below}");
    }
}

#[test]
fn the_chain_begins_with_the_hash_of_nothing_but_zeros() {
    let Answer::Digest(none) = whole(Job::Chain, 0) else {
        panic!("a chain has a digest");
    };
    assert_eq!(none, [0; 32]);
    let Answer::Digest(one) = whole(Job::Chain, 1) else {
        panic!("a chain has a digest");
    };
    assert_eq!(
        hex(one),
        "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"
    );
    assert_ne!(whole(Job::Chain, 2), whole(Job::Chain, 1));
}

#[test]
fn every_pixel_takes_its_part_of_the_iterations() {
    let pixels = (WIDTH * HEIGHT) as u64;
    assert_eq!(whole(Job::Mandelbrot, 1), Answer::Iterations(pixels));
    // The middle of the set never escapes, its far corner does at once.
    let pixel = |x: usize, y: usize| {
        let from = (y * WIDTH + x) as u64;
        answer(Chunk {
            from,
            to: from + 1,
            ..Chunk::whole(Job::Mandelbrot, 500)
        })
    };
    let middle = (WIDTH as f64 * 2.2 / 3.0) as usize;
    assert_eq!(pixel(middle, HEIGHT / 2), Answer::Iterations(500));
    assert_eq!(pixel(0, 0), Answer::Iterations(1));
}

#[test]
fn a_picture_comes_pixel_by_pixel_and_whole() {
    let mut work = Work::new(Chunk::whole(Job::Mandelbrot, 50));
    let mut picture = Vec::new();
    loop {
        let more = work.step();
        let Shades { from, values } = work.take_shades();
        assert_eq!(from, picture.len() as u64, "nothing is left out");
        picture.extend(values);
        assert_eq!(work.done(), picture.len() as u64);
        if !more {
            break;
        }
    }
    assert_eq!(picture.len(), WIDTH * HEIGHT);
    assert!(picture.contains(&255), "the set itself is ink");
    assert!(
        picture.iter().any(|shade| *shade < 50),
        "around it is paper"
    );
    assert_eq!(work.take_shades().values, [0; 0], "nothing comes twice");
}

#[test]
fn a_chain_is_one_chunk_for_any_number_of_workers() {
    for workers in [1, 2, 32] {
        let whole = Chunk::whole(Job::Chain, 1000);
        assert_eq!(chunks(Job::Chain, 1000, workers), [whole]);
    }
}

#[test]
fn a_job_that_takes_longer_is_scaled_down() {
    let two = Duration::from_secs(2);
    for job in Job::ALL {
        let half = scaled(job, 1_000_000, two * 2, two);
        let same = scaled(job, 1_000_000, two, two);
        let double = scaled(job, 1_000_000, two / 2, two);
        assert!(half < same && same < double, "{job:?}");
        assert!(same.abs_diff(1_000_000) <= 1, "{job:?}: {same}");
    }
    assert_eq!(scaled(Job::Chain, 100, two, two * 3), 300);
    // Twice the numbers take more than twice as long.
    assert!(scaled(Job::Primes, 100_000, two, two * 2) < 200_000);
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn chunks_cover_every_unit_exactly_once(
        job in prop::sample::select(&Job::ALL[..]),
        size in 0_u64..3_000_000_000,
        workers in 1_usize..33,
    ) {
        let chunks = chunks(job, size, workers);
        let whole = Chunk::whole(job, size);
        let mut next = 0;
        for chunk in &chunks {
            prop_assert_eq!(chunk.from, next);
            prop_assert_eq!((chunk.job, chunk.size), (job, size));
            next = chunk.to;
        }
        prop_assert_eq!(next, whole.to);
        if job.is_divisible() && whole.to > 1000 {
            prop_assert!(chunks.len() > workers, "each gets several");
            prop_assert!(chunks.iter().all(|chunk| chunk.units() > 0));
            let units: Vec<u64> = chunks.iter().map(Chunk::units).collect();
            prop_assert!(units.is_sorted_by(|a, b| a >= b), "{:?}", units);
            // The workers end about together.
            let last = units.last().copied().unwrap_or_default();
            let share = whole.to / workers as u64;
            prop_assert!(last <= (share / 50).max(1), "{:?}", units);
        }
    }

    #[test]
    fn the_parts_of_a_job_add_up_to_the_whole(
        job in prop::sample::select(&[Job::Primes, Job::Mandelbrot][..]),
        size in 1_u64..300,
        workers in 1_usize..6,
    ) {
        let parts = chunks(job, size, workers).into_iter().map(answer);
        let sum = parts.reduce(Answer::and);
        prop_assert_eq!(sum, Some(whole(job, size)));
    }

    #[test]
    fn no_size_is_scaled_out_of_bounds(
        job in prop::sample::select(&Job::ALL[..]),
        size in 1_u64..1_000_000_000,
        took in 0_u64..100_000_000_000,
        length in 500_u64..10_000,
    ) {
        let took = Duration::from_nanos(took);
        let length = Duration::from_millis(length);
        let scaled = scaled(job, size, took, length);
        prop_assert!((1..=meanwhile_jobs::SIZE_MAX).contains(&scaled));
    }

    #[test]
    fn messages_survive_their_way(done: u64, from: u64, values: Vec<u8>, at: f64) {
        let chunk = Chunk::whole(Job::Chain, done);
        let sent = ToWorker::Run(chunk);
        prop_assert_eq!(message_from(&bytes_of(&sent)), Some(sent));
        let shades = Shades { from, values };
        let sent = FromWorker::Progress { done, shades: shades.clone() };
        prop_assert_eq!(message_from(&bytes_of(&sent)), Some(sent));
        prop_assume!(!at.is_nan());
        let answer = Answer::Digest([7; 32]);
        let sent = FromWorker::Result { answer, shades, at };
        prop_assert_eq!(message_from(&bytes_of(&sent)), Some(sent));
    }

    #[test]
    fn no_bytes_make_the_receiver_panic(bytes: Vec<u8>) {
        let _ = message_from::<ToWorker>(&bytes);
        let _ = message_from::<FromWorker>(&bytes);
    }
}
