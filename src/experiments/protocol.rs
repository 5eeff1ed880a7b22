//! What the page and its workers say to each other.
//!
//! Messages travel as bytes. Times are in milliseconds since 1970: each thread
//! has a clock of its own, with a beginning of its own.

use super::cost;
use crate::http::{CacheMode, Failure, Response};
use meanwhile_jobs::{Answer, Chunk, Shades};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use thiserror::Error;

/// What the page asks of a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToWorker {
    /// To compute a chunk, and to tell of it now and then.
    Run(Chunk),
    /// To send a request, and to do nothing else until it is answered.
    Fetch {
        /// What the answer is to be called by.
        number: u32,
        /// Where to, absolute: a worker has another base than its page.
        url: String,
        /// Whether the cache may answer.
        cache: CacheMode,
        /// How long it may take.
        timeout: Duration,
    },
    /// To abort the request that it waits for.
    GiveUp,
    /// To add one to a counter, over and over.
    Count(CountOrder),
    /// To create and finish so many tasks.
    Cost(cost::Order),
}

/// How a worker is to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountOrder {
    /// Which counter, and how.
    pub counting: Counting,
    /// How many times to add.
    pub adds: u32,
    /// How many workers count at once; those that share memory wait for each
    /// other before they begin.
    pub workers: u32,
}

/// How a worker counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Counting {
    /// In shared memory, by a plain read and a plain write.
    Plain,
    /// In shared memory, by an atomic addition.
    Atomic,
    /// In shared memory, by a plain read and a plain write behind a lock.
    Locked,
    /// In memory of its own.
    Alone,
}

/// What a worker tells the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromWorker {
    /// It listens.
    Ready,
    /// It has begun with a chunk.
    Began {
        /// When.
        at: f64,
    },
    /// A chunk goes on.
    Progress {
        /// How many of its units are done.
        done: u64,
        /// What has been drawn since the last message.
        shades: Shades,
    },
    /// A chunk is done.
    Result {
        /// What it came to.
        answer: Answer,
        /// What has been drawn since the last message.
        shades: Shades,
        /// When it was done.
        at: f64,
    },
    /// It is about to send a request.
    Sent {
        /// What the request is called by.
        number: u32,
        /// When.
        at: f64,
    },
    /// The answer to a request has begun.
    Answered {
        /// What the request is called by.
        number: u32,
        /// When.
        at: f64,
    },
    /// A request is over.
    Fetched {
        /// What the request is called by.
        number: u32,
        /// What came back, or why nothing did.
        result: Result<Response, Failure>,
        /// When.
        at: f64,
    },
    /// It could not make sense of a message.
    Failure(String),
    /// It has counted.
    Counted {
        /// What its own counter came to; zero if it has none.
        sum: u32,
        /// When it began, after waiting for the others.
        began: f64,
        /// When it was done.
        ended: f64,
    },
    /// What it tells of the tasks that it creates and finishes.
    Cost(cost::News),
}

/// The bytes of a message.
#[must_use]
pub fn bytes_of(message: &impl Serialize) -> Vec<u8> {
    // Only a type that cannot tell its length can fail; these can.
    postcard::to_allocvec(message).unwrap_or_default()
}

/// The message of these bytes; none if they are no such message.
#[must_use]
pub fn message_from<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

/// What went wrong with a worker.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WorkerFailure {
    /// It did not start, for the reason that the browser gives, if any.
    #[error("The worker did not start: {}", why_not(.0))]
    DidNotStart(String),
    /// Its code trapped; what the browser says of it.
    #[error(
        "The worker trapped in the middle of its work: the browser says “{0}”. The next \
         run starts a new one."
    )]
    Trapped(String),
    /// It said something that makes no sense.
    #[error(
        "The worker answered something else than was asked: page and worker are not of \
         the same release. Reload the page."
    )]
    Confused,
}

fn why_not(told: &str) -> String {
    match told {
        "" => "its file could not be loaded. Reload the page; if you are offline, visit it once \
               with a network."
            .to_owned(),
        told => format!(
            "the browser says “{told}”. Reload the page and try again."
        ),
    }
}
