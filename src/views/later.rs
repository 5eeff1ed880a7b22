//! What a control begins and does not wait for. Not runs, which the labs own.

use crate::task::AbortOnDrop;
use crate::views::reactive::AnyStoredValue;
use futures::future::LocalBoxFuture;

/// Tasks that end with the component that made this: whatever they would have
/// set is gone by then.
#[derive(Clone, Copy)]
pub(super) struct Later(AnyStoredValue<Vec<AbortOnDrop>>);

impl Later {
    /// For the component that is being made; a handler has none.
    pub(super) fn new() -> Self {
        Self(AnyStoredValue::new(Vec::new()))
    }

    /// Goes through `task`, unless the component is gone.
    pub(super) fn spawn(self, task: impl Future<Output = ()> + 'static) {
        self.spawn_task(Box::pin(task));
    }

    fn spawn_task(self, task: LocalBoxFuture<'static, ()>) {
        let (task, abort) = AbortOnDrop::wrap(task);
        if self.0.try_update_value(|all| all.push(abort)).is_none() {
            return;
        }
        leptos::task::spawn_local(async move {
            let _ = task.await;
        });
    }
}
