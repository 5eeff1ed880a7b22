use meanwhile::prelude::*;

async fn greet(name: &str, pause: u64) -> u64 {
    print(format!("{name}: hello"));
    sleep(pause).await;
    print(format!("{name}: goodbye"));
    pause
}

pub async fn main() {
    let alice = spawn("alice", greet("alice", 300));
    let bob = spawn("bob", greet("bob", 200));
    let waited = alice.await + bob.await;
    print(format!("together they slept {waited} ms"));
}
