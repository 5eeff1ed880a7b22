//! What the fuzzer's bytes mean to a generator of the tests.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// What `generator` makes where `bytes`, folded into a seed, are its chance;
/// `None` where they lead to nothing. That the bytes themselves be its chance
/// would take a generator that needs no more of them than there are.
pub(crate) fn generated<S: Strategy>(
    generator: S,
    bytes: &[u8],
) -> Option<S::Value> {
    let mut seed = [0; 32];
    for (place, byte) in bytes.iter().enumerate() {
        seed[place % 32] ^= byte.rotate_left((place / 32) as u32);
    }
    let chance = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), chance);
    Some(generator.new_tree(&mut runner).ok()?.current())
}
