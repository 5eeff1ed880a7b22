//! Retries with a delay that doubles, and `?` in async functions.
use crate::prelude::*;
use std::cell::Cell;
use std::rc::Rc;

#[derive(Debug, Clone, PartialEq)]
enum Failure {
    Busy { after: u64 },
    Missing(String),
    TooOften,
}

async fn request(tries: &Cell<u32>, path: &str) -> Result<u32, Failure> {
    tries.set(tries.get() + 1);
    sleep(5).await;
    match (path, tries.get()) {
        ("gone", _) => Err(Failure::Missing(path.to_string())),
        (_, n) if n < 3 => Err(Failure::Busy {
            after: 10 * n as u64,
        }),
        (_, n) => Ok(n),
    }
}

async fn retry(
    tries: Rc<Cell<u32>>,
    path: &str,
    most: usize,
) -> Result<u32, Failure> {
    let mut delay = 10;
    for attempt in 1..=most {
        match request(&tries, path).await {
            Ok(value) => return Ok(value),
            Err(Failure::Busy { after }) => {
                print(format!(
                    "attempt {attempt}: busy for {after}, waits {delay}"
                ));
                sleep(delay).await;
                delay *= 2;
            }
            Err(other) => return Err(other),
        }
    }
    Err(Failure::TooOften)
}

async fn sum(paths: &[&str]) -> Result<u32, Failure> {
    let mut total = 0;
    for path in paths {
        let value = retry(Rc::new(Cell::new(0)), path, 4).await?;
        total += value;
    }
    Ok(total)
}

pub async fn main() {
    print(format!("{:?}", sum(&["a", "b"]).await));
    print(format!("{:?}", sum(&["a", "gone", "b"]).await));
    let few = retry(Default::default(), "a", 2).await;
    print(format!("{few:?} {}", few == Err(Failure::TooOften)));
    if let Err(Failure::Missing(ref what)) = sum(&["gone"]).await {
        print(what);
    }
    print(elapsed());
}
