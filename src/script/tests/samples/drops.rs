//! Who is dropped when: in scopes, temporaries, loops, futures, collections.
use crate::prelude::*;
use futures::future::{Either, FutureExt, join, select};
use std::cell::RefCell;
use std::rc::Rc;

struct Noisy(String);

impl Drop for Noisy {
    fn drop(&mut self) {
        print(format!("drop {}", self.0));
    }
}

fn noisy(name: &str) -> Noisy {
    Noisy(name.to_string())
}

struct Pair {
    second: Noisy,
    first: Noisy,
}

async fn hold(name: &str, millis: u64) -> Noisy {
    let kept = noisy(name);
    let _local = noisy(&format!("{name} local"));
    sleep(millis).await;
    kept
}

fn early(flag: bool) -> Option<Noisy> {
    let _a = noisy("early a");
    if flag {
        return None;
    }
    let b = noisy("early b");
    Some(b)
}

fn question() -> Result<(), String> {
    let _q = noisy("q");
    let n: i32 = "x".parse::<i32>().map_err(|e| e.to_string())?;
    print(n);
    Ok(())
}

pub async fn main() {
    let pair = Pair {
        first: noisy("first"),
        second: noisy("second"),
    };
    drop(pair);
    let Pair { first, .. } = Pair {
        first: noisy("1"),
        second: noisy("2"),
    };
    print("taken apart");
    drop(first);
    early(true);
    early(false);
    print(format!("{:?}", question()));
    for i in 0..3 {
        let _n = noisy(&format!("loop {i}"));
        if i == 1 {
            continue;
        }
        print(i);
    }
    let mut list = vec![noisy("x"), noisy("y"), noisy("z")];
    let y = list.remove(1);
    list.clear();
    print("cleared");
    drop(y);
    let (a, b) = join(hold("a", 5), hold("b", 3)).await;
    print("joined");
    drop(b);
    drop(a);
    match select(
        hold("slow", 50).boxed_local(),
        hold("fast", 1).boxed_local(),
    )
    .await
    {
        Either::Left(_) => print("slow"),
        Either::Right((fast, slow)) => {
            print(&fast.0);
            drop(slow);
            print("slow is gone");
        }
    }
    let shared = Rc::new(RefCell::new(Some(noisy("shared"))));
    let other = Rc::clone(&shared);
    let task = spawn("holder", async move {
        sleep(2).await;
        let taken = other.borrow_mut().take();
        print(taken.is_some());
    });
    task.await;
    print(shared.borrow().is_none());
    let task = spawn("cancelled", hold("cancelled", 100));
    sleep(1).await;
    task.cancel();
    sleep(1).await;
    let mut slot = Some(noisy("slot"));
    slot = None;
    print(slot.is_none());
    let mut value = noisy("before");
    value = noisy("after");
    print(&value.0);
    let boxed: Box<Noisy> = Box::new(noisy("boxed"));
    let closure = move || print(&boxed.0);
    closure();
    print("end");
}
