use meanwhile::prelude::*;

async fn leaves(depth: u32) -> u64 {
    if depth == 0 {
        sleep(100).await;
        return 1;
    }
    // A future that contained itself would have no size: it needs a box.
    let left = leaves(depth - 1).boxed_local();
    let right = leaves(depth - 1).boxed_local();
    let (left, right) = join(left, right).await;
    left + right
}

pub async fn main() {
    let leaves = leaves(6).await;
    print(format!("{leaves} leaves after {:.0} ms", elapsed()));
}
