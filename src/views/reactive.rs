//! Leptos compiles an effect, a memo and a derived signal anew for each closure.
//! Here they are compiled once for each type of value, which makes the page smaller.

use leptos::prelude::*;

/// An effect: calls `run` soon, and whenever what it read has changed.
pub(super) fn effect(run: impl FnMut() + 'static) {
    effect_of(Box::new(run));
}

fn effect_of(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_| run());
}

/// A memo: what `compute` returns, computed when it is read and what it read
/// itself has changed.
pub(super) fn memo<T: PartialEq + Send + Sync + 'static>(
    compute: impl Fn() -> T + Send + Sync + 'static,
) -> Memo<T> {
    memo_of(Box::new(compute))
}

fn memo_of<T: PartialEq + Send + Sync + 'static>(
    compute: Box<dyn Fn() -> T + Send + Sync>,
) -> Memo<T> {
    Memo::new(move |_| compute())
}

/// A signal: what `compute` returns, computed each time it is read.
pub(super) fn derived<T: Send + Sync + 'static>(
    compute: impl Fn() -> T + Send + Sync + 'static,
) -> Signal<T> {
    derived_of(Box::new(compute))
}

fn derived_of<T: Send + Sync + 'static>(
    compute: Box<dyn Fn() -> T + Send + Sync>,
) -> Signal<T> {
    Signal::derive(compute)
}
