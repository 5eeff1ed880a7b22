use meanwhile::prelude::*;

async fn runner(name: &'static str, start: Rc<Event>, millis: u64) {
    start.listen().await;
    sleep(millis).await;
    print(format!("{name} arrives at {:.0} ms", elapsed()));
}

pub async fn main() {
    let start = Rc::new(Event::new());
    let runners = [("ann", 300), ("ben", 100), ("cleo", 200), ("dan", 400)];
    let runners =
        runners.map(|(name, it)| spawn(name, runner(name, start.clone(), it)));
    sleep(200).await;
    print("go!");
    start.notify_all();
    join_all(runners).await;
}
