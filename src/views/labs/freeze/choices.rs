//! Which job, in which modes, how long.

use super::state::Page;
use crate::experiments::freeze::controls::{
    JOB, LENGTH, MODES, POOL, SIZE, SLICE, TURN,
};
use crate::experiments::freeze::{Mode, size_name};
use crate::views::controls::{Chips, Field, Menu, NumberField, Options, Words};
use crate::views::reactive::{derived, memo};
use leptos::prelude::*;
use meanwhile_jobs::Job;

/// The modes and what they run.
#[component]
pub(super) fn Choices(page: Page) -> impl IntoView {
    let settings = page.choices;
    // A field that was made anew with each key would forget what is typed.
    let is_fixed = memo(move || settings.with(|it| it.size.is_some()));
    let slice = view! { <Field settings of=&SLICE/> "\u{a0}ms" }.into_any();
    let pool = view! { <PoolField page/> }.into_any();
    let more = vec![
        (Mode::Sliced.id(), " of", slice),
        (Mode::Pool.id(), " of", pool),
    ];
    view! {
        <Chips settings of=&MODES all=Mode::OPTIONS more/>
        <div class="policy">
            // A size means something else for another job.
            <Menu settings of=&JOB then=|setup| setup.size = None/>
            <HowLarge page/>
            {move || match is_fixed.get() {
                false => view! {
                    <Words settings of=&LENGTH before="Freeze for about ">" s"</Words>
                }
                .into_any(),
                true => view! {
                    <Words settings of=&SIZE>
                        " "
                        {move || settings.with(|setup| size_name(setup.job))}
                    </Words>
                }
                .into_any(),
            }}
            <Menu settings of=&TURN/>
        </div>
    }
}

/// Whether the size of the job is measured.
#[component]
fn HowLarge(page: Page) -> impl IntoView {
    let settings = page.choices;
    let chosen = memo(move || {
        match settings.with(|it| it.size) {
            None => "measured",
            Some(_) => "fixed",
        }
        .to_owned()
    });
    let choose = move |value: String| {
        settings.update(|setup| {
            let is_fixed = value == "fixed";
            setup.size = is_fixed.then(|| default_size(setup.job));
        });
    };
    let options = ["measured", "fixed"].map(|it| (it.into(), it.into()));
    view! {
        <label
            class="word"
            title="Measured: Run first finds the size that takes as long as you want. Fixed: the \
                   same size on every machine."
        >
            "Size "
            <Options options=options.into() chosen choose/>
        </label>
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

/// The field of a pool, which says how many workers it has where that is left
/// to the page.
#[component]
fn PoolField(page: Page) -> impl IntoView {
    let (settings, cores) = (page.choices, page.machine.cores);
    let value = derived(move || {
        settings.with(|setup| setup.workers(cores).to_string())
    });
    let take = Callback::new(move |text: String| {
        let mut setup = settings.get_untracked();
        let taken = POOL.set(&mut setup, &text);
        setup.pool = setup.pool.filter(|pool| *pool != cores);
        taken.map(|()| settings.set(setup)).is_some()
    });
    view! { <NumberField label=POOL.label expected=POOL.expected() value take/> }
}
