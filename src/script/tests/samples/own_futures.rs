//! Futures of one's own: a join, a race, a timer that is shared, a waker kept.
use crate::prelude::*;
use futures::future::{FutureExt, LocalBoxFuture};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

struct Yield(bool);

impl Future for Yield {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.0 {
            return Poll::Ready(());
        }
        self.0 = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

struct Both<T> {
    futures: Vec<LocalBoxFuture<'static, T>>,
    values: Vec<Option<T>>,
}

impl<T: Unpin> Future for Both<T> {
    type Output = Vec<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Vec<T>> {
        let this = &mut *self;
        let mut is_done = true;
        for (future, value) in
            this.futures.iter_mut().zip(this.values.iter_mut())
        {
            if value.is_some() {
                continue;
            }
            match future.as_mut().poll(cx) {
                Poll::Ready(done) => *value = Some(done),
                Poll::Pending => is_done = false,
            }
        }
        if !is_done {
            return Poll::Pending;
        }
        Poll::Ready(
            this.values
                .iter_mut()
                .map(|it| it.take().unwrap())
                .collect(),
        )
    }
}

#[derive(Default)]
struct Inner {
    items: VecDeque<u32>,
    waiting: Option<Waker>,
    is_closed: bool,
}

#[derive(Clone, Default)]
struct Pipe(Rc<RefCell<Inner>>);

impl Pipe {
    fn push(&self, item: u32) {
        let mut inner = self.0.borrow_mut();
        inner.items.push_back(item);
        if let Some(waker) = inner.waiting.take() {
            waker.wake();
        }
    }

    fn close(&self) {
        let mut inner = self.0.borrow_mut();
        inner.is_closed = true;
        if let Some(waker) = inner.waiting.take() {
            waker.wake();
        }
    }

    fn pop(&self) -> Pop {
        Pop { pipe: self.clone() }
    }
}

struct Pop {
    pipe: Pipe,
}

impl Future for Pop {
    type Output = Option<u32>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut inner = self.pipe.0.borrow_mut();
        if let Some(item) = inner.items.pop_front() {
            return Poll::Ready(Some(item));
        }
        if inner.is_closed {
            return Poll::Ready(None);
        }
        inner.waiting = Some(cx.waker().clone());
        Poll::Pending
    }
}

struct Logged<F> {
    name: &'static str,
    polls: u32,
    inner: Pin<Box<F>>,
}

impl<F: Future> Future for Logged<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        self.polls += 1;
        let poll = self.inner.as_mut().poll(cx);
        print(format!(
            "{} poll {}: {}",
            self.name,
            self.polls,
            poll.is_ready()
        ));
        poll
    }
}

fn logged<F: Future>(name: &'static str, future: F) -> Logged<F> {
    Logged {
        name,
        polls: 0,
        inner: Box::pin(future),
    }
}

pub async fn main() {
    Yield(false).await;
    let both = Both {
        futures: vec![
            async {
                sleep(5).await;
                "a".to_string()
            }
            .boxed_local(),
            async {
                Yield(false).await;
                "b".to_string()
            }
            .boxed_local(),
        ],
        values: vec![None, None],
    };
    print(format!("{:?} {}", both.await, elapsed()));
    let pipe = Pipe::default();
    let writer = pipe.clone();
    let task = spawn("writer", async move {
        for i in 0..3 {
            sleep(2).await;
            writer.push(i);
        }
        writer.close();
    });
    while let Some(item) = pipe.pop().await {
        print(item);
    }
    task.await;
    let value = logged("outer", async {
        logged("inner", sleep(3)).await;
        Yield(false).await;
        9
    })
    .await;
    print(value);
    let mut slow = pin!(sleep(10));
    let mut polls = 0;
    let seen = poll_fn(|cx| {
        polls += 1;
        match slow.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready("ready"),
            Poll::Pending if polls > 3 => Poll::Ready("gave up"),
            Poll::Pending => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
        }
    })
    .await;
    print(format!("{seen} after {polls}"));
    let mut queue: VecDeque<LocalBoxFuture<'static, u32>> = VecDeque::new();
    for n in 1..=3 {
        queue.push_back(
            async move {
                for _ in 0..n {
                    Yield(false).await;
                }
                n
            }
            .boxed_local(),
        );
    }
    let mut order = Vec::new();
    poll_fn(|cx| {
        while let Some(mut future) = queue.pop_front() {
            match future.poll_unpin(cx) {
                Poll::Ready(n) => order.push(n),
                Poll::Pending => {
                    queue.push_back(future);
                    return Poll::Pending;
                }
            }
        }
        Poll::Ready(())
    })
    .await;
    print(format!("{order:?}"));
}
