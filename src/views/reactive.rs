//! Leptos compiles a signal, a memo, a stored value and an effect anew for each
//! type of value and each closure. Here they are compiled once, for a value of any
//! type, as `AnyView` is for views: measured, a smaller page.

#![expect(clippy::disallowed_types, reason = "here they are of one type")]

use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::any::Any;
use std::marker::PhantomData;
use std::rc::Rc;

/// A value of any type. It does not leave the thread of the page, which is the
/// only one.
type Erased = SendWrapper<Rc<dyn Any>>;

fn erased<T: 'static>(value: T) -> Erased {
    SendWrapper::new(Rc::new(value))
}

fn known<T: 'static>(value: &Erased) -> &T {
    match (***value).downcast_ref() {
        Some(value) => value,
        None => not_of_this_type(),
    }
}

fn known_mut<T: 'static>(value: &mut Erased) -> &mut T {
    let value = match Rc::get_mut(value) {
        Some(value) => value,
        None => is_being_read(),
    };
    match value.downcast_mut() {
        Some(value) => value,
        None => not_of_this_type(),
    }
}

#[cold]
#[inline(never)]
fn not_of_this_type() -> ! {
    unreachable!("a value is of the type that it was made of");
}

#[cold]
#[inline(never)]
fn is_being_read() -> ! {
    panic!("a value was changed while it is being read");
}

/// What Leptos made for a value of type `T`, which it does not know. It is copied,
/// whatever the value is.
pub(super) struct Handle<Inner, T>(Inner, PhantomData<fn() -> T>);

/// A value that can be set, and whose readers then ask again.
pub(super) type AnyRwSignal<T> = Handle<RwSignal<Erased>, T>;

/// A value that is computed of others when it is read and they have changed.
pub(super) type AnyMemo<T> = Handle<Memo<Erased>, T>;

/// A value that can be read, and whose readers are told when it changes.
pub(super) type AnySignal<T> = Handle<Signal<Erased>, T>;

/// A value that has an owner and no readers who are told.
pub(super) type AnyStoredValue<T> = Handle<StoredValue<Erased>, T>;

impl<Inner: Copy, T> Clone for Handle<Inner, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Inner: Copy, T> Copy for Handle<Inner, T> {}

impl<Inner: PartialEq, T> PartialEq for Handle<Inner, T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<Inner: Eq, T> Eq for Handle<Inner, T> {}

impl<Inner, T> Handle<Inner, T> {
    fn of(inner: Inner) -> Self {
        Self(inner, PhantomData)
    }
}

#[inline(never)]
fn read<Inner: Get<Value = Erased>>(inner: Inner) -> Erased {
    inner.get()
}

#[inline(never)]
fn read_untracked<Inner: GetUntracked<Value = Erased>>(inner: Inner) -> Erased {
    inner.get_untracked()
}

impl<Inner: Get<Value = Erased>, T: 'static> Handle<Inner, T> {
    /// What `make` makes of the value; asks again when that changes.
    pub(super) fn with<R>(self, make: impl FnOnce(&T) -> R) -> R {
        make(known(&read(self.0)))
    }

    /// The value; asks again when that changes.
    pub(super) fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }
}

impl<Inner: GetUntracked<Value = Erased>, T: 'static> Handle<Inner, T> {
    /// What `make` makes of the value as it is now.
    pub(super) fn with_untracked<R>(self, make: impl FnOnce(&T) -> R) -> R {
        make(known(&read_untracked(self.0)))
    }

    /// The value as it is now.
    pub(super) fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }

    /// The value as it is now; `None` if its owner is gone.
    pub(super) fn try_get_untracked(self) -> Option<T>
    where
        T: Clone,
    {
        let value = self.0.try_get_untracked()?;
        Some(known::<T>(&value).clone())
    }
}

/// Has `change` change a value once, and keeps what it made; whether readers are
/// to be told.
fn once<T: 'static, R>(
    change: impl FnOnce(&mut T) -> (bool, R),
    made: &mut Option<R>,
) -> impl FnMut(&mut Erased) -> bool {
    let mut change = Some(change);
    move |value| {
        let Some(change) = change.take() else {
            return false;
        };
        let (is_changed, result) = change(known_mut(value));
        *made = Some(result);
        is_changed
    }
}

#[inline(never)]
fn new_signal(value: Erased) -> RwSignal<Erased> {
    RwSignal::new(value)
}

#[inline(never)]
fn set_signal(signal: RwSignal<Erased>, value: Erased) {
    signal.set(value);
}

/// Changes a signal by `change`, which says whether its readers are to be told.
#[inline(never)]
fn change_signal(
    signal: RwSignal<Erased>,
    change: &mut dyn FnMut(&mut Erased) -> bool,
) {
    signal.try_maybe_update(|value| (change(value), ()));
}

impl<T: Default + 'static> Default for AnyRwSignal<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: 'static> AnyRwSignal<T> {
    pub(super) fn new(value: T) -> Self {
        Self::of(new_signal(erased(value)))
    }

    pub(super) fn set(self, value: T) {
        set_signal(self.0, erased(value));
    }

    /// Sets it, unless it is gone.
    pub(super) fn try_set(self, value: T) {
        let _ = self.0.try_set(erased(value));
    }

    fn changed<R>(self, change: impl FnOnce(&mut T) -> (bool, R)) -> Option<R> {
        let mut made = None;
        change_signal(self.0, &mut once(change, &mut made));
        made
    }

    pub(super) fn update(self, change: impl FnOnce(&mut T)) {
        self.changed(|value| {
            change(value);
            (true, ())
        });
    }

    /// Changes the value; `change` says whether readers are to be told.
    pub(super) fn maybe_update(self, change: impl FnOnce(&mut T) -> bool) {
        self.changed(|value| (change(value), ()));
    }

    /// What `change` gives; `None` if the signal is gone.
    pub(super) fn try_update<R>(
        self,
        change: impl FnOnce(&mut T) -> R,
    ) -> Option<R> {
        self.changed(|value| (true, change(value)))
    }

    /// The same, and tells no reader.
    pub(super) fn try_update_untracked<R>(
        self,
        change: impl FnOnce(&mut T) -> R,
    ) -> Option<R> {
        self.changed(|value| (false, change(value)))
    }

    /// Asks again when the value changes.
    pub(super) fn track(self) {
        self.0.track();
    }

    /// Has readers ask again.
    pub(super) fn notify(self) {
        self.0.notify();
    }

    /// Whether its owner is gone, and it with that.
    pub(super) fn is_disposed(self) -> bool {
        self.0.is_disposed()
    }
}

impl<T: 'static> AnySignal<T> {
    /// One that never changes.
    pub(super) fn stored(value: T) -> Self {
        Self::of(Signal::stored(erased(value)))
    }
}

impl<T: 'static> From<T> for AnySignal<T> {
    fn from(value: T) -> Self {
        Self::stored(value)
    }
}

impl<T: Default + 'static> Default for AnySignal<T> {
    fn default() -> Self {
        Self::stored(T::default())
    }
}

impl<T: 'static> From<AnyRwSignal<T>> for AnySignal<T> {
    fn from(signal: AnyRwSignal<T>) -> Self {
        Self::of(signal.0.into())
    }
}

impl<T: 'static> From<AnyMemo<T>> for AnySignal<T> {
    fn from(memo: AnyMemo<T>) -> Self {
        Self::of(memo.0.into())
    }
}

#[inline(never)]
fn store(value: Erased) -> StoredValue<Erased> {
    StoredValue::new(value)
}

#[inline(never)]
fn stored(value: StoredValue<Erased>) -> Option<Erased> {
    value.try_get_value()
}

#[inline(never)]
fn set_stored(stored: StoredValue<Erased>, value: Erased) {
    let _ = stored.try_set_value(value);
}

#[inline(never)]
fn change_stored(
    stored: StoredValue<Erased>,
    change: &mut dyn FnMut(&mut Erased) -> bool,
) {
    let _ = stored.try_update_value(change);
}

#[cold]
#[inline(never)]
fn is_gone() -> ! {
    panic!(
        "a stored value was read while it was changed, or after its owner was gone"
    );
}

impl<T: Default + 'static> Default for AnyStoredValue<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: 'static> AnyStoredValue<T> {
    pub(super) fn new(value: T) -> Self {
        Self::of(store(erased(value)))
    }

    /// Nothing if it is gone.
    pub(super) fn set_value(self, value: T) {
        set_stored(self.0, erased(value));
    }

    pub(super) fn with_value<R>(self, read: impl FnOnce(&T) -> R) -> R {
        match self.try_with_value(read) {
            Some(result) => result,
            None => is_gone(),
        }
    }

    pub(super) fn try_with_value<R>(
        self,
        read: impl FnOnce(&T) -> R,
    ) -> Option<R> {
        Some(read(known(&stored(self.0)?)))
    }

    pub(super) fn update_value(self, change: impl FnOnce(&mut T)) {
        self.try_update_value(change);
    }

    pub(super) fn try_update_value<R>(
        self,
        change: impl FnOnce(&mut T) -> R,
    ) -> Option<R> {
        let mut made = None;
        let change = |value: &mut T| (false, change(value));
        change_stored(self.0, &mut once(change, &mut made));
        made
    }
}

impl<T: Clone + 'static> AnyStoredValue<T> {
    pub(super) fn get_value(self) -> T {
        self.with_value(T::clone)
    }

    pub(super) fn try_get_value(self) -> Option<T> {
        self.try_with_value(T::clone)
    }
}

/// An effect: calls `run` soon, and whenever what it read has changed.
pub(super) fn effect(run: impl FnMut() + 'static) {
    effect_of(Box::new(run));
}

fn effect_of(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_| run());
}

/// A memo: what `compute` returns, computed when it is read and what it read
/// itself has changed.
pub(super) fn memo<T: PartialEq + 'static>(
    compute: impl Fn() -> T + Send + Sync + 'static,
) -> AnyMemo<T> {
    AnyMemo::of(memo_of(Box::new(move |before| {
        let value = compute();
        match before {
            Some(before) if *known::<T>(before) == value => before.clone(),
            _ => erased(value),
        }
    })))
}

type Compute = Box<dyn Fn(Option<&Erased>) -> Erased + Send + Sync>;

fn memo_of(compute: Compute) -> Memo<Erased> {
    Memo::new_with_compare(compute, |before, after| match (before, after) {
        (Some(before), Some(after)) => !Rc::ptr_eq(before, after),
        _ => true,
    })
}

/// A signal: what `compute` returns, computed each time it is read.
pub(super) fn derived<T: 'static>(
    compute: impl Fn() -> T + Send + Sync + 'static,
) -> AnySignal<T> {
    AnySignal::of(derived_of(Box::new(move || erased(compute()))))
}

fn derived_of(
    compute: Box<dyn Fn() -> Erased + Send + Sync>,
) -> Signal<Erased> {
    Signal::derive(compute)
}
