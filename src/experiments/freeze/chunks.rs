//! How a job is divided among workers.

use meanwhile_jobs::{Chunk, Job};

/// So many chunks for each worker: enough that the last ones end about
/// together, few enough that their messages weigh nothing.
const CHUNKS_EACH: u64 = 16;

/// The chunks of a job of that `size` for so many `workers`: every unit once,
/// in order. What cannot be divided is one chunk.
#[must_use]
pub fn chunks(job: Job, size: u64, workers: usize) -> Vec<Chunk> {
    let whole = Chunk::whole(job, size);
    if !job.is_divisible() {
        return vec![whole];
    }
    let count = (workers as u64 * CHUNKS_EACH).clamp(1, whole.to.max(1));
    let border = |place: u64| {
        // In 128 bits, since the product outgrows 64.
        let border = u128::from(whole.to) * u128::from(place);
        (border / u128::from(count)) as u64
    };
    let chunk = |place| Chunk {
        from: border(place),
        to: border(place + 1),
        ..whole
    };
    (0..count).map(chunk).collect()
}
