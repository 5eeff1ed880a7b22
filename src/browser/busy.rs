//! Work that holds the thread of whoever asks for it.

use super::clock;
use meanwhile_jobs::{Chunk, Job, Work};
use std::time::Duration;

/// Counts primes until the time is up.
pub fn compute(duration: Duration) {
    let until = clock::now() + duration;
    let mut work = Work::new(Chunk::whole(Job::Primes, u64::MAX));
    while clock::now() < until && work.step() {}
}
