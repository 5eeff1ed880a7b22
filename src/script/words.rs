//! What a program has to hand, for an editor that completes it.

/// A word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// What is typed.
    pub name: &'static str,
    /// How it is called.
    pub signature: &'static str,
    /// What it does, in a line.
    pub says: &'static str,
}

/// All words, what is used most first.
#[must_use]
pub fn words() -> Vec<Word> {
    WORDS
        .iter()
        .map(|(name, signature, says)| Word {
            name,
            signature,
            says,
        })
        .collect()
}

const WORDS: &[(&str, &str, &str)] = &[
    ("print", "print(value)", "Prints a line."),
    (
        "sleep",
        "sleep(millis).await",
        "Waits so many milliseconds, from its first poll on.",
    ),
    (
        "timeout",
        "timeout(millis).await",
        "The same from now on: the timer is set at once.",
    ),
    (
        "spawn",
        "spawn(name, future) -> Task",
        "Runs a future as a task of its own. Await the Task for its result; cancel() drops it.",
    ),
    (
        "traced",
        "traced(name, future)",
        "Gives a future a row of its own in the picture.",
    ),
    (
        "fetch",
        "fetch(url).await",
        "Requests a URL, such as delay/0.5: Ok(status) or Err(text).",
    ),
    (
        "fetch_text",
        "fetch_text(url).await",
        "The same, and gives the text of the answer.",
    ),
    (
        "yield_now",
        "yield_now().await",
        "Gives the thread back once.",
    ),
    (
        "elapsed",
        "elapsed() -> f64",
        "The milliseconds since the run began.",
    ),
    (
        "compute",
        "compute(millis)",
        "Keeps the thread busy: nobody else runs meanwhile.",
    ),
    (
        "frame",
        "frame().await",
        "Waits for the next animation frame.",
    ),
    (
        "message",
        "message().await",
        "Waits for a message to this thread: the next turn of its loop.",
    ),
    ("microtask", "microtask().await", "Waits for a microtask."),
    (
        "join!",
        "join!(a, b)",
        "Awaits all at once, and gives a tuple of their values.",
    ),
    (
        "try_join!",
        "try_join!(a, b)",
        "The same of Results; stops at the first Err.",
    ),
    (
        "select!",
        "select! { x = a => …, y = b => … }",
        "Goes on with the first that is ready.",
    ),
    (
        "select_biased!",
        "select_biased! { x = a => … }",
        "The same, and prefers the arms that come first.",
    ),
    ("join", "join(a, b).await", "Awaits two futures at once."),
    (
        "join_all",
        "join_all(futures).await",
        "Awaits all of a list at once: a Vec of their values.",
    ),
    (
        "try_join",
        "try_join(a, b).await",
        "Awaits two Results at once; stops at the first Err.",
    ),
    (
        "try_join_all",
        "try_join_all(futures).await",
        "The same of a list.",
    ),
    (
        "select",
        "select(a, b).await",
        "The first of two: Either::Left((value, rest)) or Right.",
    ),
    (
        "select_all",
        "select_all(futures).await",
        "The first of a list: (value, place, rest).",
    ),
    (
        "iter",
        "iter(list)",
        "A stream of items: map, buffered, buffer_unordered, next.",
    ),
    (
        "FuturesUnordered",
        "FuturesUnordered::new()",
        "A stream of what futures give, in the order in which they do.",
    ),
    (
        "channel",
        "channel(room) -> (Sender, Receiver)",
        "A channel; its sender waits when it is full.",
    ),
    (
        "unbounded",
        "unbounded() -> (Sender, Receiver)",
        "A channel that is never full.",
    ),
    ("oneshot", "oneshot::channel()", "A channel for one value."),
    (
        "Mutex",
        "Mutex::new(value)",
        "A lock that one task has at a time: lock().await.",
    ),
    (
        "Semaphore",
        "Semaphore::new(permits)",
        "So many tasks at a time: acquire().await.",
    ),
    (
        "Event",
        "Event::new()",
        "listen().await waits for notify_one() or notify_all().",
    ),
    (
        "poll_fn",
        "poll_fn(|cx| Poll::Pending)",
        "A future of a closure that is called at each poll.",
    ),
    (
        "ready",
        "ready(value)",
        "A future that is ready at its first poll.",
    ),
    ("pending", "pending()", "A future that is never ready."),
    (
        "lazy",
        "lazy(|cx| value)",
        "A future that calls a closure at its first poll.",
    ),
    (
        "pin!",
        "pin!(future)",
        "A future that stays where it is: select(&mut it, …).",
    ),
    (
        "Rc",
        "Rc::new(value)",
        "A value with several owners; clone() makes another.",
    ),
    (
        "Cell",
        "Cell::new(value)",
        "A value that its owners can change: get, set.",
    ),
    (
        "RefCell",
        "RefCell::new(value)",
        "The same by borrow and borrow_mut.",
    ),
    (
        "Executor",
        "Executor::default()",
        "An executor of the program's own: spawn, run.",
    ),
    (
        "drop",
        "drop(value)",
        "Drops a value now: of a future, that is cancelling.",
    ),
    ("format!", "format!(\"{x} of {}\", y)", "A String."),
    ("println!", "println!(\"{x}\")", "Prints a line."),
    ("vec!", "vec![1, 2, 3]", "A Vec."),
    (
        "assert!",
        "assert!(condition)",
        "Ends the program if it does not hold.",
    ),
    (
        "assert_eq!",
        "assert_eq!(a, b)",
        "Ends the program if they differ.",
    ),
    (
        "matches!",
        "matches!(value, pattern)",
        "Whether a value is as a pattern says.",
    ),
    ("panic!", "panic!(\"why\")", "Ends the program."),
];
