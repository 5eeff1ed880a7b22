//! Primes, by the plainest method there is.

use crate::{Answer, Steps};

const BATCH: u64 = 64;

#[derive(Default)]
pub(crate) struct Primes {
    count: u64,
}

impl Steps for Primes {
    fn step(&mut self, from: u64, to: u64) -> u64 {
        let end = (from + BATCH).min(to).max(from);
        self.count += (from..end).filter(|n| is_prime(*n)).count() as u64;
        end
    }

    fn answer(&self) -> Answer {
        Answer::Primes(self.count)
    }
}

/// Trial division: slow on purpose, and the greater the number the slower.
fn is_prime(number: u64) -> bool {
    // No job has a greater number; wasm divides 32 bits sooner than 64.
    let number = number as u32;
    if number < 2 || number.is_multiple_of(2) {
        return number == 2;
    }
    let mut divisor = 3;
    while divisor * divisor <= number {
        if number.is_multiple_of(divisor) {
            return false;
        }
        divisor += 2;
    }
    true
}
