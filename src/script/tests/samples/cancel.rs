//! Cancelling: by drop, by `cancel`, by a timeout, by a loser of a race; guards
//! that notice.
use crate::prelude::*;
use futures::channel::oneshot;
use futures::future::{
    AbortHandle, Abortable, Either, FutureExt, Shared, abortable, join_all,
    select, select_all,
};
use futures::stream::{self, StreamExt};
use futures::{join, pin_mut, select_biased, try_join};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

struct Guard {
    name: &'static str,
    is_done: bool,
}

impl Guard {
    fn new(name: &'static str) -> Self {
        print(format!("{name} begins"));
        Self {
            name,
            is_done: false,
        }
    }

    fn done(mut self) {
        self.is_done = true;
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        match self.is_done {
            true => print(format!("{} is done", self.name)),
            false => {
                print(format!("{} is cancelled at {}", self.name, elapsed()))
            }
        }
    }
}

async fn work(name: &'static str, millis: u64) -> &'static str {
    let guard = Guard::new(name);
    sleep(millis).await;
    guard.done();
    name
}

enum State {
    Idle,
    Running { since: f64 },
    Done(Result<u32, String>),
}

struct Machine {
    state: State,
    log: Vec<String>,
}

impl Machine {
    fn step(&mut self) {
        self.state = match &self.state {
            State::Idle => State::Running { since: elapsed() },
            State::Running { since } if elapsed() - since < 5.0 => {
                State::Running { since: *since }
            }
            State::Running { .. } => State::Done(Ok(1)),
            State::Done(_) => State::Done(Err("over".to_string())),
        };
        let text = match self.state {
            State::Idle => "idle".to_string(),
            State::Running { since } => format!("since {since}"),
            State::Done(ref result) => format!("{result:?}"),
        };
        self.log.push(text);
    }
}

pub async fn main() {
    let task = spawn("long", work("long", 100));
    sleep(5).await;
    task.cancel();
    sleep(1).await;
    let never = work("never", 1);
    drop(never);
    let mut begun = Box::pin(work("begun", 50));
    let first = futures::poll!(begun.as_mut());
    print(first.is_pending());
    drop(begun);
    let loser = work("loser", 20);
    let winner = work("winner", 3);
    pin_mut!(loser, winner);
    match select(loser, winner).await {
        Either::Left((name, _)) | Either::Right((name, _)) => print(name),
    }
    let (name, place, rest) = select_all(vec![
        work("x", 9).boxed_local(),
        work("y", 4).boxed_local(),
        work("z", 6).boxed_local(),
    ])
    .await;
    print(format!("{name} {place} {}", rest.len()));
    drop(rest);
    let failing: Result<((), u32), String> = try_join!(
        async {
            let _guard = Guard::new("sibling");
            sleep(50).await;
            Ok(())
        },
        async {
            sleep(2).await;
            Err::<u32, String>("failed".into())
        },
    );
    print(format!("{failing:?}"));
    {
        let slow = work("in a block", 30).fuse();
        let timer = sleep(2).fuse();
        pin_mut!(slow, timer);
        select_biased! {
            name = slow => print(name),
            _ = timer => print("too slow"),
        }
        print("block ends");
    }
    let (tell, told) = oneshot::channel::<u32>();
    let holder = spawn("holder", async move {
        let _tell = tell;
        work("holder", 30).await;
    });
    sleep(1).await;
    holder.cancel();
    print(format!("{}", told.await.is_err()));
    let mut machine = Machine {
        state: State::Idle,
        log: vec![],
    };
    for _ in 0..4 {
        machine.step();
        sleep(3).await;
    }
    print(machine.log.join(" | "));
    let cache: Rc<RefCell<HashMap<u32, u32>>> = Rc::default();
    let hits = Rc::new(Cell::new(0));
    let get = |key: u32| {
        let (cache, hits) = (cache.clone(), hits.clone());
        async move {
            if let Some(value) = cache.borrow().get(&key) {
                hits.set(hits.get() + 1);
                return *value;
            }
            sleep(2).await;
            let value = key * key;
            cache.borrow_mut().insert(key, value);
            value
        }
    };
    let mut values = Vec::new();
    for key in [2, 3, 2, 2] {
        values.push(get(key).await);
    }
    print(format!("{values:?} {}", hits.get()));
    let (a, b, c) = join!(get(2), get(4), async { 1 });
    print(a + b + c);
    let mut ticks = stream::unfold(0, |n| async move {
        if n == 3 {
            return None;
        }
        sleep(1).await;
        Some((n * 10, n + 1))
    })
    .boxed_local();
    while let Some(tick) = ticks.next().await {
        print(tick);
    }
    let mut a = stream::iter(vec![1, 2]).fuse();
    let mut b = stream::iter(vec![10]).fuse();
    let mut sum = 0;
    loop {
        select_biased! {
            n = a.select_next_some() => sum += n,
            n = b.next() => if let Some(n) = n { sum += n },
            complete => break,
        }
    }
    print(sum);
    let results = join_all((1..=3u64).map(|n| async move {
        if n == 2 {
            return Err(n);
        }
        sleep(n).await;
        Ok(n)
    }))
    .await;
    let (good, bad): (Vec<_>, Vec<_>) =
        results.into_iter().partition(|r| r.is_ok());
    let good: Vec<u64> = good.into_iter().map(Result::unwrap).collect();
    print(format!("{good:?} {bad:?}"));
    let (future, handle) = abortable(work("abortable", 30));
    let aborted = spawn("aborted", future);
    sleep(1).await;
    handle.abort();
    print(aborted.await.is_err());
    let shared = work("shared", 2).boxed_local().shared();
    let (one, two) = join!(shared.clone(), shared);
    print(one == two);
    print("end");
}
