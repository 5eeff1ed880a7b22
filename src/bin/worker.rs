//! A worker: computes the chunks that the page sends it, sends requests for
//! which it does nothing else, and counts.

#[cfg(target_family = "wasm")]
#[path = "worker/cost.rs"]
mod cost;

#[cfg(target_family = "wasm")]
fn main() {
    use meanwhile::browser::worker;
    use meanwhile::experiments::protocol::{
        FromWorker, ToWorker, bytes_of, message_from,
    };
    use meanwhile::task::AbortOnDrop;
    use std::cell::RefCell;

    let request: RefCell<Option<AbortOnDrop>> = RefCell::default();
    worker::serve(move |bytes, memory| match message_from(bytes) {
        Some(ToWorker::Run(chunk)) => compute(chunk),
        Some(ToWorker::Fetch {
            number,
            url,
            cache,
            timeout,
        }) => {
            let fetch = fetch(number, url, cache, timeout);
            let (fetching, abort) = AbortOnDrop::wrap(fetch);
            request.replace(Some(abort));
            wasm_bindgen_futures::spawn_local(async move {
                // One that was aborted has nothing to tell.
                let _ = fetching.await;
            });
        }
        Some(ToWorker::GiveUp) => drop(request.take()),
        Some(ToWorker::Count(order)) => {
            worker::tell_page(&bytes_of(&count(order, memory)));
        }
        Some(ToWorker::Cost(order)) => cost::carry_out(order),
        None => {
            let what = "a message that this release does not know".to_owned();
            worker::tell_page(&bytes_of(&FromWorker::Failure(what)));
        }
    });
    // Whatever is sent before a worker listens is lost.
    worker::tell_page(&bytes_of(&FromWorker::Ready));
}

/// Sends a request, and tells when it was sent, when its answer began, and when
/// it was over.
#[cfg(target_family = "wasm")]
async fn fetch(
    number: u32,
    url: String,
    cache: meanwhile::http::CacheMode,
    timeout: std::time::Duration,
) {
    use futures::future::{Either, select};
    use meanwhile::browser::{clock, fetch, timer, worker};
    use meanwhile::experiments::protocol::{FromWorker, bytes_of};
    use meanwhile::http::Failure;
    use std::pin::pin;

    let tell = |message| worker::tell_page(&bytes_of(&message));
    let at = clock::epoch_now();
    tell(FromWorker::Sent { number, at });
    let on_headers = || {
        let at = clock::epoch_now();
        tell(FromWorker::Answered { number, at });
    };
    let answer = pin!(fetch::exchange(&url, cache, on_headers));
    let timer = timer::set(timeout);
    let result = match select(answer, timer).await {
        Either::Left((result, _)) => result,
        Either::Right(_) => Err(Failure::TimedOut(timeout)),
    };
    let at = clock::epoch_now();
    tell(FromWorker::Fetched { number, result, at });
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

/// Adds one so many times, alone or in memory that is shared: there, when all
/// workers are there.
#[cfg(target_family = "wasm")]
fn count(
    order: meanwhile::experiments::protocol::CountOrder,
    memory: Option<meanwhile::browser::shared::SharedWords>,
) -> meanwhile::experiments::protocol::FromWorker {
    use meanwhile::browser::clock;
    use meanwhile::experiments::protocol::{CountOrder, Counting, FromWorker};
    use meanwhile::experiments::race::memory::{ARRIVED, COUNTER, LOCK};
    use meanwhile::experiments::race::strategies as by;

    let CountOrder {
        counting,
        adds,
        workers,
    } = order;
    let counted = |sum, began| FromWorker::Counted {
        sum,
        began,
        ended: clock::epoch_now(),
    };
    if counting == Counting::Alone {
        let began = clock::epoch_now();
        return counted(by::count_alone(adds), began);
    }
    let Some(memory) = memory else {
        return FromWorker::Failure("no memory came along".to_owned());
    };
    memory.add(ARRIVED, 1);
    // Not asleep: whoever is woken comes too late to race.
    while memory.load(ARRIVED) < workers as i32 {
        std::hint::spin_loop();
    }
    let began = clock::epoch_now();
    let read = || memory.read(COUNTER);
    let write = |value| memory.write(COUNTER, value);
    let lock = by::Lock {
        compare_exchange: &|old, new| memory.compare_exchange(LOCK, old, new),
        exchange: &|value| memory.exchange(LOCK, value),
        wait: &|value| memory.wait(LOCK, value),
        notify_one: &|| memory.notify_one(LOCK),
    };
    match counting {
        Counting::Plain => by::shared_plain(adds, read, write),
        Counting::Atomic => by::shared_atomic(adds, |by| {
            memory.add(COUNTER, by);
        }),
        Counting::Locked => by::shared_lock(adds, &lock, read, write),
        Counting::Alone => {}
    }
    counted(0, began)
}

#[cfg(not(target_family = "wasm"))]
fn main() {
    eprintln!("This runs in a Web Worker: build the page with ./dev serve.");
}
