//! Who adds, how many times, and in which order.

use super::state::Page;
use crate::experiments::race::{Setup, Strategy};
use crate::experiments::whole_from;
use crate::experiments::{Kind, Order};
use crate::views::controls::{Chip, NumberField};
use crate::views::ready_queue::ReadyQueue;
use leptos::prelude::*;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// The strategies, and how they are run.
#[component]
pub(super) fn Choices(page: Page) -> impl IntoView {
    let kind = move |kind: Kind| {
        let chips = Strategy::ALL.into_iter().filter(|it| it.kind() == kind);
        let chips = chips.map(|strategy| {
            view! {
                <Chip
                    settings=page.choices value=strategy id=strategy.id() name=strategy.name()
                all=&Strategy::ALL
                read=|setup| &setup.strategies write=|setup| &mut setup.strategies
                />
            }
        });
        view! {
            <fieldset class="chips kind">
                <legend>{kind.plural()}</legend>
                {chips.collect_view()}
            </fieldset>
        }
    };
    view! {
        <div class="kinds">{Kind::ALL.map(kind).collect_view()}</div>
        <Coroutines page/>
        <Workers page/>
    }
}

#[component]
fn Coroutines(page: Page) -> impl IntoView {
    let settings = page.choices;
    view! {
        <div class="policy">
            <span class="word">
                <Count
                    page
                    label="Tasks"
                    error="There are from 1 to 500 tasks."
                    range=Setup::TASKS
                    read=|setup| setup.tasks
                    write=|setup, tasks| setup.tasks = tasks
                />
                " tasks add "
                <Count
                    page
                    label="Additions of a task"
                    error="A task adds from 1 to 1000 times."
                    range=Setup::ADDS
                    read=|setup| setup.adds
                    write=|setup, adds| setup.adds = adds
                />
                " times each"
            </span>
            <ReadyQueue
                settings
                title="Which of the ready tasks is polled next. The same order loses the same \
                       updates, in every browser."
                seed_title="The same seed gives the same order; each repetition has the next."
                order=|setup| setup.order.id().to_owned()
                set_order=|setup, value| setup.order = Order::from_id(value).unwrap_or_default()
                seed=|setup| setup.seed
                set_seed=|setup, seed| setup.seed = seed
            />
        </div>
    }
}

#[component]
fn Workers(page: Page) -> impl IntoView {
    let settings = page.choices;
    let take_workers = move |text: String| {
        let workers = parsed(&text, &Setup::WORKERS);
        let take = |workers| settings.update(|it| it.workers = workers);
        workers.map(take).is_some()
    };
    view! {
        <div class="policy">
            <span class="word">
                <NumberField
                    label="Workers"
                    error="There are from 1 to 8 workers."
                    value=Signal::derive(move || {
                        settings.with(|setup| setup.workers.to_string())
                    })
                    take=Callback::new(take_workers)
                />
                " workers add "
                <Count
                    page
                    label="Additions of a worker"
                    error="A worker adds from 1 to 1000000 times."
                    range=Setup::WORKER_ADDS
                    read=|setup| setup.worker_adds
                    write=|setup, adds| setup.worker_adds = adds
                />
                " times each"
            </span>
            <span class="word">
                "Repeat "
                <Count
                    page
                    label="Repetitions"
                    error="A race is run from 1 to 100 times."
                    range=Setup::REPEAT
                    read=|setup| setup.repeat
                    write=|setup, repeat| setup.repeat = repeat
                />
                " times"
            </span>
        </div>
    }
}

/// A field for a number of the setup.
#[component]
fn Count(
    page: Page,
    label: &'static str,
    error: &'static str,
    range: RangeInclusive<u32>,
    read: fn(&Setup) -> u32,
    write: fn(&mut Setup, u32),
) -> impl IntoView {
    let settings = page.choices;
    let take = move |text: String| {
        let number = parsed(&text, &range);
        let take = |number| settings.update(|setup| write(setup, number));
        number.map(take).is_some()
    };
    view! {
        <NumberField
            label
            error
            value=Signal::derive(move || settings.with(read).to_string())
            take=Callback::new(take)
        />
    }
}

fn parsed<T: FromStr + PartialOrd>(
    text: &str,
    range: &RangeInclusive<T>,
) -> Option<T> {
    let number = whole_from(text);
    number.filter(|number| range.contains(number))
}
