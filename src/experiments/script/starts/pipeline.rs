use meanwhile::prelude::*;

async fn read(mut out: Sender<u64>) {
    for number in 1..=5 {
        sleep(50).await;
        print(format!("read {number}"));
        if out.send(number).await.is_err() {
            return;
        }
    }
}

async fn square(mut numbers: Receiver<u64>) -> u64 {
    let mut sum = 0;
    while let Some(number) = numbers.next().await {
        sleep(150).await;
        print(format!("squared {number}"));
        sum += number * number;
    }
    sum
}

pub async fn main() {
    let (out, numbers) = channel(0);
    let reader = spawn("reader", read(out));
    let sum = spawn("squarer", square(numbers)).await;
    reader.await;
    print(format!("the sum is {sum}"));
}
