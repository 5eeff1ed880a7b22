//! Several producers, a limiter, a rate limiter, an event.
use crate::prelude::*;
use async_lock::Semaphore;
use event_listener::Event;
use futures::SinkExt;
use futures::channel::mpsc;
use futures::future::{FutureExt, join_all};
use futures::lock::Mutex;
use futures::stream::{self, FuturesUnordered, StreamExt, TryStreamExt};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

struct Limiter {
    permits: Semaphore,
    running: Cell<usize>,
    most: Cell<usize>,
}

impl Limiter {
    async fn run<T>(&self, work: impl Future<Output = T>) -> T {
        let _permit = self.permits.acquire().await;
        self.running.set(self.running.get() + 1);
        self.most.set(self.most.get().max(self.running.get()));
        let value = work.await;
        self.running.set(self.running.get() - 1);
        value
    }
}

struct RateLimiter {
    every: u64,
    next: RefCell<u64>,
}

impl RateLimiter {
    async fn wait(&self) {
        let at = {
            let mut next = self.next.borrow_mut();
            let at = (*next).max(elapsed() as u64);
            *next = at + self.every;
            at
        };
        let now = elapsed() as u64;
        if at > now {
            sleep(at - now).await;
        }
    }
}

pub async fn main() {
    let (out, mut inbox) = mpsc::unbounded();
    for id in 0..3 {
        let out = out.clone();
        spawn("producer", async move {
            for i in 0..2 {
                sleep(id + 1).await;
                out.unbounded_send((id, i)).unwrap();
            }
        })
        .detach();
    }
    drop(out);
    let mut by_id: BTreeMap<u64, Vec<i32>> = BTreeMap::new();
    while let Some((id, i)) = inbox.next().await {
        print(format!("{id}: {i} at {}", elapsed()));
        by_id.entry(id).or_insert_with(Vec::new).push(i);
    }
    print(format!("{by_id:?}"));

    let limiter = Rc::new(Limiter {
        permits: Semaphore::new(2),
        running: Cell::new(0),
        most: Cell::new(0),
    });
    let results = join_all((0..5).map(|i| {
        let limiter = Rc::clone(&limiter);
        async move {
            limiter
                .run(async {
                    sleep(10).await;
                    i * i
                })
                .await
        }
    }))
    .await;
    print(format!(
        "{results:?} {} {}",
        limiter.most.get(),
        limiter.running.get()
    ));

    let rate = RateLimiter {
        every: 7,
        next: RefCell::new(0),
    };
    for i in 0..3 {
        rate.wait().await;
        print(format!("{i} at {}", elapsed()));
    }

    let event = Rc::new(Event::new());
    let ready = Rc::new(Cell::new(false));
    let waiters: Vec<_> = (0..2)
        .map(|i| {
            let (event, ready) = (event.clone(), ready.clone());
            spawn("waiter", async move {
                while !ready.get() {
                    event.listen().await;
                }
                print(format!("waiter {i}"));
                i
            })
        })
        .collect();
    sleep(1).await;
    event.notify(usize::MAX);
    sleep(1).await;
    ready.set(true);
    event.notify(usize::MAX);
    let mut sum = 0;
    for waiter in waiters {
        sum += waiter.await;
    }
    print(sum);

    let balance = Rc::new(Mutex::new(100));
    let withdrawals = [30, 50, 40].map(|amount| {
        let balance = balance.clone();
        spawn("withdraw", async move {
            let mut balance = balance.lock().await;
            if *balance < amount {
                return Err(format!("only {}", *balance));
            }
            yield_now().await;
            *balance -= amount;
            Ok(*balance)
        })
    });
    for withdrawal in withdrawals {
        match withdrawal.await {
            Ok(rest) => print(format!("rest {rest}")),
            Err(why) => print(why),
        }
    }

    let mut pending: FuturesUnordered<_> = (1..=4)
        .map(|n: u64| async move {
            sleep(20 / n).await;
            if n == 3 { Err(n) } else { Ok(n) }
        })
        .collect();
    while let Some(result) = pending.next().await {
        match result {
            Ok(n) if n > 2 => print(format!("big {n}")),
            Ok(n) => print(n),
            Err(n) => print(format!("failed {n}")),
        }
    }
    let doubled: Vec<u64> = stream::iter(vec![3, 1, 2])
        .then(|n| async move {
            sleep(n).await;
            n * 2
        })
        .filter(|n| futures::future::ready(*n > 2))
        .collect()
        .await;
    print(format!("{doubled:?}"));
    let total = stream::iter(1..=4)
        .fold(0, |sum, n| async move { sum + n })
        .await;
    print(total);
    stream::iter(0..4)
        .for_each_concurrent(2, |n| async move {
            sleep(4 - n).await;
            print(format!("done {n}"));
        })
        .await;
    let (mut out, inbox) = mpsc::channel::<i32>(0);
    let feeder = spawn("feeder", async move {
        let mut sent = 0;
        while out.send(sent).await.is_ok() {
            sent += 1;
        }
        sent
    });
    let first: Vec<i32> = inbox.take(3).collect().await;
    print(format!("{first:?} {}", feeder.await));
    let tried: Result<Vec<i32>, String> =
        stream::iter(vec![Ok(1), Err("bad".to_string()), Ok(3)])
            .try_collect()
            .await;
    print(format!("{tried:?}"));
}
