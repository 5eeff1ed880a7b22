//! What tasks wait for each other by: a lock, permits, an event.

use super::{Call, Native};
use crate::fault::Outcome;
use crate::host::Host;
use crate::value::{Kind, Value};
use futures::FutureExt;
use futures::lock::{Mutex, OwnedMutexGuard};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

/// A lock, and who has it.
struct Lock {
    lock: Arc<Mutex<Kind>>,
    holder: Rc<Cell<Option<u32>>>,
}

#[expect(
    clippy::arc_with_non_send_sync,
    reason = "the crate wants it so, and there is one thread"
)]
pub(super) fn mutex(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    Ok(Kind::native(Lock {
        lock: Arc::new(Mutex::new(call.take()?)),
        holder: Rc::default(),
    }))
}

impl Native for Lock {
    fn noun(&self) -> &'static str {
        "a Mutex"
    }

    fn method(
        self: Rc<Self>,
        call: &mut Call<'_, '_, '_>,
    ) -> Outcome<Option<Kind>> {
        Ok(Some(match call.name {
            "lock" => {
                let (host, line) = (call.machine.host.clone(), call.line());
                Kind::future(self.locked(host, line).boxed_local())
            }
            "try_lock" => {
                let guard = self.lock.clone().try_lock_owned();
                Kind::option(guard.map(Guard::of))
            }
            "into_inner" => match self.lock.try_lock() {
                Some(value) => value.clone(),
                None => return Err("This Mutex is locked.".into()),
            },
            _ => return Ok(None),
        }))
    }
}

impl Lock {
    /// Locks it; who waits is known to wait for whom.
    async fn locked(self: Rc<Self>, host: Rc<dyn Host>, line: u32) -> Value {
        host.reached(line);
        let mut locking = self.lock.clone().lock_owned();
        let guard = futures::future::poll_fn(|cx| {
            let poll = locking.poll_unpin(cx);
            if poll.is_pending()
                && let Some(holder) = self.holder.get()
            {
                host.awaiting(holder);
            }
            poll
        });
        let guard = guard.await;
        self.holder.set(host.running());
        host.reached(line);
        Value(Guard::of(guard))
    }
}

/// What a lock guards; `None` once it is dropped.
struct Guard(RefCell<Option<OwnedMutexGuard<Kind>>>);

impl Guard {
    fn of(guard: OwnedMutexGuard<Kind>) -> Kind {
        Kind::native(Self(RefCell::new(Some(guard))))
    }
}

impl Native for Guard {
    fn noun(&self) -> &'static str {
        "a guard of a Mutex"
    }

    fn get(&self) -> Option<Kind> {
        self.0.borrow().as_ref().map(|guard| Kind::clone(guard))
    }

    fn set(&self, value: Kind) -> Outcome<()> {
        // What was there is dropped when nothing is borrowed any more.
        let before = match self.0.borrow_mut().as_mut() {
            Some(guard) => std::mem::replace(&mut **guard, value),
            None => return Err("This guard was dropped.".into()),
        };
        drop(before);
        Ok(())
    }

    fn drop_now(&self) {
        drop(self.0.take());
    }

    fn method(
        self: Rc<Self>,
        _: &mut Call<'_, '_, '_>,
    ) -> Outcome<Option<Kind>> {
        // What it guards has the method.
        Ok(None)
    }
}

struct Semaphore(Arc<async_lock::Semaphore>);

pub(super) fn semaphore(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let permits = async_lock::Semaphore::new(call.count()?);
    Ok(Kind::native(Semaphore(Arc::new(permits))))
}

impl Native for Semaphore {
    fn noun(&self) -> &'static str {
        "a Semaphore"
    }

    fn method(
        self: Rc<Self>,
        call: &mut Call<'_, '_, '_>,
    ) -> Outcome<Option<Kind>> {
        Ok(Some(match call.name {
            "acquire" | "acquire_arc" => {
                let permit = self.0.acquire_arc().map(Permit::of);
                Kind::future(permit.map(Value).boxed_local())
            }
            "try_acquire" => {
                Kind::option(self.0.try_acquire_arc().map(Permit::of))
            }
            "add_permits" => {
                self.0.add_permits(call.count()?);
                Kind::Unit
            }
            _ => return Ok(None),
        }))
    }
}

/// A permit; `None` once it is dropped.
struct Permit(RefCell<Option<async_lock::SemaphoreGuardArc>>);

impl Permit {
    fn of(permit: async_lock::SemaphoreGuardArc) -> Kind {
        Kind::native(Self(RefCell::new(Some(permit))))
    }
}

impl Native for Permit {
    fn noun(&self) -> &'static str {
        "a permit"
    }

    fn drop_now(&self) {
        drop(self.0.take());
    }

    fn method(
        self: Rc<Self>,
        call: &mut Call<'_, '_, '_>,
    ) -> Outcome<Option<Kind>> {
        if call.name == "forget" {
            if let Some(permit) = self.0.take() {
                permit.forget();
            }
            return Ok(Some(Kind::Unit));
        }
        Ok(None)
    }
}

struct Event(event_listener::Event);

pub(super) fn event(_: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    Ok(Kind::native(Event(event_listener::Event::new())))
}

impl Native for Event {
    fn noun(&self) -> &'static str {
        "an Event"
    }

    fn method(
        self: Rc<Self>,
        call: &mut Call<'_, '_, '_>,
    ) -> Outcome<Option<Kind>> {
        Ok(Some(match call.name {
            "listen" | "notified" => {
                let listener = self.0.listen();
                let waiting = listener.map(|()| Value(Kind::Unit));
                Kind::future(waiting.boxed_local())
            }
            "notify_one" => {
                self.0.notify(1);
                Kind::Unit
            }
            "notify_all" => {
                self.0.notify(usize::MAX);
                Kind::Unit
            }
            "notify" => {
                self.0.notify(call.count()?);
                Kind::Unit
            }
            _ => return Ok(None),
        }))
    }
}
