//! A lock in one word of shared memory: the third mutex of Drepper's “Futexes
//! Are Tricky”, which Linux programs use as well.

const FREE: i32 = 0;
const TAKEN: i32 = 1;
/// Taken, and somebody may be asleep.
const AWAITED: i32 = 2;

/// The atomic operations on that word, which must be zero at first.
pub struct Lock<'a> {
    /// Writes the second value if the first is there; gives what was there.
    pub compare_exchange: &'a dyn Fn(i32, i32) -> i32,
    /// Writes a value; gives what was there.
    pub exchange: &'a dyn Fn(i32) -> i32,
    /// Sleeps until notified, unless another value is there; may wake early.
    pub wait: &'a dyn Fn(i32),
    /// Wakes one that sleeps, if any does.
    pub notify_one: &'a dyn Fn(),
}

impl Lock<'_> {
    /// Takes it, and sleeps until that is possible.
    pub fn lock(&self) {
        let mut found = (self.compare_exchange)(FREE, TAKEN);
        while found != FREE {
            if found == AWAITED
                || (self.compare_exchange)(TAKEN, AWAITED) != FREE
            {
                (self.wait)(AWAITED);
            }
            found = (self.compare_exchange)(FREE, AWAITED);
        }
    }

    /// Gives it back.
    pub fn unlock(&self) {
        if (self.exchange)(FREE) == AWAITED {
            (self.notify_one)();
        }
    }
}
