//! Which strategies, and under which policy.

use super::state::Page;
use crate::experiments::crawl::{Limit, OnError, Order, Policy, Strategy};
use crate::experiments::{decimal_from, whole_from};
use crate::http::CacheMode;
use crate::views::controls::{Chip, NumberField, Word};
use leptos::prelude::*;
use std::time::Duration;

/// The strategies and the policy.
#[component]
pub(super) fn Choices(page: Page) -> impl IntoView {
    let chip = move |strategy: Strategy| {
        match strategy {
        Strategy::Limited => view! {
            <Chip
                settings=page.choices value=strategy id=strategy.id() name=strategy.name()
                all=&Strategy::ALL
                read=|setup| &setup.strategies write=|setup| &mut setup.strategies
                preposition=" to"
            >
                <LimitField page/>
            </Chip>
        }
        .into_any(),
        _ => view! {
            <Chip
                settings=page.choices value=strategy id=strategy.id() name=strategy.name()
                all=&Strategy::ALL
                read=|setup| &setup.strategies write=|setup| &mut setup.strategies
            />
        }
        .into_any(),
    }
    };
    let settings = page.choices;
    view! {
        <fieldset class="chips">
            <legend class="hidden">"Strategies"</legend>
            {Strategy::ALL.map(chip).collect_view()}
        </fieldset>
        <div class="policy">
            <Timeout page/>
            <Word
                settings
                name="Retries"
                options=&[("0", "none"), ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5")]
                title="How often a failed request is sent again, after 250 ms, 500 ms, 1 s, …"
                read=|setup| setup.policy.retries.to_string()
                write=|setup, value| setup.policy.retries = value.parse().unwrap_or_default()
            />
            <Word
                settings
                name="On error"
                options=&[("collect", "collect all"), ("stop", "stop at the first")]
                title="Collect all: a failure is one of the results. Stop: the other requests are aborted."
                read=|setup| match setup.policy.on_error {
                    OnError::Collect => "collect".to_owned(),
                    OnError::Stop => "stop".to_owned(),
                }
                write=|setup, value| setup.policy.on_error = match value {
                    "stop" => OnError::Stop,
                    _ => OnError::Collect,
                }
            />
            <Word
                settings
                name="Cache"
                options=&[("no-store", "no-store"), ("default", "default")]
                title="With the cache on, Chromium and Firefox have requests for one and the same URL wait for each other."
                read=|setup| match setup.policy.cache {
                    CacheMode::NoStore => "no-store".to_owned(),
                    CacheMode::Default => "default".to_owned(),
                }
                write=|setup, value| setup.policy.cache = match value {
                    "default" => CacheMode::Default,
                    _ => CacheMode::NoStore,
                }
            />
            <Word
                settings
                name="Repeat"
                options=REPEATS
                title="How often everything is run; the median is shown."
                read=|setup| setup.repeat.to_string()
                write=|setup, value| setup.repeat = value.parse().unwrap_or(1)
            />
            <Word
                settings
                name="Strategies run"
                options=&[("in-turn", "one after the other"), ("together", "at the same time")]
                title="One after the other is fair; at the same time they share the network."
                read=|setup| match setup.order {
                    Order::InTurn => "in-turn".to_owned(),
                    Order::Together => "together".to_owned(),
                }
                write=|setup, value| setup.order = match value {
                    "together" => Order::Together,
                    _ => Order::InTurn,
                }
            />
        </div>
    }
}

const REPEATS: &[(&str, &str)] = &[
    ("1", "once"),
    ("2", "2 ×"),
    ("3", "3 ×"),
    ("4", "4 ×"),
    ("5", "5 ×"),
    ("6", "6 ×"),
    ("7", "7 ×"),
    ("8", "8 ×"),
    ("9", "9 ×"),
    ("10", "10 ×"),
    ("11", "11 ×"),
    ("12", "12 ×"),
    ("13", "13 ×"),
    ("14", "14 ×"),
    ("15", "15 ×"),
    ("16", "16 ×"),
    ("17", "17 ×"),
    ("18", "18 ×"),
    ("19", "19 ×"),
    ("20", "20 ×"),
];

#[component]
fn LimitField(page: Page) -> impl IntoView {
    view! {
        <NumberField
            label="Requests in flight, at most"
            error="The limit is a whole number from 1 to 10000."
            value=Signal::derive(move || page.choices.with(|setup| setup.limit.get().to_string()))
            take=Callback::new(move |text: String| {
                let limit = whole_from(&text).and_then(Limit::new);
                limit.map(|limit| page.choices.update(|setup| setup.limit = limit)).is_some()
            })
        />
    }
}

#[component]
fn Timeout(page: Page) -> impl IntoView {
    let seconds = move || {
        page.choices
            .with(|setup| setup.policy.timeout.as_secs_f64().to_string())
    };
    let take = move |text: String| {
        let seconds = decimal_from(&text);
        let timeout = seconds
            .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        let allowed = timeout.filter(|t| {
            (Policy::TIMEOUT_MIN..=Policy::TIMEOUT_MAX).contains(t)
        });
        allowed
            .map(|timeout| {
                page.choices.update(|setup| setup.policy.timeout = timeout)
            })
            .is_some()
    };
    view! {
        <label class="word" title="How long an attempt may take, from being sent to its last byte.">
            "Timeout "
            <NumberField
                label="Timeout in seconds"
                error="The timeout is a number of seconds from 0.001 to 300."
                value=Signal::derive(seconds)
                take=Callback::new(take)
            />
            " s"
        </label>
    }
}
