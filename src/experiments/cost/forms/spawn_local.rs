//! A task each, on the event loop's own queue.

/// Hands over each task; the event loop runs none before this one awaits.
pub async fn spawn_local<Task>(
    tasks: impl Iterator<Item = Task>,
    spawn: impl Fn(Task),
    created: impl FnOnce(),
    all_done: impl Future<Output = ()>,
) {
    for task in tasks {
        spawn(task);
    }
    created();
    all_done.await;
}
