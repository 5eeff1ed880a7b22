use meanwhile::prelude::*;

async fn within(millis: u64, url: &'static str) -> Option<u16> {
    let answer = traced("request", fetch(url)).boxed_local();
    let limit = traced("limit", timeout(millis)).boxed_local();
    match select(answer, limit).await {
        Either::Left((answer, _)) => answer.ok(),
        Either::Right(_) => None,
    }
}

pub async fn main() {
    for millis in [1_000, 300] {
        match within(millis, "delay/0.5").await {
            Some(status) => print(format!("{millis} ms: {status}")),
            None => print(format!("{millis} ms: too late, so it is dropped")),
        }
    }
}
