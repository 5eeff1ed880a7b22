use meanwhile::prelude::*;

async fn countdown(mut left: u32) {
    poll_fn(move |cx| {
        print(format!("{left} to go"));
        if left == 0 {
            return Poll::Ready(());
        }
        left -= 1;
        // Without this nobody polls again.
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await
}

pub async fn main() {
    let counting = spawn("countdown", countdown(3));
    let sleeping = spawn("sleeper", sleep(100));
    counting.await;
    print("the countdown is done");
    sleeping.await;
    print("the sleeper is done");
}
