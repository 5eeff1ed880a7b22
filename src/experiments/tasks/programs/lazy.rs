//! A future does nothing until it is polled.

use crate::experiments::tasks::prelude::*;

async fn hello(name: &str) {
    print(format!("hello {name}"));
}

pub(super) async fn main() {
    let never_awaited = traced("never awaited", hello("nobody"));
    let awaited = traced("awaited", hello("somebody"));
    print("made both");
    drop(never_awaited);
    print("dropped one");
    awaited.await;
}
