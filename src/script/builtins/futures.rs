//! Futures: how a value becomes one, and what combines them. The combinators are
//! those of the crate `futures`.

use super::{Call, Native};
use crate::fault::Outcome;
use crate::host::ValueFuture;
use crate::machine::Machine;
use crate::place::Spot;
use crate::value::{FutureCell, Kind, Value, tags};
use futures::FutureExt;
use futures::future::{self, MaybeDone};
use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

/// Makes a future of a value that can be awaited.
pub(crate) fn into_future(machine: &Rc<Machine>, value: Kind) -> Outcome<Kind> {
    match value.target() {
        future @ Kind::Future(_) => Ok(future),
        Kind::Native(native) => match native.future() {
            Some(future) => Ok(Kind::future(future)),
            None => Err(no_future(&Kind::Native(native))),
        },
        Kind::Data(data) if data.tag >= tags::OWN => {
            let name = machine.program.names.iter();
            let name = name.clone().position(|name| &**name == "poll");
            let of = machine.program.shape(data.tag).map(|shape| shape.of);
            let poll = name.zip(of).and_then(|(name, of)| {
                machine.program.methods.get(&(of, name as u32)).copied()
            });
            let Some(poll) = poll else {
                return Err(no_future(&Kind::Data(data)));
            };
            let this = Kind::Ref(Rc::new(Spot::Alias(Kind::Data(data))));
            let machine = machine.clone();
            Ok(Kind::future(Box::pin(future::poll_fn(move |cx| {
                let arguments = vec![this.clone(), Kind::Context];
                polled(&machine, &Kind::Fn(poll), arguments, cx)
            }))))
        }
        other => Err(no_future(&other)),
    }
}

fn no_future(value: &Kind) -> crate::fault::Error {
    format!("`.await` needs a future, and this is {}.", value.noun()).into()
}

/// What a closure says to a poll.
fn polled(
    machine: &Rc<Machine>,
    function: &Kind,
    arguments: Vec<Kind>,
    cx: &mut Context<'_>,
) -> Poll<Value> {
    if machine.has_failed.get() {
        return Poll::Pending;
    }
    let answer = machine.call(function, arguments, &mut Some(cx));
    let answer = answer.map(|answer| answer.target());
    match answer {
        Ok(Kind::Bare(tags::PENDING)) => Poll::Pending,
        Ok(Kind::Data(data)) if data.tag == tags::READY => {
            let value = data.fields.borrow().first().cloned();
            Poll::Ready(Value(value.unwrap_or(Kind::Unit)))
        }
        Ok(other) => {
            let why = format!(
                "A poll gives Poll::Ready or Poll::Pending, and this gives {}.",
                other.noun()
            );
            machine.fail(why.into());
            Poll::Pending
        }
        Err(error) => {
            machine.fail(error);
            Poll::Pending
        }
    }
}

/// Polls a future where it is.
pub(super) struct InPlace {
    pub(super) machine: Rc<Machine>,
    pub(super) cell: Rc<FutureCell>,
}

impl Future for InPlace {
    type Output = Value;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Value> {
        let taken = self.cell.future.borrow_mut().take();
        let Some(mut future) = taken else {
            let why = "This future is over, or was moved into another.";
            self.machine.fail(why.into());
            return Poll::Pending;
        };
        let poll = future.as_mut().poll(cx);
        if poll.is_pending() {
            self.cell.future.borrow_mut().get_or_insert(future);
        }
        poll
    }
}

/// The future that a value is, moved out of it; one behind a reference is polled
/// where it is.
pub(super) fn taken(
    machine: &Rc<Machine>,
    value: Kind,
) -> Outcome<ValueFuture> {
    let is_reference = matches!(value, Kind::Ref(_));
    let Kind::Future(cell) = into_future(machine, value)? else {
        return Err("This is no future.".into());
    };
    if is_reference {
        let machine = machine.clone();
        return Ok(Box::pin(InPlace { machine, cell }));
    }
    let future = cell.future.borrow_mut().take();
    future
        .ok_or_else(|| "This future is over, or was moved into another.".into())
}

/// The same where nobody could take an error.
pub(super) fn taken_or_failed(
    machine: &Rc<Machine>,
    value: Kind,
) -> ValueFuture {
    taken(machine, value).unwrap_or_else(|error| {
        machine.fail(error);
        Box::pin(future::pending())
    })
}

fn all(call: &mut Call<'_, '_, '_>) -> Outcome<Vec<ValueFuture>> {
    let arguments = std::mem::take(&mut call.arguments);
    let futures = arguments.into_iter();
    futures.map(|it| taken(call.machine, it)).collect()
}

/// The futures that an argument lists.
fn listed(call: &mut Call<'_, '_, '_>) -> Outcome<Vec<ValueFuture>> {
    let mut iter = super::into_iter(call.take()?)?;
    let items = iter.all(call.machine)?;
    items
        .into_iter()
        .map(|it| taken(call.machine, it))
        .collect()
}

fn values(values: Vec<Value>) -> Vec<Kind> {
    values.into_iter().map(|value| value.0).collect()
}

pub(super) fn join(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let joined = future::join_all(all(call)?);
    let joined = joined.map(|all| Value(Kind::tuple(values(all))));
    Ok(Kind::future(joined.boxed_local()))
}

pub(super) fn join_all(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let joined = future::join_all(listed(call)?);
    let joined = joined.map(|all| Value(Kind::vec(values(all))));
    Ok(Kind::future(joined.boxed_local()))
}

/// A future of a Result, as the combinators want it.
fn trying(
    machine: &Rc<Machine>,
    future: ValueFuture,
) -> impl Future<Output = Result<Kind, Kind>> + use<> {
    let machine = machine.clone();
    future.map(move |value| {
        let value = value.0.target();
        if let Kind::Data(data) = &value {
            let field = data.fields.borrow().first().cloned();
            match (data.tag, field) {
                (tags::OK, Some(value)) => return Ok(value),
                (tags::ERR, Some(error)) => return Err(error),
                _ => {}
            }
        }
        let why = format!(
            "Each of these futures must give a Result, and one gives {}.",
            value.noun()
        );
        machine.fail(why.into());
        Err(Kind::Unit)
    })
}

fn try_joined(
    call: &Call<'_, '_, '_>,
    futures: Vec<ValueFuture>,
    whole: fn(Vec<Kind>) -> Kind,
) -> Kind {
    let machine = call.machine;
    let futures = futures.into_iter();
    let futures = futures.map(|it| trying(machine, it).boxed_local());
    let joined = future::try_join_all(futures);
    let joined = joined.map(move |all| Value(Kind::result(all.map(whole))));
    Kind::future(joined.boxed_local())
}

/// The futures of `join!` and `try_join!`, which are dropped as the variables
/// that those macros make of them are: the last first.
struct Joined<F: Future>(Vec<MaybeDone<F>>);

impl<F: Future> Joined<F> {
    fn new(futures: impl IntoIterator<Item = F>) -> Self {
        Self(futures.into_iter().map(future::maybe_done).collect())
    }
}

impl<F: Future> Drop for Joined<F> {
    fn drop(&mut self) {
        while let Some(last) = self.0.pop() {
            drop(last);
        }
    }
}

pub(super) fn join_macro(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let mut joined = Joined::new(all(call)?);
    let joined = future::poll_fn(move |cx| {
        let mut are_done = true;
        for one in &mut joined.0 {
            are_done &= one.poll_unpin(cx).is_ready();
        }
        if !are_done {
            return Poll::Pending;
        }
        let all = joined.0.iter_mut().map(Pin::new);
        let all = all.filter_map(MaybeDone::take_output).collect();
        Poll::Ready(Value(Kind::tuple(values(all))))
    });
    Ok(Kind::future(joined.boxed_local()))
}

pub(super) fn try_join_macro(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let machine = call.machine.clone();
    let futures = all(call)?.into_iter();
    let futures = futures.map(|it| trying(&machine, it).boxed_local());
    let mut joined = Joined::new(futures);
    let joined = future::poll_fn(move |cx| {
        let mut are_done = true;
        for one in &mut joined.0 {
            are_done &= one.poll_unpin(cx).is_ready();
            if let MaybeDone::Done(Err(error)) = one {
                return Poll::Ready(Value(Kind::err(error.clone())));
            }
        }
        if !are_done {
            return Poll::Pending;
        }
        let all = joined.0.iter_mut().map(Pin::new);
        let all = all.filter_map(MaybeDone::take_output);
        let all = all.collect::<Result<Vec<Kind>, Kind>>();
        Poll::Ready(Value(Kind::result(all.map(Kind::tuple))))
    });
    Ok(Kind::future(joined.boxed_local()))
}

pub(super) fn try_join(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let futures = all(call)?;
    Ok(try_joined(call, futures, Kind::tuple))
}

pub(super) fn try_join_all(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let futures = listed(call)?;
    Ok(try_joined(call, futures, Kind::vec))
}

pub(super) fn select(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let one = taken(call.machine, call.arguments.remove(0))?;
    let other = taken(call.machine, call.arguments.remove(0))?;
    let selected = future::select(one, other).map(|first| {
        let pair = |value: Value, rest| {
            vec![Kind::tuple(vec![value.0, Kind::future(rest)])]
        };
        Value(match first {
            future::Either::Left((value, rest)) => {
                Kind::data(tags::LEFT, pair(value, rest))
            }
            future::Either::Right((value, rest)) => {
                Kind::data(tags::RIGHT, pair(value, rest))
            }
        })
    });
    Ok(Kind::future(selected.boxed_local()))
}

pub(super) fn select_all(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let futures = listed(call)?;
    if futures.is_empty() {
        return Err("The program panicked: `select_all` needs a future".into());
    }
    let selected = future::select_all(futures).map(|(value, place, rest)| {
        let rest = rest.into_iter().map(Kind::future).collect();
        Value(Kind::tuple(vec![
            value.0,
            Kind::Int(place as i64),
            Kind::vec(rest),
        ]))
    });
    Ok(Kind::future(selected.boxed_local()))
}

pub(super) fn select_ok(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let futures = listed(call)?;
    if futures.is_empty() {
        return Err("The program panicked: `select_ok` needs a future".into());
    }
    let machine = call.machine.clone();
    let futures = futures.into_iter();
    let futures: Vec<_> = futures
        .map(|it| trying(&machine, it).boxed_local())
        .collect();
    let selected = future::select_ok(futures).map(|first| {
        Value(Kind::result(first.map(|(value, rest)| {
            let rest = rest.into_iter().map(|it| {
                let value = it.map(|it| Value(Kind::result(it)));
                Kind::future(value.boxed_local())
            });
            Kind::tuple(vec![value, Kind::vec(rest.collect())])
        })))
    });
    Ok(Kind::future(selected.boxed_local()))
}

/// Whether it begins anywhere, has an arm for when all are over and one for when
/// none is ready, and the futures: gives the place of the first that is ready,
/// and its value.
pub(super) fn select_macro(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let machine = call.machine.clone();
    let mut flags = [false; 3];
    for flag in &mut flags {
        *flag = matches!(call.take()?, Kind::Bool(true));
    }
    let [is_fair, has_complete, has_default] = flags;
    let mut cells = Vec::new();
    for value in std::mem::take(&mut call.arguments) {
        match into_future(&machine, value)? {
            Kind::Future(cell) => cells.push(cell),
            _ => return Err("`select!` needs futures.".into()),
        }
    }
    let chosen = |place: i64, value: Kind| {
        Poll::Ready(Value(Kind::tuple(vec![Kind::Int(place), value])))
    };
    let first = future::poll_fn(move |cx| {
        // What has a default never waits, and has nobody woken.
        let mut nobody = Context::from_waker(futures::task::noop_waker_ref());
        let cx = if has_default { &mut nobody } else { cx };
        let count = cells.len();
        let first = match is_fair {
            true => machine.host.below(count.max(1)),
            false => 0,
        };
        let mut are_over = true;
        for place in (0..count).map(|it| (first + it) % count) {
            if cells[place].is_over {
                continue;
            }
            let taken = cells[place].future.borrow_mut().take();
            let Some(mut future) = taken else { continue };
            are_over = false;
            match future.as_mut().poll(cx) {
                Poll::Ready(value) => return chosen(place as i64, value.0),
                Poll::Pending => {
                    cells[place].future.borrow_mut().get_or_insert(future);
                }
            }
        }
        match (are_over && has_complete, has_default) {
            (true, _) => chosen(-1, Kind::Unit),
            (false, true) => chosen(-2, Kind::Unit),
            (false, false) if are_over => chosen(-3, Kind::Unit),
            (false, false) => Poll::Pending,
        }
    });
    Ok(Kind::future(first.boxed_local()))
}

pub(super) fn poll_fn(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let function = call.take()?;
    let machine = call.machine.clone();
    Ok(Kind::future(Box::pin(future::poll_fn(move |cx| {
        polled(&machine, &function, vec![Kind::Context], cx)
    }))))
}

/// What `poll!` awaits: one poll of a future, whatever it says.
pub(super) fn poll_once(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let machine = call.machine.clone();
    let Kind::Future(cell) = into_future(&machine, call.take()?)? else {
        return Err("`poll!` needs a future.".into());
    };
    let mut future = InPlace { machine, cell };
    Ok(Kind::future(Box::pin(future::poll_fn(move |cx| {
        Poll::Ready(Value(match Pin::new(&mut future).poll(cx) {
            Poll::Ready(value) => Kind::data(tags::READY, vec![value.0]),
            Poll::Pending => Kind::Bare(tags::PENDING),
        }))
    }))))
}

/// What aborts a future.
struct Abort(future::AbortHandle);

impl Native for Abort {
    fn noun(&self) -> &'static str {
        "an AbortHandle"
    }

    fn cloned(&self) -> Option<Kind> {
        Some(Kind::native(Self(self.0.clone())))
    }

    fn method(
        self: Rc<Self>,
        call: &mut Call<'_, '_, '_>,
    ) -> Outcome<Option<Kind>> {
        Ok(Some(match call.name {
            "abort" => {
                self.0.abort();
                Kind::Unit
            }
            "is_aborted" => Kind::Bool(self.0.is_aborted()),
            _ => return Ok(None),
        }))
    }
}

pub(super) fn abortable(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let future = taken(call.machine, call.arguments.remove(0))?;
    let (future, handle) = future::abortable(future);
    let future = future.map(|result| {
        let aborted = |_| Kind::string("Aborted");
        Value(Kind::result(result.map(|it| it.0).map_err(aborted)))
    });
    Ok(Kind::tuple(vec![
        Kind::future(future.boxed_local()),
        Kind::native(Abort(handle)),
    ]))
}

/// A future that several can await.
struct SharedFuture(RefCell<Option<future::Shared<ValueFuture>>>);

impl Native for SharedFuture {
    fn noun(&self) -> &'static str {
        "a shared future"
    }

    fn drop_now(&self) {
        drop(self.0.take());
    }

    fn cloned(&self) -> Option<Kind> {
        let future = self.0.borrow().clone();
        Some(Kind::native(Self(RefCell::new(future))))
    }

    fn future(&self) -> Option<ValueFuture> {
        let future = self.0.take()?;
        // Each has a value of its own.
        let value = future.map(|value| match super::cloned(&value.0) {
            Ok(own) => Value(own),
            Err(_) => value,
        });
        Some(value.boxed_local())
    }

    fn method(
        self: Rc<Self>,
        call: &mut Call<'_, '_, '_>,
    ) -> Outcome<Option<Kind>> {
        super::tasks::as_future(self.future(), call)
    }
}

pub(super) fn lazy(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let function = call.take()?;
    let machine = call.machine.clone();
    Ok(Kind::future(Box::pin(future::poll_fn(move |cx| {
        let arguments = vec![Kind::Context];
        match machine.call(&function, arguments, &mut Some(cx)) {
            Ok(value) => Poll::Ready(Value(value)),
            Err(error) => {
                machine.fail(error);
                Poll::Pending
            }
        }
    }))))
}

pub(super) fn ready(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let value = Value(call.take()?);
    Ok(Kind::future(Box::pin(future::ready(value))))
}

pub(super) fn pending(_: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    Ok(Kind::future(Box::pin(future::pending())))
}

/// The methods that take the future that they are called on.
pub(super) const TAKING: &[&str] = &[
    "boxed",
    "boxed_local",
    "fuse",
    "inspect",
    "into_future",
    "left_future",
    "map",
    "now_or_never",
    "right_future",
    "shared",
    "then",
];

pub(super) fn method(
    cell: &Rc<FutureCell>,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Option<Kind>> {
    let machine = call.machine.clone();
    let taken = || taken(&machine, Kind::Future(cell.clone()));
    Ok(Some(match call.name {
        // All futures are in a box here, and none is polled when it is over.
        "boxed" | "boxed_local" | "fuse" | "left_future" | "right_future"
        | "by_ref" | "into_future" => Kind::Future(cell.clone()),
        "is_terminated" => {
            Kind::Bool(cell.is_over || cell.future.borrow().is_none())
        }
        "map" => {
            let function = call.take()?;
            let inner = machine.clone();
            let mapped = taken()?.map(move |value| {
                Value(inner.call_or_fail(&function, vec![value.0]))
            });
            Kind::future(mapped.boxed_local())
        }
        "shared" => {
            let shared = Some(taken()?.shared());
            Kind::native(SharedFuture(RefCell::new(shared)))
        }
        "then" => {
            let function = call.take()?;
            let inner = machine.clone();
            let then = taken()?.then(move |value| {
                let next = inner.call_or_fail(&function, vec![value.0]);
                taken_or_failed(&inner, next)
            });
            Kind::future(then.boxed_local())
        }
        "inspect" => {
            let function = call.take()?;
            let inner = machine.clone();
            let inspected = taken()?.inspect(move |value| {
                let value = value.0.clone().borrowed();
                inner.call_or_fail(&function, vec![value]);
            });
            Kind::future(inspected.boxed_local())
        }
        "now_or_never" => {
            let mut future = taken()?;
            let waker = future_waker();
            let mut cx = Context::from_waker(&waker);
            match future.as_mut().poll(&mut cx) {
                Poll::Ready(value) => Kind::some(value.0),
                Poll::Pending => Kind::NONE,
            }
        }
        "poll" | "poll_unpin" => {
            let _cx = call.take()?;
            let at = machine.at.get();
            let Some(cx) = call.cx.as_mut() else {
                return Err("A future can be polled only within a poll.".into());
            };
            let place = InPlace {
                machine: machine.clone(),
                cell: cell.clone(),
            };
            let poll = Pin::new(&mut { place }).poll(cx);
            machine.at.set(at);
            match poll {
                Poll::Ready(value) => Kind::data(tags::READY, vec![value.0]),
                Poll::Pending => Kind::Bare(tags::PENDING),
            }
        }
        _ => return Ok(None),
    }))
}

fn future_waker() -> std::task::Waker {
    futures::task::noop_waker()
}
