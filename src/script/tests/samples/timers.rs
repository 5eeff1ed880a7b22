//! Timers that run from their making on, busy loops, rows of one's own; items
//! within functions, variants by their names, constants of a type.
use crate::prelude::*;
use Shape::*;
use futures::future::{FutureExt, join, join_all, ready};
use std::fmt::Debug;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Shape {
    Circle(f64),
    Square { side: f64 },
    Point,
}

impl Shape {
    const UNIT: Shape = Circle(1.0);
    const SIDES: [u32; 3] = [0, 4, 1];

    fn area(self) -> f64 {
        match self {
            Circle(r) => 3.0 * r * r,
            Square { side } => side.powi(2),
            Point => 0.0,
        }
    }
}

fn largest<T: PartialOrd + Copy>(list: &[T]) -> T {
    let mut largest = list[0];
    for &item in list {
        if item > largest {
            largest = item;
        }
    }
    largest
}

fn shout(what: impl Into<String>) -> String {
    let mut text: String = what.into();
    text.push('!');
    text
}

async fn timed<T: Debug>(name: &str, future: impl Future<Output = T>) -> T {
    let start = elapsed();
    let value = future.await;
    print(format!("{name}: {value:?} in {}", elapsed() - start));
    value
}

struct Config {
    retries: u32,
    wait: f64,
    name: String,
}

fn config(text: &str) -> Config {
    let mut parts = text.split(':');
    Config {
        retries: parts.next().unwrap().parse().unwrap(),
        wait: parts.next().unwrap().parse().unwrap_or(1.5),
        name: parts.next().map(str::to_string).unwrap_or_default(),
    }
}

pub async fn main() {
    fn square(n: u64) -> u64 {
        n * n
    }

    #[derive(Debug, Default, Clone)]
    struct Tally {
        count: u32,
        mean: Option<f64>,
        seen: Vec<String>,
    }

    let timer = timeout(10);
    compute(7);
    timer.await;
    print(elapsed());
    traced("row", async {
        sleep(2).await;
        yield_now().await;
    })
    .await;
    let (a, b) = join(
        timed("a", async {
            sleep(4).await;
            square(3)
        }),
        timed("b", ready("x")),
    )
    .await;
    print(format!("{a} {b}"));
    print(Shape::UNIT.area() + Square { side: 2.0 }.area() + Point.area());
    print(Shape::SIDES.iter().sum::<u32>());
    print(largest(&[3, 9, 2]));
    print(largest(&[0.5, -1.0]));
    print(shout("a") + &shout(String::from("b")));
    let mut tally = Tally::default();
    tally.count += 1;
    tally.mean = Some(2.0);
    let other = Tally {
        count: 5,
        ..Default::default()
    };
    print(format!("{tally:?} {other:?} {}", tally.seen.is_empty()));
    let c = config("3:2:x");
    print(format!("{} {:.1} {}", c.retries + 1, c.wait + 0.5, c.name));
    let times = join_all((1..=3).map(|n| async move {
        for _ in 0..n {
            yield_now().await;
        }
        elapsed()
    }))
    .await;
    print(times.len());
    let chained = sleep(1)
        .then(|()| async {
            sleep(2).await;
            5
        })
        .map(|n| n + 1)
        .await;
    print(chained);
    let total = {
        let mut total = 0;
        for i in (0..10).rev().step_by(3) {
            total = total * 10 + i;
        }
        total
    };
    print(total);
    let label = match a {
        n if n > 100 => "big",
        9 | 16 => "a square",
        _ => "other",
    };
    print(label);
    let text = if let Square { side } = (Square { side: 1.5 }) {
        format!("{side}")
    } else {
        String::new()
    };
    print(text);
    let nested = async {
        let inner = async { 1 };
        let more = async { inner.await + 1 };
        more.await + 1
    };
    print(nested.await);
    let v: Vec<f64> = "1 2.5".split(' ').map(|n| n.parse().unwrap()).collect();
    print(v[1]);
    print(u64::MAX.saturating_add(1) == u64::MAX);
}
