//! Finding out how large a job must be to take a given time on this machine.

use crate::trace::Timestamp;
use meanwhile_jobs::{Chunk, Job, SIZE_MAX, Work};
use std::time::Duration;

/// A probe that takes at least this long is long enough to reckon from: engines
/// compile code anew once it has run for a while, and clocks are coarse.
const LONG_ENOUGH: Duration = Duration::from_millis(50);

/// So many steps of a job, of some ten microseconds each, without the clock
/// having moved: it stands still, and nothing can be measured by it.
const STANDS_STILL: u64 = 30_000;

/// What running a job once showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probe {
    /// By how much the clock advanced.
    pub took: Duration,
    /// How many steps the job had.
    pub steps: u64,
}

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
        let mut steps = 1;
        while work.step() {
            steps += 1;
        }
        let took = now().since(began);
        Probe { took, steps }
    };
    size_from_probes(job, length, probe, breathe).await
}

/// The same by what `probe` shows of a size.
///
/// Rather too small than too large, since it is a page that is frozen: a clock
/// may have advanced by nearly one step less than it should have, and a step is
/// not longer than the shortest time that was measured.
pub async fn size_from_probes(
    job: Job,
    length: Duration,
    probe: impl Fn(u64) -> Probe,
    breathe: impl AsyncFn(),
) -> u64 {
    let mut step = None;
    let mut measure = |size| {
        let Probe { took, steps } = probe(size);
        if !took.is_zero() {
            step = Some(step.map_or(took, |it: Duration| it.min(took)));
        }
        (took, steps, step)
    };
    let mut size = 64;
    loop {
        let (took, steps, step) = measure(size);
        breathe().await;
        if step.is_none() && steps >= STANDS_STILL {
            // The last doubling may have gone far beyond that.
            return rounded(size / 2);
        }
        let is_largest = size >= SIZE_MAX / 2;
        if took >= LONG_ENOUGH || is_largest {
            // By now the engine has seen enough of it to have compiled it for
            // good. A coarse clock may have advanced by chance, but not twice.
            let (one, ..) = measure(size);
            breathe().await;
            let (other, _, step) = measure(size);
            breathe().await;
            let took = one.min(other);
            if took >= LONG_ENOUGH / 2 || is_largest {
                let most = took + step.unwrap_or_default();
                return rounded(scaled(job, size, most, length));
            }
        }
        size *= 2;
    }
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
                scaled = size * (factor * logs).cbrt().powi(2);
            }
            scaled
        }
    };
    // The cast saturates.
    (scaled as u64).clamp(1, SIZE_MAX)
}

/// To two figures, downwards: more would pretend to be exact.
fn rounded(size: u64) -> u64 {
    let unit = 10_u64.pow(size.max(1).ilog10().saturating_sub(1));
    size / unit * unit
}
