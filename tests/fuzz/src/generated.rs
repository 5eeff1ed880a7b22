//! What the fuzzer's bytes mean: a text, and the chance of a generator of the
//! tests.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// What is to be checked for `bytes`: what `generator` makes where they are its
/// chance, and themselves as a text.
pub(crate) fn texts(
    generator: impl Strategy<Value = String>,
    bytes: &[u8],
) -> impl Iterator<Item = String> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    generated(generator, bytes).into_iter().chain([text])
}

/// `None` where the bytes, folded into a seed, lead to nothing. That they be
/// the chance themselves would take a generator that needs no more of them
/// than there are.
fn generated<S: Strategy>(generator: S, bytes: &[u8]) -> Option<S::Value> {
    let mut seed = [0; 32];
    for (place, byte) in bytes.iter().enumerate() {
        seed[place % 32] ^= byte.rotate_left((place / 32) as u32);
    }
    let chance = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), chance);
    Some(generator.new_tree(&mut runner).ok()?.current())
}
