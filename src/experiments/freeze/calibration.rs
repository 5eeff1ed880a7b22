//! Finding out how large a job must be to take a given time on this machine.

use crate::trace::Timestamp;
use meanwhile_jobs::{Chunk, Job, SIZE_MAX, Work};
use std::time::Duration;

/// A probe that takes at least this long is long enough to reckon from: engines
/// compile code anew once it has run for a while, and clocks are coarse.
const LONG_ENOUGH: Duration = Duration::from_millis(50);

/// The size at which `job` takes about as long as `length`, found by running
/// it in small sizes on the clock `now`. Lets others have a turn by `breathe`
/// between probes.
pub async fn calibrated_size(
    job: Job,
    length: Duration,
    now: fn() -> Timestamp,
    breathe: impl AsyncFn(),
) -> u64 {
    let probe = |size| {
        let began = now();
        let mut work = Work::new(Chunk::whole(job, size));
        while work.step() {}
        now().since(began)
    };
    let mut size = 64;
    while probe(size) < LONG_ENOUGH && size < SIZE_MAX / 2 {
        breathe().await;
        size *= 2;
    }
    // By now the engine has seen enough of it to have compiled it for good.
    breathe().await;
    let took = probe(size);
    breathe().await;
    rounded(scaled(job, size, took.min(probe(size)), length))
}

/// The size at which a job takes `length`, when it `took` that long at `size`.
#[must_use]
pub fn scaled(job: Job, size: u64, took: Duration, length: Duration) -> u64 {
    let factor = length.as_secs_f64() / took.as_secs_f64().max(1e-6);
    let size = size as f64;
    let scaled = match job {
        Job::Mandelbrot | Job::Chain => size * factor,
        // Dividing by all numbers up to the root of each of the n / ln n
        // primes takes about n^1.5 / ln n: solved by going round.
        Job::Primes => {
            let mut scaled = size;
            for _ in 0..20 {
                let logs = scaled.max(3.0).ln() / size.max(3.0).ln();
                scaled = size * (factor * logs).powf(2.0 / 3.0);
            }
            scaled
        }
    };
    // The cast saturates.
    (scaled as u64).clamp(1, SIZE_MAX)
}

/// To two figures: more would pretend to be exact.
fn rounded(size: u64) -> u64 {
    let unit = 10_u64.pow(size.max(1).ilog10().saturating_sub(1));
    (size + unit / 2) / unit * unit
}
