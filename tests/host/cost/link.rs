//! Setups as links, and whether they can be run.

use super::{plan, setup};
use crate::{cases, plain};
use meanwhile::experiments::cost::{
    Body, Form, Plan, PlanError, Setup, query_from_setup, setup_from_query,
};
use proptest::prelude::*;

#[test]
fn the_default_is_left_out() {
    assert_eq!(query_from_setup(&Setup::default()), "");
    assert_eq!(setup(""), Setup::default());
}

#[test]
fn every_parameter_is_read() {
    let read = setup(
        "n=1000000&run=own-workers,js-async&body=timer&held=256&workers=8",
    );
    let expected = Setup {
        guess: meanwhile::experiments::Guesses::default(),
        count: 1_000_000,
        // In the order of the page, whatever that of the link.
        forms: vec![Form::JsAsync, Form::OwnWorkers],
        body: Body::Timer,
        held: 256,
        workers: 8,
    };
    assert_eq!(read, expected);
}

#[test]
fn what_a_parameter_cannot_be_is_reported_and_the_default_holds() {
    for (query, said) in [
        ("n=999", "from 1000 to 1000000"),
        ("n=1000001", "from 1000 to 1000000"),
        ("n=many", "from 1000 to 1000000"),
        ("run=spawn-local,threads", "a list of spawn-local"),
        ("body=sleep", "trivial or timer"),
        ("held=65", "0, 64, 256, 1024, 4096 or 16384"),
        ("workers=0", "from 1 to 256"),
        ("workers=257", "from 1 to 256"),
        ("colour=red", "does not know"),
    ] {
        let (read, notes) = setup_from_query::<Setup>(query);
        assert_eq!(read, Setup::default(), "{query}");
        assert_eq!(notes.len(), 1, "{query}");
        let note = notes[0].to_string();
        assert!(note.contains(said), "{query}: {note}");
    }
}

fn any_setup() -> impl Strategy<Value = Setup> {
    (
        Setup::COUNT_MIN..=Setup::COUNT_MAX,
        prop::sample::subsequence(Form::ALL.to_vec(), 0..=5),
        prop::sample::select(Body::ALL.to_vec()),
        prop::sample::select(Setup::HELD.to_vec()),
        1..=Setup::WORKERS_MAX,
    )
        .prop_map(|(count, forms, body, held, workers)| Setup {
            guess: meanwhile::experiments::Guesses::default(),
            count,
            forms,
            body,
            held,
            workers,
        })
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn a_setup_that_is_printed_reads_as_the_same_setup(setup in any_setup()) {
        let link = query_from_setup(&setup);
        let (read, notes) = setup_from_query::<Setup>(&link);
        prop_assert_eq!(notes, vec![]);
        prop_assert_eq!(read, setup, "{}", link);
    }

    #[test]
    fn no_plan_has_more_workers_than_the_budget(setup in any_setup()) {
        let Ok(plan) = Plan::new(&setup) else { return Ok(()) };
        for form in Form::ALL {
            let most = match form.needs_workers() {
                true => setup.workers,
                false => setup.count,
            };
            prop_assert!(plan.created(form) <= most);
            prop_assert!(plan.created(form) <= setup.count);
        }
    }

    #[test]
    fn no_plan_holds_more_than_a_wasm_memory_has(setup in any_setup()) {
        let held = u64::from(setup.count) * u64::from(setup.held);
        let is_held = setup.forms.iter().any(|form| !form.needs_workers());
        if is_held && held > 1 << 32 {
            prop_assert!(Plan::new(&setup).is_err());
        }
    }
}

#[test]
fn a_run_without_a_form_says_what_is_missing() {
    let none = Plan::new(&setup("run="));
    assert_eq!(none, Err(PlanError::NoForm));
    let said = PlanError::NoForm.to_string();
    assert_eq!(said, "No form is chosen: choose at least one.");
}

#[test]
fn what_no_wasm_memory_can_hold_is_refused_in_a_sentence() {
    let most = plan("n=260000&held=16384");
    assert!(most.memory() <= 1 << 32);
    let too_much = Plan::new(&setup("n=1000000&held=16384"));
    let said = too_much.expect_err("it does not fit").to_string();
    insta::assert_snapshot!(plain(&said), @"1 000 000 tasks that each hold 16.4 kB need about 16.5 GB, and a wasm memory ends at 4295 MB: choose fewer, or hold less.");
    // Workers each have a memory of their own.
    let workers = "n=1000000&held=16384&run=own-workers,shared-workers";
    assert_eq!(plan(workers).created(Form::OwnWorkers), 32);
}
