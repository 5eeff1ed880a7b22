//! What the visitor can choose beside the list, control by control.

use super::{Limit, MAX_ROWS, OnError, Order, Policy, Setup, Strategy};
use crate::experiments::control::{Control, Takes, chosen, compared, ids, put};
use crate::http::CacheMode;
use std::time::Duration;

/// The strategies to run.
pub static STRATEGIES: Control<Setup> = compared(
    "Strategies",
    || ids(&Strategy::ALL, Strategy::id),
    |it| ids(&it.strategies, Strategy::id),
    |it, list| {
        let chosen = chosen(list, &Strategy::ALL, Strategy::from_id);
        put(&mut it.strategies, chosen)
    },
);

/// How many requests `limited` keeps in flight.
pub static LIMIT: Control<Setup> = Control {
    id: "limit",
    label: "Requests in flight, at most",
    help: "",
    takes: Takes::Whole {
        noun: "whole number",
        min: 1,
        max: MAX_ROWS as u64,
        get: |it| Some(it.limit.get() as u64),
        set: |it, limit| {
            it.limit = Limit::new(limit as usize).unwrap_or_default();
        },
    },
};

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
pub static RETRIES: Control<Setup> = Control {
    id: "retries",
    label: "Retries",
    help: "How often a failed request is sent again, after 250 ms, 500 ms, 1 s, …",
    takes: Takes::Whole {
        noun: "whole number",
        min: 0,
        max: Policy::RETRIES_MAX as u64,
        get: |it| Some(it.policy.retries.into()),
        set: |it, retries| it.policy.retries = retries as u32,
    },
};

/// What a failure means for the others.
pub static ON_ERROR: Control<Setup> = Control {
    id: "on-error",
    label: "On error",
    help: "Collect all: a failure is one of the results. Stop: the other requests are aborted.",
    takes: Takes::One {
        options: &[("collect", "collect all"), ("stop", "stop at the first")],
        unit: "",
        get: |it| {
            match it.policy.on_error {
                OnError::Collect => "collect",
                OnError::Stop => "stop",
            }
            .to_owned()
        },
        set: |it, id| {
            let way = match id {
                "collect" => Some(OnError::Collect),
                "stop" => Some(OnError::Stop),
                _ => None,
            };
            put(&mut it.policy.on_error, way)
        },
    },
};

/// Whether the browser's cache takes part.
pub static CACHE: Control<Setup> = Control {
    id: "cache",
    label: "Cache",
    help: "With the cache on, Chromium and Firefox have requests for one and the same URL wait for \
           each other.",
    takes: Takes::One {
        options: &[("no-store", "no-store"), ("default", "default")],
        unit: "",
        get: |it| {
            match it.policy.cache {
                CacheMode::NoStore => "no-store",
                CacheMode::Default => "default",
            }
            .to_owned()
        },
        set: |it, id| {
            let way = match id {
                "no-store" => Some(CacheMode::NoStore),
                "default" => Some(CacheMode::Default),
                _ => None,
            };
            put(&mut it.policy.cache, way)
        },
    },
};

/// Whether the strategies run in turn or together.
pub static ORDER: Control<Setup> = Control {
    id: "order",
    label: "Strategies run",
    help: "One after the other is fair; at the same time they share the network.",
    takes: Takes::One {
        options: &[
            ("in-turn", "one after the other"),
            ("together", "at the same time"),
        ],
        unit: "",
        get: |it| {
            match it.order {
                Order::InTurn => "in-turn",
                Order::Together => "together",
            }
            .to_owned()
        },
        set: |it, id| {
            let way = match id {
                "in-turn" => Some(Order::InTurn),
                "together" => Some(Order::Together),
                _ => None,
            };
            put(&mut it.order, way)
        },
    },
};

/// How often everything is run.
pub static REPEAT: Control<Setup> = Control {
    id: "repeat",
    label: "Repeat",
    help: "How often everything is run; the median is shown.",
    takes: Takes::Whole {
        noun: "whole number",
        min: 1,
        max: Setup::REPEAT_MAX as u64,
        get: |it| Some(it.repeat.into()),
        set: |it, repeat| it.repeat = repeat as u32,
    },
};

/// All that a link says beside its list, in its order.
pub static CONTROLS: [&Control<Setup>; 8] = [
    &STRATEGIES,
    &LIMIT,
    &TIMEOUT,
    &RETRIES,
    &ON_ERROR,
    &CACHE,
    &ORDER,
    &REPEAT,
];
