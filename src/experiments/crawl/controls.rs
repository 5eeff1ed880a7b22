//! What the visitor can choose beside the list, control by control.

use super::{Limit, MAX_ROWS, OnError, Order, Policy, Setup, Strategy};
use crate::experiments::control::{Control, Linked, Takes, chosen, ids, put};
use crate::experiments::guess::guesses;
use crate::experiments::look::{looked, run_control};
use crate::experiments::{Guesses, Note};
use crate::http::CacheMode;
use std::time::Duration;

/// The strategies to run.
pub static STRATEGIES: Control<Setup> = Control::compared(
    "Strategies",
    || ids(&Strategy::ALL, Strategy::id),
    |it| ids(&it.strategies, Strategy::id),
    |it, list| {
        let chosen = chosen(list, &Strategy::ALL, Strategy::from_id);
        put(&mut it.strategies, chosen)
    },
);

/// How many requests `limited` keeps in flight.
pub static LIMIT: Control<Setup> = Control::whole(
    "limit",
    "Requests in flight, at most",
    "",
    (1, MAX_ROWS as u64),
    |it| Some(it.limit.get() as u64),
    |it, limit| {
        it.limit = Limit::new(limit as usize).unwrap_or_default();
    },
);

/// How long an attempt may take, as links have it.
pub static TIMEOUT: Control<Setup> = Control {
    id: "timeout",
    label: "",
    help: "",
    takes: Takes::Whole {
        noun: "number of milliseconds",
        min: Policy::TIMEOUT_MIN.as_millis() as u64,
        max: Policy::TIMEOUT_MAX.as_millis() as u64,
        get: |it| Some(it.policy.timeout.as_millis() as u64),
        set: |it, millis| it.policy.timeout = Duration::from_millis(millis),
    },
};

/// How long an attempt may take, as it is typed: the one control whose field has
/// another unit than its links.
pub static TIMEOUT_IN_SECONDS: Control<Setup> = Control {
    id: TIMEOUT.id,
    label: "Timeout in seconds",
    help: "How long an attempt may take, from being sent to its last byte.",
    takes: Takes::Decimal {
        noun: "number of seconds",
        min: Policy::TIMEOUT_MIN.as_secs_f64(),
        max: Policy::TIMEOUT_MAX.as_secs_f64(),
        get: |it| it.policy.timeout.as_secs_f64(),
        // To the millisecond, as in links.
        set: |it, seconds| {
            let millis = (seconds * 1e3).round() as u64;
            it.policy.timeout = Duration::from_millis(millis);
        },
    },
};

/// How often a failed request is sent again.
pub static RETRIES: Control<Setup> = Control::whole(
    "retries",
    "Retries",
    "How often a failed request is sent again, after 250 ms, 500 ms, 1 s, …",
    (0, Policy::RETRIES_MAX as u64),
    |it| Some(it.policy.retries.into()),
    |it, retries| it.policy.retries = retries as u32,
);

/// What a failure means for the others.
pub static ON_ERROR: Control<Setup> = Control::one(
    "on-error",
    "On error",
    "Collect all: a failure is one of the results. Stop: the other requests are aborted.",
    OnError::OPTIONS,
    |it| it.policy.on_error.id().to_owned(),
    |it, id| put(&mut it.policy.on_error, OnError::from_id(id)),
);

/// Whether the browser's cache takes part.
pub static CACHE: Control<Setup> = Control::one(
    "cache",
    "Cache",
    "With the cache on, Chromium and Firefox have requests for one and the same URL wait for \
     each other. Firefox asks the network all the same when its cache is slow.",
    &[("no-store", "no-store"), ("default", "default")],
    |it| {
        match it.policy.cache {
            CacheMode::NoStore => "no-store",
            CacheMode::Default => "default",
        }
        .to_owned()
    },
    |it, id| {
        let way = match id {
            "no-store" => Some(CacheMode::NoStore),
            "default" => Some(CacheMode::Default),
            _ => None,
        };
        put(&mut it.policy.cache, way)
    },
);

/// Whether the strategies run in turn or together.
pub static ORDER: Control<Setup> = Control::one(
    "order",
    "Strategies run",
    "One after the other is fair; at the same time they share the network.",
    Order::OPTIONS,
    |it| it.order.id().to_owned(),
    |it, id| put(&mut it.order, Order::from_id(id)),
);

/// How often everything is run.
pub static REPEAT: Control<Setup> = Control::whole(
    "repeat",
    "Repeat",
    "How often everything is run; the median is shown.",
    (1, Setup::REPEAT_MAX as u64),
    |it| Some(it.repeat.into()),
    |it, repeat| it.repeat = repeat as u32,
);

/// What the reader expects.
pub static GUESS: Control<Setup> = guesses(
    "Guess of the total in milliseconds",
    "What you expect each strategy to take, in milliseconds, before you run it.",
    |it| it.guess.text(),
    |it, text| {
        let ids = Strategy::ALL.map(Strategy::id);
        put(&mut it.guess, Guesses::read(text, &ids))
    },
);

/// Which run is replayed.
pub static REPLAY: Control<Setup> =
    run_control("the name of a strategy", |it, id| {
        let of = Strategy::from_id(id).map(Strategy::id);
        it.look.of = Some(of?);
        Some(())
    });

looked!(Setup);

impl Linked for Setup {
    const CONTROLS: &'static [&'static Control<Self>] = &[
        &STRATEGIES,
        &LIMIT,
        &TIMEOUT,
        &RETRIES,
        &ON_ERROR,
        &CACHE,
        &ORDER,
        &REPEAT,
        &GUESS,
        &REPLAY,
        &LOOK[0],
        &LOOK[1],
        &LOOK[2],
        &LOOK[3],
    ];

    fn mend(&mut self) -> Option<Note> {
        self.look.mend_of_several()
    }
}
