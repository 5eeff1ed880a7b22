//! Two tasks take turns at their awaits.

use crate::experiments::tasks::prelude::*;

async fn walk(name: &str, step: u64) {
    print(format!("{name}: start"));
    sleep(step).await;
    print(format!("{name}: half way"));
    sleep(step).await;
    print(format!("{name}: done"));
}

pub(super) async fn main() {
    let alice = spawn("alice", walk("alice", 300));
    let bob = spawn("bob", walk("bob", 200));
    alice.await;
    bob.await;
}
