//! Closures: in loops, in structs, as arguments, moved into async blocks.
use crate::prelude::*;
use futures::future::{BoxFuture, FutureExt, LocalBoxFuture, join_all};
use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;

fn twice(f: impl Fn(i32) -> i32, x: i32) -> i32 {
    f(f(x))
}

fn apply<F>(times: usize, mut f: F)
where
    F: FnMut(usize),
{
    for i in 0..times {
        f(i);
    }
}

fn adder(by: i32) -> impl Fn(i32) -> i32 {
    move |x| x + by
}

fn boxed(name: &str) -> Box<dyn Fn(&str) -> String> {
    let name = name.to_string();
    Box::new(move |greeting| format!("{greeting}, {name}"))
}

async fn each<F, Fut>(items: Vec<u64>, f: F) -> Vec<u64>
where
    F: Fn(u64) -> Fut,
    Fut: Future<Output = u64>,
{
    let mut results = Vec::new();
    for item in items {
        results.push(f(item).await);
    }
    results
}

struct Button {
    handlers: Vec<Box<dyn FnMut(u32)>>,
}

impl Button {
    fn on(&mut self, handler: impl FnMut(u32) + 'static) -> &mut Self {
        self.handlers.push(Box::new(handler));
        self
    }

    fn click(&mut self, x: u32) {
        for handler in &mut self.handlers {
            handler(x);
        }
    }
}

fn countdown(n: u32) -> LocalBoxFuture<'static, u32> {
    async move {
        if n == 0 {
            return 0;
        }
        sleep(1).await;
        n + countdown(n - 1).await
    }
    .boxed_local()
}

fn fib(n: u32) -> Pin<Box<dyn Future<Output = u32>>> {
    Box::pin(async move {
        match n {
            0 | 1 => n,
            _ => fib(n - 1).await + fib(n - 2).await,
        }
    })
}

pub async fn main() {
    print(twice(|x| x * 3, 2));
    let mut seen = vec![];
    apply(3, |i| seen.push(i * i));
    print(format!("{seen:?}"));
    let add = adder(10);
    print(add(1) + add(2));
    let greet = boxed("Ada");
    print(greet("Hello"));
    let names = vec!["x".to_string(), "y".to_string()];
    let mut futures = Vec::new();
    for (i, name) in names.iter().enumerate() {
        let name = name.clone();
        futures.push(async move {
            sleep(5 - i as u64).await;
            print(format!("{name}{i}"));
            name.len() + i
        });
    }
    let lengths = join_all(futures).await;
    print(format!("{lengths:?} {names:?}"));
    print(format!(
        "{:?}",
        each(vec![3, 1], |n| async move {
            sleep(n).await;
            n * 2
        })
        .await
    ));
    let log = Rc::new(RefCell::new(Vec::new()));
    let mut button = Button {
        handlers: Vec::new(),
    };
    let first = log.clone();
    let mut clicks = 0;
    button.on(move |x| first.borrow_mut().push(x)).on(move |x| {
        clicks += 1;
        print(format!("click {clicks} at {x}"));
    });
    button.click(3);
    button.click(4);
    print(format!("{:?}", log.borrow()));
    print(countdown(4).await);
    print(fib(7).await);
    let mut counter = 0;
    let mut next = || {
        counter += 1;
        counter
    };
    let (a, b) = (next(), next());
    print(a + b);
    print(counter);
    let ops: Vec<(&str, fn(i32, i32) -> i32)> =
        vec![("add", |a, b| a + b), ("sub", |a, b| a - b)];
    for (name, op) in &ops {
        print(format!("{name} {}", op(5, 3)));
    }
    let mut total = 0;
    let tasks: Vec<_> = [1, 2, 3]
        .iter()
        .map(|n| {
            let n = *n;
            async move { n * 10 }
        })
        .collect();
    for task in tasks {
        total += task.await;
    }
    print(total);
    let s = String::from("moved");
    let task = spawn("mover", async move {
        print(&s);
        s
    });
    let back = task.await;
    print(back.len());
    let compose = |f: fn(i32) -> i32, g: fn(i32) -> i32| move |x| g(f(x));
    let both = compose(|x| x + 1, |x| x * 2);
    print(both(3));
}
