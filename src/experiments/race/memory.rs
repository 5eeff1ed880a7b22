//! What is where in the memory that the workers share: words far enough from
//! each other that no two are in one cache line.

/// The counter.
pub const COUNTER: u32 = 0;
/// The lock.
pub const LOCK: u32 = 32;
/// How many workers have arrived at the start.
pub const ARRIVED: u32 = 64;
/// How many words there are.
pub const WORDS: u32 = 96;
