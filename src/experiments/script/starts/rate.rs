use meanwhile::prelude::*;

const EVERY: u64 = 150;

async fn ask(number: u64) {
    // Each has its own instant, however long the answers take.
    sleep(number * EVERY).await;
    let began = elapsed();
    let answer = traced(format!("request {number}"), fetch("delay/0.4")).await;
    print(format!("{number}: {answer:?} after {:.0} ms", elapsed() - began));
}

pub async fn main() {
    join_all((0..5).map(ask)).await;
    print(format!("all of them after {:.0} ms", elapsed()));
}
