//! `select!` in loops: fused futures, streams, timeouts.
use crate::prelude::*;
use futures::channel::mpsc;
use futures::future::{self, Either, Fuse, FutureExt};
use futures::stream::StreamExt;
use futures::{SinkExt, pin_mut, select, select_biased};

async fn with_timeout<T>(
    millis: u64,
    future: impl Future<Output = T>,
) -> Result<T, String> {
    pin_mut!(future);
    let timer = sleep(millis);
    pin_mut!(timer);
    match future::select(future, timer).await {
        Either::Left((value, _)) => Ok(value),
        Either::Right(((), _)) => Err(format!("no answer in {millis} ms")),
    }
}

async fn produce(mut out: mpsc::Sender<u32>, every: u64, count: u32) {
    for i in 0..count {
        sleep(every).await;
        if out.send(i).await.is_err() {
            print("nobody listens");
            return;
        }
    }
}

pub async fn main() {
    print(format!(
        "{:?}",
        with_timeout(10, async {
            sleep(5).await;
            1
        })
        .await
    ));
    print(format!(
        "{:?}",
        with_timeout(10, async {
            sleep(50).await;
            1
        })
        .await
    ));
    let (out, inbox) = mpsc::channel(1);
    let producer = spawn("producer", produce(out, 10, 4));
    let mut inbox = inbox.fuse();
    let stop = sleep(35).fuse();
    pin_mut!(stop);
    let mut got = Vec::new();
    loop {
        select_biased! {
            item = inbox.next() => match item {
                Some(item) => got.push(item),
                None => break,
            },
            () = stop => {
                print(format!("stopped at {}", elapsed()));
                break;
            }
        }
    }
    print(format!("{got:?}"));
    drop(inbox);
    producer.await;
    let mut first = Box::pin(sleep(3).fuse());
    let mut second = Box::pin(sleep(6).fuse());
    let mut rounds = 0;
    loop {
        rounds += 1;
        select! {
            _ = first => print("first"),
            _ = second => print("second"),
            complete => break,
        }
    }
    print(rounds);
    let mut timer = Fuse::terminated();
    let mut ticks = 0;
    let end = sleep(20).fuse();
    pin_mut!(end);
    loop {
        if ticks < 3 {
            timer = sleep(4).boxed_local().fuse();
        }
        select_biased! {
            _ = timer => { ticks += 1; }
            _ = end => break,
        }
    }
    print(ticks);
    let value = select! {
        a = future::ready(1).fuse() => a,
        default => 0,
    };
    print(value);
    let value = select! {
        a = future::pending::<i32>().fuse() => a,
        default => 7,
    };
    print(value);
}
