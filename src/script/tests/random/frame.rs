//! The variables of a body that the reference runs: what they have, and when it
//! is dropped.

use super::program::{Num, Var};
use super::reference::Loud;
use futures::channel::{mpsc, oneshot};
use futures::future::{AbortHandle, LocalBoxFuture};
use futures::lock::{Mutex, OwnedMutexGuard};
use futures::stream::{FuturesUnordered, StreamExt};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

pub(super) type Place<T> = Rc<RefCell<T>>;
pub(super) type Future = LocalBoxFuture<'static, i64>;

/// What a variable has. Clones refer to the same.
#[derive(Clone)]
pub(super) enum Value {
    Num(i64),
    Option(Option<i64>),
    Closure(Rc<Closure>),
    List(Place<Vec<i64>>),
    Loud(Rc<Loud>),
    Future(Place<Future>),
    Task(Place<Future>, AbortHandle),
    Abort(AbortHandle),
    Sender(Place<mpsc::Sender<i64>>),
    Unbounded(Place<mpsc::UnboundedSender<i64>>),
    Source(Place<Source>),
    Tell(Place<oneshot::Sender<i64>>),
    Told(Place<oneshot::Receiver<i64>>),
    Lock(Arc<Mutex<i64>>),
    Guard(Place<OwnedMutexGuard<i64>>),
    Semaphore(Arc<async_lock::Semaphore>),
    Permit {
        _permit: Rc<async_lock::SemaphoreGuardArc>,
    },
    Moved,
}

impl Value {
    pub(super) fn is_copy(&self) -> bool {
        matches!(self, Self::Num(_) | Self::Option(_) | Self::Closure(_))
    }
}

pub(super) struct Closure {
    pub(super) frame: Rc<Frame>,
    pub(super) parameter: Var,
    pub(super) value: Num,
}

/// What gives items.
pub(super) enum Source {
    Bounded(mpsc::Receiver<i64>),
    Unbounded(mpsc::UnboundedReceiver<i64>),
    Futures(FuturesUnordered<Future>),
}

impl Source {
    pub(super) async fn next(&mut self) -> Option<i64> {
        match self {
            Self::Bounded(it) => it.next().await,
            Self::Unbounded(it) => it.next().await,
            Self::Futures(it) => it.next().await,
        }
    }
}

pub(super) fn place<T>(value: T) -> Place<T> {
    Rc::new(RefCell::new(value))
}

pub(super) fn owned<T>(place: Place<T>) -> T {
    let value = Rc::into_inner(place).expect("a variable has it alone");
    value.into_inner()
}

/// The variables of a body.
pub(super) struct Frame {
    /// Those around, if it refers to them.
    outer: Option<Rc<Self>>,
    /// How many are captured, which are dropped last, and the first first.
    pub(super) captured: Cell<usize>,
    values: RefCell<Vec<(Var, Value)>>,
}

impl Frame {
    pub(super) fn new(captured: Vec<(Var, Value)>) -> Rc<Self> {
        Rc::new(Self {
            outer: None,
            captured: Cell::new(captured.len()),
            values: RefCell::new(captured),
        })
    }

    pub(super) fn within(outer: &Rc<Self>) -> Rc<Self> {
        Rc::new(Self {
            outer: Some(outer.clone()),
            captured: Cell::new(0),
            values: RefCell::default(),
        })
    }

    /// What a closure has that captures copies, and its parameter.
    pub(super) fn copies(&self, parameter: Option<(Var, i64)>) -> Rc<Self> {
        let mut all = Vec::new();
        let mut frame = Some(self);
        while let Some(it) = frame {
            let values = it.values.borrow();
            all.extend(values.iter().filter(|it| it.1.is_copy()).cloned());
            frame = it.outer.as_deref();
        }
        all.extend(parameter.map(|(var, n)| (var, Value::Num(n))));
        Self::new(all)
    }

    pub(super) fn add(&self, var: Var, value: Value) {
        self.values.borrow_mut().push((var, value));
    }

    /// Does something with a variable, here or around.
    pub(super) fn at<T>(
        &self,
        var: Var,
        does: impl FnOnce(&mut Value) -> T,
    ) -> T {
        let mut values = self.values.borrow_mut();
        if let Some((_, value)) = values.iter_mut().find(|it| it.0 == var) {
            return does(value);
        }
        let outer = self.outer.as_ref();
        outer
            .unwrap_or_else(|| panic!("v{var} is there"))
            .at(var, does)
    }

    pub(super) fn get(&self, var: Var) -> Value {
        self.at(var, |value| value.clone())
    }

    /// Moves or copies it.
    pub(super) fn take(&self, var: Var) -> Value {
        self.at(var, |value| match value.is_copy() {
            true => value.clone(),
            false => std::mem::replace(value, Value::Moved),
        })
    }

    pub(super) fn height(&self) -> usize {
        self.values.borrow().len()
    }

    /// Drops the variables above that height, the last first.
    pub(super) fn cut(&self, height: usize) {
        while self.height() > height {
            let last = self.values.borrow_mut().pop();
            drop(last);
        }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        self.cut(self.captured.get());
        for captured in self.values.take() {
            drop(captured);
        }
    }
}

/// Drops the variables of a block when it is left or dropped.
pub(super) struct Scope<'a>(pub(super) &'a Frame, pub(super) usize);

impl Drop for Scope<'_> {
    fn drop(&mut self) {
        self.0.cut(self.1);
    }
}
