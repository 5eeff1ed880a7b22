//! What a compiled program has to hand: the same as an interpreted one, of the
//! world that is set for this thread.

use crate::host::World;
use futures::FutureExt;
use futures::future::{AbortHandle, LocalBoxFuture};
use std::cell::RefCell;
use std::fmt::Display;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

thread_local! {
    static WORLD: RefCell<Rc<World>> = RefCell::default();
}

/// Has programs of this thread run in `world`.
pub(crate) fn enter(world: Rc<World>) {
    WORLD.set(world);
}

fn world() -> Rc<World> {
    WORLD.with_borrow(Rc::clone)
}

pub(crate) struct Task<T> {
    result: LocalBoxFuture<'static, T>,
    abort: AbortHandle,
}

impl<T> Task<T> {
    pub(crate) fn detach(self) {}

    pub(crate) fn cancel(&self) {
        self.abort.abort();
    }
}

impl<T> Future for Task<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        self.result.poll_unpin(cx)
    }
}

pub(crate) fn spawn<T: 'static>(
    name: &str,
    future: impl Future<Output = T> + 'static,
) -> Task<T> {
    let (result, abort) = world().spawn(name, future);
    Task { result, abort }
}

pub(crate) fn traced<F: Future>(
    name: &str,
    future: F,
) -> impl Future<Output = F::Output> + use<F> {
    world().counted(name, future)
}

pub(crate) fn print(text: impl Display) {
    world().print(text.to_string());
}

pub(crate) fn sleep(millis: u64) -> impl Future<Output = ()> + use<> {
    world().sleep(millis)
}

pub(crate) fn timeout(millis: u64) -> impl Future<Output = ()> + use<> {
    let world = world();
    world.timer(world.now.get() + millis)
}

pub(crate) fn yield_now() -> impl Future<Output = ()> {
    crate::host::yield_now()
}

pub(crate) fn compute(millis: u64) {
    let world = world();
    world.now.set(world.now.get() + millis);
}

pub(crate) fn elapsed() -> f64 {
    world().now.get() as f64
}
