use meanwhile::prelude::*;

async fn worker(name: &'static str, jobs: Rc<Mutex<Receiver<u64>>>) {
    loop {
        // The lock is held until the next job is there, and no longer.
        let job = jobs.lock().await.next().await;
        let Some(millis) = job else { break };
        sleep(millis).await;
        print(format!("{name}: a job of {millis} ms"));
    }
    print(format!("{name}: no more jobs"));
}

pub async fn main() {
    let (mut send, jobs) = channel(10);
    let jobs = Rc::new(Mutex::new(jobs));
    let names = ["one", "two", "three"];
    let workers = names.map(|name| spawn(name, worker(name, jobs.clone())));
    for millis in [300, 100, 100, 200, 100] {
        let _ = send.send(millis).await;
    }
    drop(send);
    for worker in workers {
        worker.await;
    }
}
