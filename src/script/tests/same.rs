//! The same program interpreted and compiled: the same lines in the same order,
//! and the same number of polls and wakes of each task.

use crate::host::{Ran, World, run, run_compiled, yield_now};
use futures::channel::{mpsc, oneshot};
use futures::future::{self, Either, FutureExt};
use futures::stream::{self, FuturesUnordered, StreamExt};
use futures::{SinkExt, join, pin_mut, select_biased, try_join};
use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

fn check<F: Future<Output = ()> + 'static>(
    body: &str,
    compiled: impl FnOnce(Rc<World>) -> F,
) {
    let text =
        format!("use meanwhile::prelude::*;\nasync fn main() {{\n{body}\n}}\n");
    let interpreted = run(&text);
    let compiled = run_compiled(compiled);
    assert_same(&text, &interpreted, &compiled);
}

fn assert_same(text: &str, interpreted: &Ran, compiled: &Ran) {
    assert_eq!(interpreted.fault, None, "{text}");
    assert!(compiled.is_done);
    assert_eq!(interpreted, compiled, "{text}");
}

#[test]
fn tasks_and_timers() {
    check(
        "let a = spawn(\"a\", async { sleep(20).await; print(\"a\"); 1 });
         let b = spawn(\"b\", async { for i in 0..3 { yield_now().await; print(i); } 2 });
         print(\"main\");
         print(a.await + b.await);",
        async |world| {
            let w = world.clone();
            let (a, _) = world.spawn("a", async move {
                w.sleep(20).await;
                w.print("a");
                1
            });
            let w = world.clone();
            let (b, _) = world.spawn("b", async move {
                for i in 0..3 {
                    yield_now().await;
                    w.print(i.to_string());
                }
                2
            });
            world.print("main");
            world.print((a.await + b.await).to_string());
        },
    );
}

#[test]
fn joins() {
    check(
        "let (a, b) = join!(async { sleep(5).await; 1 }, async { sleep(3).await; 2 });
         print(a + b);
         let all = join_all((1..5).map(|n| async move { sleep(n).await; n })).await;
         print(format!(\"{all:?}\"));
         let r: Result<(i32, i32), &str> = try_join!(async { sleep(9).await; Ok(1) }, async { Err(\"no\") });
         print(format!(\"{r:?}\"));",
        async |world| {
            let one = async {
                world.sleep(5).await;
                1
            };
            let two = async {
                world.sleep(3).await;
                2
            };
            let (a, b) = join!(one, two);
            world.print((a + b).to_string());
            let all = future::join_all((1..5).map(|n| {
                let world = world.clone();
                async move {
                    world.sleep(n).await;
                    n
                }
            }));
            let all = all.await;
            world.print(format!("{all:?}"));
            let first = async {
                world.sleep(9).await;
                Ok(1)
            };
            let second = async { Err("no") };
            let r: Result<(i32, i32), &str> = try_join!(first, second);
            world.print(format!("{r:?}"));
        },
    );
}

#[test]
fn selects() {
    check(
        "match select(sleep(5).boxed_local(), sleep(3).boxed_local()).await {
             Either::Left(_) => print(\"left\"),
             Either::Right((_, rest)) => { print(\"right\"); rest.await; }
         }
         print(elapsed());
         let mut a = sleep(4).fuse();
         let mut b = sleep(8).fuse();
         loop {
             select_biased! {
                 _ = a => print(\"a\"),
                 _ = b => print(\"b\"),
                 complete => break,
             }
         }
         print(elapsed());",
        async |world| {
            let one = world.sleep(5).boxed_local();
            let two = world.sleep(3).boxed_local();
            match future::select(one, two).await {
                Either::Left(_) => world.print("left"),
                Either::Right((_, rest)) => {
                    world.print("right");
                    rest.await;
                }
            }
            world.print(world.now.get().to_string());
            let a = world.sleep(4).fuse();
            let b = world.sleep(8).fuse();
            pin_mut!(a, b);
            loop {
                select_biased! {
                    _ = a => world.print("a"),
                    _ = b => world.print("b"),
                    complete => break,
                }
            }
            world.print(world.now.get().to_string());
        },
    );
}

#[test]
fn streams() {
    check(
        "let pages = iter([30, 10, 20, 10]).map(|n| async move { sleep(n).await; n });
         let mut pages = pages.buffer_unordered(2);
         while let Some(n) = pages.next().await { print(n); }
         let mut all = [3, 1, 2].map(|n| async move { sleep(n).await; n }).into_iter().collect::<FuturesUnordered<_>>();
         while let Some(n) = all.next().await { print(n); }",
        async |world| {
            let of = |n: u64| {
                let world = world.clone();
                async move {
                    world.sleep(n).await;
                    n
                }
            };
            let pages = stream::iter([30, 10, 20, 10]).map(of);
            let mut pages = pages.buffer_unordered(2);
            while let Some(n) = pages.next().await {
                world.print(n.to_string());
            }
            let mut all =
                [3, 1, 2].map(of).into_iter().collect::<FuturesUnordered<_>>();
            while let Some(n) = all.next().await {
                world.print(n.to_string());
            }
        },
    );
}

#[test]
fn channels() {
    check(
        "let (mut send, mut receive) = channel(0);
         spawn(\"sender\", async move { for i in 0..3 { let _ = send.send(i).await; print(format!(\"sent {i}\")); } }).detach();
         while let Some(i) = receive.next().await { sleep(2).await; print(format!(\"got {i}\")); }
         let (tell, told) = oneshot::channel();
         spawn(\"teller\", async move { sleep(1).await; let _ = tell.send(7); }).detach();
         print(told.await.unwrap());
         let (tell, told) = oneshot::channel();
         drop(tell);
         print(told.await.is_err());",
        async |world| {
            let (mut send, mut receive) = mpsc::channel(0);
            let w = world.clone();
            drop(world.spawn("sender", async move {
                for i in 0..3 {
                    let _ = send.send(i).await;
                    w.print(format!("sent {i}"));
                }
            }));
            while let Some(i) = receive.next().await {
                world.sleep(2).await;
                world.print(format!("got {i}"));
            }
            let (tell, told) = oneshot::channel();
            let w = world.clone();
            drop(world.spawn("teller", async move {
                w.sleep(1).await;
                let _ = tell.send(7);
            }));
            world.print(told.await.expect("it is sent").to_string());
            let (tell, told) = oneshot::channel::<i32>();
            drop(tell);
            world.print(told.await.is_err().to_string());
        },
    );
}

#[test]
fn locks_and_permits() {
    check(
        "let sum = Rc::new(Mutex::new(0));
         let tasks: Vec<_> = [\"a\", \"b\", \"c\"].into_iter().map(|name| {
             let sum = sum.clone();
             spawn(name, async move { let mut sum = sum.lock().await; sleep(2).await; *sum += 1; print(*sum); })
         }).collect();
         for task in tasks { task.await; }
         let permits = Rc::new(Semaphore::new(2));
         let tasks = [\"d\", \"e\", \"f\"].map(|name| {
             let permits = permits.clone();
             spawn(name, async move { let permit = permits.acquire().await; sleep(3).await; drop(permit); print(name); })
         });
         for task in tasks { task.await; }",
        async |world| {
            let sum = Rc::new(futures::lock::Mutex::new(0));
            let tasks: Vec<_> = ["a", "b", "c"]
                .into_iter()
                .map(|name| {
                    let (sum, w) = (sum.clone(), world.clone());
                    let task = world.spawn(name, async move {
                        let mut sum = sum.lock().await;
                        w.sleep(2).await;
                        *sum += 1;
                        w.print(sum.to_string());
                    });
                    task.0
                })
                .collect();
            for task in tasks {
                task.await;
            }
            let permits = Rc::new(async_lock::Semaphore::new(2));
            let tasks = ["d", "e", "f"].map(|name| {
                let (permits, w) = (permits.clone(), world.clone());
                let task = world.spawn(name, async move {
                    let permit = permits.acquire().await;
                    w.sleep(3).await;
                    drop(permit);
                    w.print(name);
                });
                task.0
            });
            for task in tasks {
                task.await;
            }
        },
    );
}

#[test]
fn polls_by_hand() {
    check(
        "let mut timer = pin!(sleep(20));
         let mut polls = 0;
         poll_fn(|cx| {
             polls += 1;
             print(format!(\"poll {polls}\"));
             if polls == 1 { cx.waker().wake_by_ref(); cx.waker().wake_by_ref(); }
             timer.as_mut().poll(cx)
         }).await;
         let kept = Rc::new(RefCell::new(None));
         let k = kept.clone();
         spawn(\"waker\", async move { sleep(5).await; let w: Option<std::task::Waker> = k.borrow_mut().take(); w.unwrap().wake(); }).detach();
         let mut is_first = true;
         poll_fn(|cx| {
             if !is_first { return Poll::Ready(()); }
             is_first = false;
             *kept.borrow_mut() = Some(cx.waker().clone());
             Poll::Pending
         }).await;
         print(elapsed());",
        async |world| {
            let mut timer = pin!(world.sleep(20));
            let mut polls = 0;
            std::future::poll_fn(|cx| {
                polls += 1;
                world.print(format!("poll {polls}"));
                if polls == 1 {
                    cx.waker().wake_by_ref();
                    cx.waker().wake_by_ref();
                }
                timer.as_mut().poll(cx)
            })
            .await;
            let kept = Rc::new(RefCell::new(None));
            let (k, w) = (kept.clone(), world.clone());
            drop(world.spawn("waker", async move {
                w.sleep(5).await;
                let waker: Option<std::task::Waker> = k.borrow_mut().take();
                waker.expect("it is kept").wake();
            }));
            let mut is_first = true;
            std::future::poll_fn(|cx| {
                if !is_first {
                    return Poll::Ready(());
                }
                is_first = false;
                *kept.borrow_mut() = Some(cx.waker().clone());
                Poll::Pending
            })
            .await;
            world.print(world.now.get().to_string());
        },
    );
}
