//! Streams: what several futures give, one after another. The combinators are
//! those of the crate `futures`.

use super::futures::{taken, taken_or_failed};
use super::iterators::{collected, some};
use super::{Call, Iter, Native, into_iter};
use crate::fault::Outcome;
use crate::host::ValueFuture;
use crate::machine::Machine;
use crate::value::{Kind, Value, tags};
use futures::stream::{
    self, Fuse, FusedStream, FuturesUnordered, LocalBoxStream,
};
use futures::{FutureExt, Stream, StreamExt};
use std::cell::RefCell;
use std::rc::Rc;
use std::task::{Context, Poll};

pub(super) type Kinds = LocalBoxStream<'static, Kind>;

/// A stream of the program. It is taken out while it is polled.
pub(super) struct StreamValue(RefCell<Option<Fuse<Kinds>>>);

/// Asking it once more when it is over gives nothing, and never fails.
fn of(stream: impl Stream<Item = Kind> + 'static) -> Kind {
    let stream = stream.boxed_local().fuse();
    Kind::native(StreamValue(RefCell::new(Some(stream))))
}

/// The future of `next` or `select_next_some`, of what polls the stream; `is_over`
/// if the stream has come to its end before.
pub(super) fn next_future(
    name: &str,
    is_over: bool,
    mut poll: impl FnMut(&mut Context<'_>) -> Poll<Option<Kind>> + 'static,
) -> Kind {
    let is_some = name == "select_next_some";
    let next = futures::future::poll_fn(move |cx| {
        match (poll(cx), is_some) {
            (Poll::Ready(Some(item)), true) => Poll::Ready(Value(item)),
            (Poll::Ready(None), true) => {
                // The select that polls this is to see that it is over.
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            (Poll::Ready(item), false) => {
                Poll::Ready(Value(Kind::option(item)))
            }
            (Poll::Pending, _) => Poll::Pending,
        }
    });
    match is_over {
        true => Kind::future_over(Some(next.boxed_local())),
        false => Kind::future(next.boxed_local()),
    }
}

/// The items of an iterator, none of which is waited for.
fn items(machine: &Rc<Machine>, mut iter: Iter) -> Kinds {
    let machine = machine.clone();
    let next = move || match iter.next(&machine) {
        Ok(item) => item,
        Err(error) => {
            machine.fail(error);
            None
        }
    };
    stream::iter(std::iter::from_fn(next)).boxed_local()
}

pub(super) fn iter(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let iter = into_iter(call.take()?)?;
    Ok(of(items(call.machine, iter)))
}

pub(super) fn repeat(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let item = call.take()?;
    let machine = call.machine.clone();
    let again = move || match super::cloned(&item) {
        Ok(item) => item,
        Err(error) => {
            machine.fail(error);
            Kind::Unit
        }
    };
    Ok(of(stream::repeat_with(again)))
}

pub(super) fn once(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let future = taken(call.machine, call.arguments.remove(0))?;
    Ok(of(stream::once(future.map(|value| value.0))))
}

pub(super) fn unfold(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let (state, function) = (call.take()?, call.take()?);
    let machine = call.machine.clone();
    Ok(of(stream::unfold(state, move |state| {
        let next = machine.call_or_fail(&function, vec![state]);
        let machine = machine.clone();
        let next = taken_or_failed(&machine, next);
        next.map(move |value| match some(&value.0) {
            Ok(pair) => match pair?.target() {
                Kind::Data(pair) => {
                    let fields = pair.fields.borrow();
                    Some((fields.first()?.clone(), fields.get(1)?.clone()))
                }
                _ => None,
            },
            Err(error) => {
                machine.fail(error);
                None
            }
        })
    })))
}

/// What futures give, in the order in which they do.
pub(super) struct Unordered(RefCell<FuturesUnordered<ValueFuture>>);

pub(super) fn unordered(_: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    Ok(Kind::native(Unordered(RefCell::default())))
}

/// The same with these futures.
pub(super) fn unordered_of(
    machine: &Rc<Machine>,
    items: Vec<Kind>,
) -> Outcome<Kind> {
    let futures = items.into_iter().map(|it| taken(machine, it));
    let futures = futures.collect::<Outcome<FuturesUnordered<_>>>()?;
    Ok(Kind::native(Unordered(RefCell::new(futures))))
}

impl Native for Unordered {
    fn noun(&self) -> &'static str {
        "a FuturesUnordered"
    }

    fn drop_now(&self) {
        drop(self.0.take());
    }

    fn method(
        self: Rc<Self>,
        call: &mut Call<'_, '_, '_>,
    ) -> Outcome<Option<Kind>> {
        match call.name {
            "push" => {
                let future = taken(call.machine, call.arguments.remove(0))?;
                self.0.borrow().push(future);
                Ok(Some(Kind::Unit))
            }
            "len" => Ok(Some(Kind::Int(self.0.borrow().len() as i64))),
            "is_empty" => Ok(Some(Kind::Bool(self.0.borrow().is_empty()))),
            "clear" => {
                drop(self.0.take());
                Ok(Some(Kind::Unit))
            }
            "next" | "select_next_some" => {
                let is_over = self.0.borrow().is_terminated();
                let next = next_future(call.name, is_over, move |cx| {
                    // A future may push another while it is polled.
                    let mut all = self.0.take();
                    let poll = all.poll_next_unpin(cx);
                    let pushed = self.0.replace(all);
                    for future in pushed {
                        self.0.borrow().push(future);
                    }
                    poll.map(|value| value.map(|it| it.0))
                });
                Ok(Some(next))
            }
            "is_terminated" => {
                Ok(Some(Kind::Bool(self.0.borrow().is_terminated())))
            }
            "iter" | "iter_mut" => Ok(None),
            _ => {
                adapted(self.0.take().map(|value| value.0).boxed_local(), call)
            }
        }
    }
}

impl Native for StreamValue {
    fn noun(&self) -> &'static str {
        "a stream"
    }

    fn stream(&self) -> Option<Kinds> {
        Some(self.0.take()?.boxed_local())
    }

    fn drop_now(&self) {
        drop(self.0.take());
    }

    fn method(
        self: Rc<Self>,
        call: &mut Call<'_, '_, '_>,
    ) -> Outcome<Option<Kind>> {
        if call.name == "is_terminated" {
            let stream = self.0.borrow();
            let is_over = stream.as_ref().is_none_or(Fuse::is_terminated);
            return Ok(Some(Kind::Bool(is_over)));
        }
        if matches!(call.name, "next" | "select_next_some") {
            let machine = call.machine.clone();
            let is_over =
                self.0.borrow().as_ref().is_some_and(Fuse::is_terminated);
            let next = next_future(call.name, is_over, move |cx| {
                let Some(mut stream) = self.0.take() else {
                    machine.fail("This stream was moved into another.".into());
                    return Poll::Pending;
                };
                let poll = stream.poll_next_unpin(cx);
                self.0.replace(Some(stream));
                poll
            });
            return Ok(Some(next));
        }
        let Some(stream) = self.0.take() else {
            return Err("This stream was moved into another.".into());
        };
        adapted(stream.boxed_local(), call)
    }
}

/// Makes another stream, or a future, of a stream.
pub(super) fn adapted(
    stream: Kinds,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Option<Kind>> {
    let machine = call.machine.clone();
    let future_of = {
        let machine = machine.clone();
        move |function: &Kind, arguments: Vec<Kind>| {
            let future = machine.call_or_fail(function, arguments);
            taken_or_failed(&machine, future)
        }
    };
    Ok(Some(match call.name {
        "boxed" | "boxed_local" | "fuse" | "by_ref" => of(stream),
        "map" => {
            let function = call.take()?;
            of(stream
                .map(move |item| machine.call_or_fail(&function, vec![item])))
        }
        "then" => {
            let function = call.take()?;
            of(stream.then(move |item| {
                future_of(&function, vec![item]).map(|value| value.0)
            }))
        }
        "filter" => {
            let function = call.take()?;
            of(stream.filter_map(move |item| {
                let asked = future_of(&function, vec![item.clone().borrowed()]);
                asked.map(|is| matches!(is.0, Kind::Bool(true)).then_some(item))
            }))
        }
        "filter_map" => {
            let function = call.take()?;
            of(stream.filter_map(move |item| {
                let asked = future_of(&function, vec![item]);
                asked.map(|value| some(&value.0).ok().flatten())
            }))
        }
        "enumerate" => of(stream.enumerate().map(|(place, item)| {
            Kind::tuple(vec![Kind::Int(place as i64), item])
        })),
        "take" => of(stream.take(call.count()?)),
        "skip" => of(stream.skip(call.count()?)),
        "chain" | "zip" => {
            let other = call.take()?;
            let Some(other) = stream_of(&other) else {
                return Err(call.wrong("a stream", &other.target()));
            };
            match call.name {
                "chain" => of(stream.chain(other)),
                _ => {
                    of(stream.zip(other).map(|(a, b)| Kind::tuple(vec![a, b])))
                }
            }
        }
        "buffered" | "buffer_unordered" => {
            let count = call.count()?;
            let futures =
                stream.map(move |item| taken_or_failed(&machine, item));
            match call.name {
                "buffered" => of(futures.buffered(count).map(|it| it.0)),
                _ => of(futures.buffer_unordered(count).map(|it| it.0)),
            }
        }
        "try_collect" => {
            let inner = match crate::hint::head(call.hint) {
                "Result" | crate::hint::EITHER => crate::hint::inner(call.hint),
                _ => call.hint,
            };
            let hint = format!("Result<{inner}");
            let mut good = Vec::new();
            let mut stream = stream;
            let all = futures::future::poll_fn(move |cx| {
                while let Some(item) =
                    std::task::ready!(stream.poll_next_unpin(cx))
                {
                    let is_bad = matches!(
                        item.target(),
                        Kind::Data(data) if data.tag == tags::ERR
                    );
                    good.push(item);
                    if is_bad {
                        break;
                    }
                }
                Poll::Ready(std::mem::take(&mut good))
            });
            let all = all.map(move |items| collect(&machine, &hint, items));
            Kind::future(all.boxed_local())
        }
        "collect" => {
            let hint = call.hint.to_owned();
            let all = stream.collect::<Vec<Kind>>();
            let all = all.map(move |items| collect(&machine, &hint, items));
            Kind::future(all.boxed_local())
        }
        "count" => {
            let count = stream.count();
            let count = count.map(|it| Value(Kind::Int(it as i64)));
            Kind::future(count.boxed_local())
        }
        "for_each" => {
            let function = call.take()?;
            let all = stream.for_each(move |item| {
                future_of(&function, vec![item]).map(drop)
            });
            Kind::future(all.map(|()| Value(Kind::Unit)).boxed_local())
        }
        "for_each_concurrent" => {
            let limit = match call.take()?.target() {
                Kind::Int(limit) => usize::try_from(limit).ok(),
                other => match some(&other)?.map(|it| it.target()) {
                    Some(Kind::Int(limit)) => usize::try_from(limit).ok(),
                    _ => None,
                },
            };
            let function = call.take()?;
            let all = stream.for_each_concurrent(limit, move |item| {
                future_of(&function, vec![item]).map(drop)
            });
            Kind::future(all.map(|()| Value(Kind::Unit)).boxed_local())
        }
        "fold" => {
            let (first, function) = (call.take()?, call.take()?);
            let folded = stream.fold(first, move |so_far, item| {
                future_of(&function, vec![so_far, item]).map(|it| it.0)
            });
            Kind::future(folded.map(Value).boxed_local())
        }
        _ => return Ok(None),
    }))
}

fn collect(machine: &Rc<Machine>, hint: &str, items: Vec<Kind>) -> Value {
    let mut call = Call {
        machine,
        cx: &mut None,
        name: "collect",
        hint,
        arguments: Vec::new(),
    };
    match collected(items, &mut call) {
        Ok(all) => Value(all),
        Err(error) => {
            machine.fail(error);
            Value(Kind::Unit)
        }
    }
}

/// The stream that a value is, taken out of it.
fn stream_of(value: &Kind) -> Option<Kinds> {
    let Kind::Native(native) = value.target() else {
        return None;
    };
    native.stream()
}
