//! How a job is divided among workers.

use meanwhile_jobs::{Chunk, Job};

/// A chunk is this part of what is left for a worker: large at first, since each
/// costs a message, and small at last, so that the workers end about together.
const PART: u64 = 3;
/// No chunk is smaller than this part of what a worker has to do in all.
const SMALLEST: u64 = 64;

/// The chunks of a job of that `size` for so many `workers`: every unit once,
/// in order. What cannot be divided is one chunk.
#[must_use]
pub fn chunks(job: Job, size: u64, workers: usize) -> Vec<Chunk> {
    let whole = Chunk::whole(job, size);
    if !job.is_divisible() {
        return vec![whole];
    }
    let workers = workers.max(1) as u64;
    let smallest = (whole.to / (workers * SMALLEST)).max(1);
    let mut chunks = Vec::new();
    let mut from = whole.from;
    while from < whole.to {
        let left = whole.to - from;
        let units = (left / (workers * PART)).max(smallest).min(left);
        chunks.push(Chunk {
            from,
            to: from + units,
            ..whole
        });
        from += units;
    }
    // A job of nothing is one chunk, too: somebody has to say that it is done.
    if chunks.is_empty() {
        chunks.push(whole);
    }
    chunks
}
