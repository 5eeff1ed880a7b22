//! Channels: those of the crate `futures`.

use super::streams::{Kinds, adapted, next_future};
use super::{Call, Native};
use crate::fault::Outcome;
use crate::host::ValueFuture;
use crate::value::{Kind, Value};
use futures::channel::{mpsc, oneshot as once};
use futures::stream::FusedStream;
use futures::{FutureExt, Sink, StreamExt};
use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

/// An end that sends; `None` once it is dropped.
struct Sender(RefCell<Option<mpsc::Sender<Kind>>>);

struct UnboundedSender(RefCell<Option<mpsc::UnboundedSender<Kind>>>);

/// The end that receives; `None` once it is dropped.
struct Receiver(RefCell<Option<mpsc::Receiver<Kind>>>);

struct UnboundedReceiver(RefCell<Option<mpsc::UnboundedReceiver<Kind>>>);

pub(super) fn channel(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let (send, receive) = mpsc::channel(call.count()?.min(1_000_000));
    Ok(Kind::tuple(vec![
        Kind::native(Sender(RefCell::new(Some(send)))),
        Kind::native(Receiver(RefCell::new(Some(receive)))),
    ]))
}

pub(super) fn unbounded(_: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let (send, receive) = mpsc::unbounded();
    Ok(Kind::tuple(vec![
        Kind::native(UnboundedSender(RefCell::new(Some(send)))),
        Kind::native(UnboundedReceiver(RefCell::new(Some(receive)))),
    ]))
}

pub(super) fn oneshot(_: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let (send, receive) = once::channel();
    Ok(Kind::tuple(vec![
        Kind::native(OneSender(RefCell::new(Some(send)))),
        Kind::native(OneReceiver(Rc::new(RefCell::new(Some(receive))))),
    ]))
}

/// What became of sending.
fn sent(result: Result<(), mpsc::SendError>) -> Kind {
    Kind::result(match result {
        Ok(()) => Ok(Kind::Unit),
        Err(error) => Err(Kind::string(error.to_string())),
    })
}

impl Sender {
    /// Sends an item as `SinkExt::send` does: when there is room, and until it
    /// is flushed.
    fn poll_send(
        &self,
        item: &mut Option<Kind>,
        cx: &mut Context<'_>,
    ) -> Poll<Kind> {
        let mut sender = self.0.borrow_mut();
        let Some(sender) = sender.as_mut() else {
            return Poll::Ready(gone());
        };
        if item.is_some() {
            if let Err(error) = ready!(sender.poll_ready(cx)) {
                return Poll::Ready(sent(Err(error)));
            }
            if let Some(item) = item.take()
                && let Err(error) = sender.start_send(item)
            {
                return Poll::Ready(sent(Err(error)));
            }
        }
        let flushed = ready!(Pin::new(sender).poll_flush(cx));
        Poll::Ready(sent(flushed))
    }
}

fn gone() -> Kind {
    Kind::err(Kind::string("send failed because receiver is gone"))
}

impl Native for Sender {
    fn noun(&self) -> &'static str {
        "a Sender"
    }

    fn drop_now(&self) {
        drop(self.0.take());
    }

    fn cloned(&self) -> Option<Kind> {
        let sender = self.0.borrow().clone()?;
        Some(Kind::native(Self(RefCell::new(Some(sender)))))
    }

    fn method(
        self: Rc<Self>,
        call: &mut Call<'_, '_, '_>,
    ) -> Outcome<Option<Kind>> {
        Ok(Some(match call.name {
            "send" => {
                let mut item = Some(call.take()?);
                let sending = futures::future::poll_fn(move |cx| {
                    self.poll_send(&mut item, cx).map(Value)
                });
                Kind::future(sending.boxed_local())
            }
            "try_send" => {
                let item = call.take()?;
                match self.0.borrow_mut().as_mut() {
                    Some(sender) => sent(
                        sender
                            .try_send(item)
                            .map_err(|it| it.into_send_error()),
                    ),
                    None => gone(),
                }
            }
            "close_channel" => {
                if let Some(sender) = self.0.borrow_mut().as_mut() {
                    sender.close_channel();
                }
                Kind::Unit
            }
            "disconnect" => {
                if let Some(sender) = self.0.borrow_mut().as_mut() {
                    sender.disconnect();
                }
                Kind::Unit
            }
            "is_closed" => {
                let sender = self.0.borrow();
                Kind::Bool(sender.as_ref().is_none_or(mpsc::Sender::is_closed))
            }
            _ => return Ok(None),
        }))
    }
}

impl Native for UnboundedSender {
    fn noun(&self) -> &'static str {
        "a Sender"
    }

    fn drop_now(&self) {
        drop(self.0.take());
    }

    fn cloned(&self) -> Option<Kind> {
        let sender = self.0.borrow().clone()?;
        Some(Kind::native(Self(RefCell::new(Some(sender)))))
    }

    fn method(
        self: Rc<Self>,
        call: &mut Call<'_, '_, '_>,
    ) -> Outcome<Option<Kind>> {
        let send = |item: Kind| match self.0.borrow().as_ref() {
            Some(sender) => sent(
                sender
                    .unbounded_send(item)
                    .map_err(|it| it.into_send_error()),
            ),
            None => gone(),
        };
        Ok(Some(match call.name {
            "unbounded_send" | "start_send" => send(call.take()?),
            "send" => {
                let mut item = Some(call.take()?);
                let this = self.clone();
                let sending = futures::future::poll_fn(move |_| {
                    let sent = item.take().map(|item| {
                        match this.0.borrow().as_ref() {
                            Some(sender) => sent(
                                sender
                                    .unbounded_send(item)
                                    .map_err(|it| it.into_send_error()),
                            ),
                            None => gone(),
                        }
                    });
                    Poll::Ready(Value(sent.unwrap_or(Kind::ok(Kind::Unit))))
                });
                Kind::future(sending.boxed_local())
            }
            "close_channel" => {
                if let Some(sender) = self.0.borrow().as_ref() {
                    sender.close_channel();
                }
                Kind::Unit
            }
            "is_closed" => {
                let sender = self.0.borrow();
                let is_closed = sender
                    .as_ref()
                    .is_none_or(mpsc::UnboundedSender::is_closed);
                Kind::Bool(is_closed)
            }
            _ => return Ok(None),
        }))
    }
}

/// The two receivers differ in their types alone.
macro_rules! receiver {
    ($Receiver:ident) => {
        impl Native for $Receiver {
            fn noun(&self) -> &'static str {
                "a Receiver"
            }

            fn drop_now(&self) {
                drop(self.0.take());
            }

            fn stream(&self) -> Option<Kinds> {
                Some(self.0.take()?.boxed_local())
            }

            fn method(
                self: Rc<Self>,
                call: &mut Call<'_, '_, '_>,
            ) -> Outcome<Option<Kind>> {
                Ok(Some(match call.name {
                    "next" | "recv" | "select_next_some" => {
                        let is_over = self
                            .0
                            .borrow()
                            .as_ref()
                            .is_some_and(FusedStream::is_terminated);
                        next_future(call.name, is_over, move |cx| {
                            let mut receiver = self.0.borrow_mut();
                            match receiver.as_mut() {
                                Some(it) => it.poll_next_unpin(cx),
                                None => Poll::Ready(None),
                            }
                        })
                    }
                    "is_terminated" => {
                        let receiver = self.0.borrow();
                        let is_over = receiver
                            .as_ref()
                            .is_none_or(FusedStream::is_terminated);
                        Kind::Bool(is_over)
                    }
                    "try_recv" => {
                        let item = self
                            .0
                            .borrow_mut()
                            .as_mut()
                            .map(|it| it.try_recv());
                        match item {
                            Some(Ok(item)) => Kind::ok(item),
                            Some(Err(error)) => {
                                Kind::err(Kind::string(error.to_string()))
                            }
                            None => Kind::err(Kind::string("closed")),
                        }
                    }
                    "close" => {
                        if let Some(receiver) = self.0.borrow_mut().as_mut() {
                            receiver.close();
                        }
                        Kind::Unit
                    }
                    _ => match self.0.take() {
                        Some(receiver) => {
                            return adapted(receiver.boxed_local(), call);
                        }
                        None => return Ok(None),
                    },
                }))
            }
        }
    };
}

receiver!(Receiver);
receiver!(UnboundedReceiver);

struct OneSender(RefCell<Option<once::Sender<Kind>>>);

impl Native for OneSender {
    fn noun(&self) -> &'static str {
        "a oneshot Sender"
    }

    fn drop_now(&self) {
        drop(self.0.take());
    }

    fn method(
        self: Rc<Self>,
        call: &mut Call<'_, '_, '_>,
    ) -> Outcome<Option<Kind>> {
        Ok(Some(match call.name {
            "send" => {
                let item = call.take()?;
                let Some(sender) = self.0.take() else {
                    return Err("A oneshot Sender sends once.".into());
                };
                Kind::result(sender.send(item).map(|()| Kind::Unit))
            }
            "is_canceled" => {
                let sender = self.0.borrow();
                Kind::Bool(
                    sender.as_ref().is_none_or(once::Sender::is_canceled),
                )
            }
            _ => return Ok(None),
        }))
    }
}

struct OneReceiver(OnePlace);

type OnePlace = Rc<RefCell<Option<once::Receiver<Kind>>>>;

/// What is sent, or that the sender was dropped.
fn received(receiver: OnePlace) -> ValueFuture {
    let received = futures::future::poll_fn(move |cx| {
        let mut receiver = receiver.borrow_mut();
        let Some(receiver) = receiver.as_mut() else {
            return Poll::Ready(Value(Kind::err(Kind::native(Canceled))));
        };
        let poll = receiver.poll_unpin(cx);
        poll.map(|item| {
            Value(Kind::result(item.map_err(|_| Kind::native(Canceled))))
        })
    });
    received.boxed_local()
}

/// The sender was dropped.
struct Canceled;

impl Native for Canceled {
    fn noun(&self) -> &'static str {
        "Canceled"
    }

    fn text(&self) -> Option<String> {
        Some("Canceled".to_owned())
    }

    fn method(
        self: Rc<Self>,
        _: &mut Call<'_, '_, '_>,
    ) -> Outcome<Option<Kind>> {
        Ok(None)
    }
}

impl Native for OneReceiver {
    fn noun(&self) -> &'static str {
        "a oneshot Receiver"
    }

    fn drop_now(&self) {
        drop(self.0.take());
    }

    fn future(&self) -> Option<ValueFuture> {
        Some(received(self.0.clone()))
    }

    fn taken(&self) -> Option<ValueFuture> {
        let receiver = self.0.take()?;
        Some(received(Rc::new(RefCell::new(Some(receiver)))))
    }

    fn method(
        self: Rc<Self>,
        call: &mut Call<'_, '_, '_>,
    ) -> Outcome<Option<Kind>> {
        match call.name {
            "close" => {
                if let Some(receiver) = self.0.borrow_mut().as_mut() {
                    receiver.close();
                }
                Ok(Some(Kind::Unit))
            }
            "try_recv" => {
                let item = self.0.borrow_mut().as_mut().map(|it| it.try_recv());
                Ok(Some(match item {
                    Some(Ok(item)) => Kind::ok(Kind::option(item)),
                    _ => Kind::err(Kind::native(Canceled)),
                }))
            }
            _ => super::tasks::as_future(self.future(), call),
        }
    }
}
