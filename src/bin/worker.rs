//! A worker: computes the chunks that the page sends it, and sends requests
//! for which it stands still.

#[cfg(target_family = "wasm")]
fn main() {
    use meanwhile::browser::synchronous::{self, Thread};
    use meanwhile::browser::{clock, worker};
    use meanwhile::experiments::protocol::{
        FromWorker, ToWorker, bytes_of, message_from,
    };

    worker::serve(|bytes| match message_from(bytes) {
        Some(ToWorker::Run(chunk)) => compute(chunk),
        Some(ToWorker::Fetch {
            number,
            url,
            cache,
            timeout,
        }) => {
            let tell = |message| worker::tell_page(&bytes_of(&message));
            let at = clock::epoch_now();
            tell(FromWorker::Sent { number, at });
            let thread = Thread::Worker(timeout);
            let result = synchronous::send(&url, cache, thread);
            let at = clock::epoch_now();
            tell(FromWorker::Fetched { number, result, at });
        }
        None => {
            let what = "a message that this release does not know".to_owned();
            worker::tell_page(&bytes_of(&FromWorker::Failure(what)));
        }
    });
    // Whatever is sent before a worker listens is lost.
    worker::tell_page(&bytes_of(&FromWorker::Ready));
}

/// Computes `chunk` to its end, and tells of it every 40 ms: more often than
/// anybody can see, and too seldom to weigh anything.
#[cfg(target_family = "wasm")]
fn compute(chunk: meanwhile_jobs::Chunk) {
    use meanwhile::browser::{clock, worker};
    use meanwhile::experiments::protocol::{FromWorker, bytes_of};
    use std::time::Duration;

    const NEWS: Duration = Duration::from_millis(40);
    let tell = |message| worker::tell_page(&bytes_of(&message));
    tell(FromWorker::Began {
        at: clock::epoch_now(),
    });
    let mut work = meanwhile_jobs::Work::new(chunk);
    let mut told = clock::now();
    while work.step() {
        let now = clock::now();
        if now.since(told) >= NEWS {
            told = now;
            tell(FromWorker::Progress {
                done: work.done(),
                shades: work.take_shades(),
            });
        }
    }
    tell(FromWorker::Result {
        at: clock::epoch_now(),
        answer: work.answer(),
        shades: work.take_shades(),
    });
}

#[cfg(not(target_family = "wasm"))]
fn main() {
    eprintln!("This runs in a Web Worker: build the page with ./dev serve.");
}
