use meanwhile::prelude::*;

pub async fn main() {
    print("hello");
}
