//! Which job, in which modes, how long.

use super::state::Page;
use crate::experiments::freeze::{Mode, Setup, Turn, job_id, size_name};
use crate::experiments::{decimal_from, whole_from};
use crate::views::controls::{Chip, NumberField, Word};
use leptos::prelude::*;
use meanwhile_jobs::Job;

/// The modes and what they run.
#[component]
pub(super) fn Choices(page: Page) -> impl IntoView {
    let settings = page.choices;
    // A field that was made anew with each key would forget what is typed.
    let is_fixed = Memo::new(move |_| settings.with(|it| it.size.is_some()));
    let chip = move |mode: Mode| match mode {
        Mode::Sliced => view! {
            <Chip
                settings=page.choices value=mode id=mode.id() name=mode.name()
                all=&Mode::ALL
                read=|setup| &setup.modes write=|setup| &mut setup.modes
                preposition=" of"
            >
                <SliceField page/>
                "\u{a0}ms"
            </Chip>
        }
        .into_any(),
        Mode::Pool => view! {
            <Chip
                settings=page.choices value=mode id=mode.id() name=mode.name()
                all=&Mode::ALL
                read=|setup| &setup.modes write=|setup| &mut setup.modes
                preposition=" of"
            >
                <PoolField page/>
            </Chip>
        }
        .into_any(),
        _ => view! {
            <Chip
                settings=page.choices value=mode id=mode.id() name=mode.name()
                all=&Mode::ALL
                read=|setup| &setup.modes write=|setup| &mut setup.modes
            />
        }
        .into_any(),
    };
    view! {
        <fieldset class="chips">
            <legend class="hidden">"Modes"</legend>
            {Mode::ALL.map(chip).collect_view()}
        </fieldset>
        <div class="policy">
            <Word
                settings
                name="Job"
                options=&[
                    ("primes", "count primes"),
                    ("mandelbrot", "Mandelbrot set"),
                    ("chain", "SHA-256 chain"),
                ]
                title="What the loop computes; in every mode the same code and the same answer."
                read=|setup| job_id(setup.job).to_owned()
                write=|setup, value| {
                    let job = Job::ALL.into_iter().find(|job| job_id(*job) == value);
                    setup.job = job.unwrap_or(Job::Primes);
                    // A size means something else for another job.
                    setup.size = None;
                }
            />
            <Word
                settings
                name="Size"
                options=&[("measured", "measured"), ("fixed", "fixed")]
                title="Measured: Run first finds the size that takes as long as you want. Fixed: the \
                       same size on every machine."
                read=|setup| match setup.size {
                    None => "measured".to_owned(),
                    Some(_) => "fixed".to_owned(),
                }
                write=|setup, value| setup.size = match value {
                    "fixed" => Some(default_size(setup.job)),
                    _ => None,
                }
            />
            {move || match is_fixed.get() {
                false => view! { <Length page/> }.into_any(),
                true => view! { <Size page/> }.into_any(),
            }}
            <Word
                settings
                name="Yield by"
                options=&[
                    ("message", "MessageChannel"),
                    ("timeout", "setTimeout"),
                    ("frame", "requestAnimationFrame"),
                    ("scheduler", "scheduler.yield"),
                ]
                title="How the slices give the browser a turn."
                read=|setup| setup.turn.id().to_owned()
                write=|setup, value| setup.turn = Turn::from_id(value).unwrap_or_default()
            />
        </div>
    }
}

/// A size that takes some seconds at most on slow machines.
const fn default_size(job: Job) -> u64 {
    match job {
        Job::Primes => 2_000_000,
        Job::Mandelbrot => 10_000,
        Job::Chain => 1_000_000,
    }
}

#[component]
fn SliceField(page: Page) -> impl IntoView {
    let settings = page.choices;
    view! {
        <NumberField
            label="Slice in milliseconds"
            error="A slice is a number of milliseconds from 1 to 1000."
            value=Signal::derive(move || {
                settings.with(|setup| (setup.slice.as_secs_f64() * 1e3).to_string())
            })
            take=Callback::new(move |text: String| {
                let slice = decimal_from(&text).and_then(Setup::slice_from);
                slice.map(|slice| settings.update(|setup| setup.slice = slice)).is_some()
            })
        />
    }
}

#[component]
fn PoolField(page: Page) -> impl IntoView {
    let settings = page.choices;
    view! {
        <NumberField
            label="Workers in the pool"
            error="A pool has from 1 to 32 workers."
            value=Signal::derive(move || {
                settings.with(|setup| setup.workers(page.machine.cores).to_string())
            })
            take=Callback::new(move |text: String| {
                let pool = whole_from(&text).and_then(Setup::pool_from);
                pool.map(|pool| settings.update(|setup| {
                    setup.pool = Some(pool).filter(|pool| *pool != page.machine.cores);
                })).is_some()
            })
        />
    }
}

#[component]
fn Length(page: Page) -> impl IntoView {
    let settings = page.choices;
    view! {
        <label class="word" title="How long the main thread is to take; the other modes get the same job.">
            "Freeze for about "
            <NumberField
                label="Freeze length in seconds"
                error="The length is a number of seconds from 0.5 to 10."
                value=Signal::derive(move || {
                    settings.with(|setup| setup.length.as_secs_f64().to_string())
                })
                take=Callback::new(move |text: String| {
                    let length = decimal_from(&text).and_then(Setup::length_from);
                    length.map(|length| settings.update(|setup| setup.length = length)).is_some()
                })
            />
            " s"
        </label>
    }
}

#[component]
fn Size(page: Page) -> impl IntoView {
    let settings = page.choices;
    view! {
        <label class="word" title="How large the job is, whatever it takes here.">
            <NumberField
                label="Size of the job"
                error="The size is a whole number from 1 to 1000000000."
                value=Signal::derive(move || {
                    settings.with(|setup| setup.size.unwrap_or_default().to_string())
                })
                take=Callback::new(move |text: String| {
                    let size = whole_from(&text).and_then(Setup::size_from);
                    size.map(|size| settings.update(|setup| setup.size = Some(size))).is_some()
                })
            />
            " "
            {move || settings.with(|setup| size_name(setup.job))}
        </label>
    }
}
