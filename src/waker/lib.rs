//! A waker that says when it is cloned, dropped and woken.
//!
//! A package of its own because it holds the only `unsafe` code of the
//! project, which forbids it everywhere else: the standard library's safe
//! [`Wake`](std::task::Wake) shares one `Arc` among all clones and tells
//! nobody of them. What is safe here is so for the reasons that `Wake` is.

use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::sync::Arc;
use std::task::{RawWaker, RawWakerVTable, Waker};

/// Hears what becomes of a waker and of its clones.
pub trait Watch: Send + Sync + 'static {
    /// A poll is asked for.
    fn woken(&self);
    /// Somebody keeps a clone of the waker.
    fn cloned(&self);
    /// A clone is gone; waking by value drops one too, after the wake.
    fn dropped(&self);
}

/// The waker to hand to a future. Clones of it outlive it and are heard of;
/// its own end is not, since nobody else ever held it.
pub struct Watched<W: Watch> {
    // Made without a count of its own: it is never dropped and borrows the
    // count of `watch`, which is dropped with it.
    waker: ManuallyDrop<Waker>,
    watch: Arc<W>,
}

impl<W: Watch> Watched<W> {
    /// A waker that `watch` hears of.
    #[must_use]
    pub fn new(watch: Arc<W>) -> Self {
        let raw = RawWaker::new(Arc::as_ptr(&watch).cast(), Vtable::<W>::REF);
        // SAFETY: the functions of the table keep to the contract of
        // `RawWakerVTable` as `Vtable` explains, and the pointer is good while
        // `watch` is, which lives as long as this waker does.
        let waker = ManuallyDrop::new(unsafe { Waker::from_raw(raw) });
        Self { waker, watch }
    }

    /// Who hears of it.
    #[must_use]
    pub fn watch(&self) -> &W {
        &self.watch
    }
}

impl<W: Watch> Deref for Watched<W> {
    type Target = Waker;

    fn deref(&self) -> &Waker {
        &self.waker
    }
}

/// The functions behind the wakers of `W`. The data pointer of each comes from
/// an `Arc<W>`; every waker but that in [`Watched`] owns one count of it. They
/// may be called on any thread, since `W` is `Send` and `Sync`.
struct Vtable<W>(std::marker::PhantomData<W>);

impl<W: Watch> Vtable<W> {
    const REF: &'static RawWakerVTable = &RawWakerVTable::new(
        clone::<W>,
        wake::<W>,
        wake_by_ref::<W>,
        drop_waker::<W>,
    );
}

unsafe fn clone<W: Watch>(data: *const ()) -> RawWaker {
    // SAFETY: `data` is of an `Arc<W>` that the waker at hand keeps alive.
    let watch = unsafe {
        Arc::increment_strong_count(data.cast::<W>());
        &*data.cast::<W>()
    };
    watch.cloned();
    RawWaker::new(data, Vtable::<W>::REF)
}

unsafe fn wake<W: Watch>(data: *const ()) {
    // SAFETY: the waker at hand is used up, and its count becomes this `Arc`.
    let watch = unsafe { Arc::from_raw(data.cast::<W>()) };
    watch.woken();
    watch.dropped();
}

unsafe fn wake_by_ref<W: Watch>(data: *const ()) {
    // SAFETY: `data` is of an `Arc<W>` that the waker at hand keeps alive.
    unsafe { &*data.cast::<W>() }.woken();
}

unsafe fn drop_waker<W: Watch>(data: *const ()) {
    // SAFETY: the waker at hand is used up, and its count becomes this `Arc`.
    unsafe { Arc::from_raw(data.cast::<W>()) }.dropped();
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

    #[derive(Default)]
    struct Counts {
        woken: AtomicUsize,
        cloned: AtomicUsize,
        dropped: AtomicUsize,
    }

    impl Watch for Counts {
        fn woken(&self) {
            self.woken.fetch_add(1, SeqCst);
        }
        fn cloned(&self) {
            self.cloned.fetch_add(1, SeqCst);
        }
        fn dropped(&self) {
            self.dropped.fetch_add(1, SeqCst);
        }
    }

    fn counts(watch: &Counts) -> [usize; 3] {
        [&watch.woken, &watch.cloned, &watch.dropped].map(|it| it.load(SeqCst))
    }

    #[test]
    fn every_clone_is_heard_of_and_every_drop_of_one() {
        let watch = Arc::new(Counts::default());
        let waker = Watched::new(watch.clone());
        let clone = (*waker).clone();
        let another = clone.clone();
        assert!(clone.will_wake(&waker), "a clone is the same waker");
        another.wake();
        clone.wake_by_ref();
        assert_eq!(counts(&watch), [2, 2, 1]);
        drop(clone);
        assert_eq!(counts(&watch), [2, 2, 2]);
    }

    #[test]
    fn the_waker_itself_ends_unheard_and_its_clones_outlive_it() {
        let watch = Arc::new(Counts::default());
        let waker = Watched::new(watch.clone());
        let clone = (*waker).clone();
        drop(waker);
        assert_eq!(counts(&watch), [0, 1, 0]);
        clone.wake();
        assert_eq!(counts(&watch), [1, 1, 1]);
        assert_eq!(Arc::strong_count(&watch), 1, "nothing is left over");
    }

    #[test]
    fn a_clone_may_be_woken_and_dropped_on_another_thread() {
        let watch = Arc::new(Counts::default());
        let clone = (*Watched::new(watch.clone())).clone();
        let there = std::thread::spawn(move || clone.wake());
        there.join().expect("it does not panic");
        assert_eq!(counts(&watch), [1, 1, 1]);
    }
}
