//! What futures have that are dropped before they are done: in which order it is
//! dropped, and who is woken then.
use crate::prelude::*;
use futures::channel::oneshot;
use futures::future::{FutureExt, join, ready};
use futures::{join, poll, select_biased, try_join};

struct Noisy(&'static str);

impl Noisy {
    fn name(&self) -> &'static str {
        self.0
    }
}

impl Drop for Noisy {
    fn drop(&mut self) {
        print(format!("drop {}", self.0));
    }
}

async fn hold(first: Noisy, second: Noisy) {
    sleep(9).await;
    print(first.name());
    print(second.name());
}

fn holds(first: &'static str, second: &'static str) -> impl Future<Output = ()> {
    hold(Noisy(first), Noisy(second))
}

async fn never(name: &'static str) -> Result<(), ()> {
    let _noisy = Noisy(name);
    sleep(99).await;
    Ok(())
}

pub async fn main() {
    print("a call that was not polled");
    drop(holds("a", "b"));
    print("one that was");
    let mut held = holds("a", "b").boxed_local();
    print(poll!(&mut held).is_pending());
    drop(held);
    print("a block that is done");
    let (a, b) = (Noisy("a"), Noisy("b"));
    async move {
        let _local = Noisy("local");
        print(b.name());
        print(a.name());
    }
    .await;
    print("one that was not polled");
    let (a, b) = (Noisy("a"), Noisy("b"));
    let block = async move {
        print(b.name());
        print(a.name());
    };
    drop(block);
    print("one that was");
    let (a, b) = (Noisy("a"), Noisy("b"));
    let mut block = async move {
        let _local = Noisy("local");
        sleep(9).await;
        print(b.name());
        print(a.name());
    }
    .boxed_local();
    print(poll!(&mut block).is_pending());
    drop(block);
    print("a macro");
    let mut both = async { join!(never("a"), never("b")) }.boxed_local();
    print(poll!(&mut both).is_pending());
    drop(both);
    print("a function");
    let mut both = join(never("a"), never("b")).boxed_local();
    print(poll!(&mut both).is_pending());
    drop(both);
    print("an error");
    let failed: Result<((), (), ()), ()> =
        try_join!(never("a"), never("b"), async { Err(()) });
    print(failed.is_err());
    print("a task whose handle is gone wakes nobody");
    let task = spawn("task", ready(1));
    let mut result = traced("result", task.map(|n| n + 1)).boxed_local();
    print(poll!(&mut result).is_pending());
    drop(result);
    sleep(1).await;
    let (tell, told) = oneshot::channel::<i32>();
    drop(told.map(|it| it.is_ok()));
    print(tell.is_canceled());
    print("what is only looked at wakes nobody");
    let mut soon = traced("soon", sleep(2)).boxed_local().fuse();
    select_biased! {
        () = soon => print("soon"),
        default => print("not yet"),
    }
    sleep(5).await;
    select_biased! {
        () = soon => print("soon"),
        default => print("not yet"),
    }
}
