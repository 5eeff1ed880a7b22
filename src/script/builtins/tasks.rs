//! What a program asks of its run: timers, requests, tasks, the thread itself.

use super::futures::{InPlace, taken};
use super::{Call, Native};
use crate::fault::Outcome;
use crate::host::{OwnExecutor, Turn, ValueFuture};
use crate::machine::Machine;
use crate::show;
use crate::value::{FutureCell, Kind};
use futures::FutureExt;
use std::cell::RefCell;
use std::rc::Rc;
use std::task::Waker;

pub(super) fn fetch(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let url = call.text()?;
    Ok(Kind::future(call.machine.host.fetch(call.line(), &url)))
}

pub(super) fn fetch_text(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let url = call.text()?;
    Ok(Kind::future(
        call.machine.host.fetch_text(call.line(), &url),
    ))
}

fn millis(call: &mut Call<'_, '_, '_>) -> Outcome<u64> {
    let millis = call.whole()?;
    u64::try_from(millis).map_err(|_| {
        format!("`{}` needs milliseconds, which are not below 0.", call.name)
            .into()
    })
}

pub(super) fn sleep(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let millis = millis(call)?;
    Ok(Kind::future(call.machine.host.sleep(call.line(), millis)))
}

pub(super) fn timeout(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let millis = millis(call)?;
    Ok(Kind::future(call.machine.host.timeout(call.line(), millis)))
}

fn turn(call: &Call<'_, '_, '_>, turn: Turn) -> Kind {
    Kind::future(call.machine.host.turn(call.line(), turn))
}

pub(super) fn frame(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    Ok(turn(call, Turn::Frame))
}

pub(super) fn message(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    Ok(turn(call, Turn::Message))
}

pub(super) fn microtask(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    Ok(turn(call, Turn::Microtask))
}

pub(super) fn yield_now(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    Ok(Kind::future(call.machine.host.yield_now(call.line())))
}

pub(super) fn print(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let value = call.take()?;
    let text = show::display(call.machine, &value)?;
    call.machine.host.print(call.line(), text);
    Ok(Kind::Unit)
}

pub(super) fn compute(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let millis = millis(call)?;
    call.machine.host.compute(call.line(), millis);
    Ok(Kind::Unit)
}

pub(super) fn traced(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let name = call.text()?;
    let future = taken(call.machine, call.arguments.remove(0))?;
    let host = &call.machine.host;
    Ok(Kind::future(host.traced(call.line(), &name, future)))
}

pub(super) fn spawn(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let name = call.text()?;
    let future = taken(call.machine, call.arguments.remove(0))?;
    let spawned = call.machine.host.spawn(call.line(), &name, future);
    let cell = Rc::new(FutureCell {
        future: RefCell::new(Some(spawned.result)),
        is_over: false,
    });
    Ok(Kind::native(Task {
        machine: call.machine.clone(),
        cell,
        cancel: spawned.cancel,
    }))
}

/// The handle of a task.
struct Task {
    machine: Rc<Machine>,
    cell: Rc<FutureCell>,
    cancel: Rc<dyn Fn()>,
}

impl Native for Task {
    fn noun(&self) -> &'static str {
        "a Task"
    }

    fn future(&self) -> Option<ValueFuture> {
        Some(Box::pin(InPlace {
            machine: self.machine.clone(),
            cell: self.cell.clone(),
        }))
    }

    fn taken(&self) -> Option<ValueFuture> {
        self.cell.future.take()
    }

    fn method(
        self: Rc<Self>,
        call: &mut Call<'_, '_, '_>,
    ) -> Outcome<Option<Kind>> {
        match call.name {
            "cancel" | "abort" => {
                (self.cancel)();
                Ok(Some(Kind::Unit))
            }
            "detach" => Ok(Some(Kind::Unit)),
            _ => as_future(self.future(), call),
        }
    }
}

/// Calls a method that all futures have.
pub(super) fn as_future(
    future: Option<ValueFuture>,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Option<Kind>> {
    let Some(future) = future else {
        return Ok(None);
    };
    let cell = Rc::new(FutureCell {
        future: RefCell::new(Some(future)),
        is_over: false,
    });
    super::futures::method(&cell, call)
}

struct Executor(Rc<dyn OwnExecutor>);

pub(super) fn executor(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    Ok(Kind::native(Executor(call.machine.host.executor())))
}

impl Native for Executor {
    fn noun(&self) -> &'static str {
        "an Executor"
    }

    fn method(
        self: Rc<Self>,
        call: &mut Call<'_, '_, '_>,
    ) -> Outcome<Option<Kind>> {
        match call.name {
            "spawn" => {
                let future = taken(call.machine, call.arguments.remove(0))?;
                self.0.spawn(future.map(drop).boxed_local());
                Ok(Some(Kind::Unit))
            }
            "run" => {
                let at = call.machine.at.get();
                let is_done = self.0.run();
                call.machine.at.set(at);
                Ok(Some(Kind::Bool(is_done)))
            }
            _ => Ok(None),
        }
    }
}

pub(super) fn waker_method(
    waker: &Rc<Waker>,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Option<Kind>> {
    match call.name {
        "wake" | "wake_by_ref" => {
            waker.wake_by_ref();
            Ok(Some(Kind::Unit))
        }
        "will_wake" => {
            let other = call.take()?.target();
            let is_same = match (&other, call.cx.as_ref()) {
                (Kind::Waker(other), _) => waker.will_wake(other),
                (Kind::Context, Some(cx)) => waker.will_wake(cx.waker()),
                _ => false,
            };
            Ok(Some(Kind::Bool(is_same)))
        }
        _ => Ok(None),
    }
}

/// Of the context of a poll, and of the waker in it, which is cloned only if the
/// program does so.
pub(super) fn context_method(
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Option<Kind>> {
    let Some(cx) = call.cx.as_ref() else {
        return Err(
            "The Context of a poll is there only during that poll.".into()
        );
    };
    Ok(Some(match call.name {
        "waker" => Kind::Context,
        "wake" | "wake_by_ref" => {
            cx.waker().wake_by_ref();
            Kind::Unit
        }
        "clone" => Kind::Waker(Rc::new(cx.waker().clone())),
        _ => return Ok(None),
    }))
}
