use meanwhile::prelude::*;

struct File {
    name: &'static str,
}

impl Drop for File {
    fn drop(&mut self) {
        print(format!("{} is closed", self.name));
    }
}

async fn write(name: &'static str) {
    let file = File { name };
    print(format!("{} is open", file.name));
    sleep(1_000).await;
    print(format!("{} is written", file.name));
}

pub async fn main() {
    let writer = spawn("writer", write("notes"));
    sleep(300).await;
    writer.cancel();
    sleep(100).await;
    print("main is done");
}
