//! What holds of every control of every lab.

use crate::cases;
use meanwhile::by_lab;
use meanwhile::experiments::{
    Control, Experiment, GUESS_MAX, Linked, Look, Looked, Note, Takes, crawl,
    freeze, query_from_setup, race, setup_from_query, tasks,
};
use proptest::prelude::*;
use std::collections::HashSet;
use std::fmt::Debug;

/// Calls a check with the controls of every lab.
macro_rules! in_every_lab {
    ($check:ident) => {
        macro_rules! of {
            ($lab:ident) => {
                $check(meanwhile::experiments::$lab::Setup::CONTROLS)
            };
        }
        for lab in Experiment::ALL {
            by_lab!(lab, of);
        }
        $check(&[&crawl::controls::TIMEOUT_IN_SECONDS]);
    };
}

/// Some values that a control takes, its ends among them.
fn right<Setup: Default>(control: &Control<Setup>) -> Vec<String> {
    let names = |names: Vec<&str>| {
        names.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    match &control.takes {
        Takes::Whole { min, max, .. } => [*min, min.midpoint(*max), *max]
            .map(|it| it.to_string())
            .into(),
        Takes::Decimal { min, max, .. } => {
            [*min, *max].map(|it| it.to_string()).into()
        }
        Takes::One { options, .. } => {
            names(options.iter().map(|it| it.0).collect())
        }
        Takes::Several { all, .. } => {
            let mut lists = names(all());
            lists.push(all().join(","));
            lists.push(String::new());
            lists
        }
        Takes::Named { set, .. } if control.id == "guess" => {
            let takes = |it: &String| set(&mut Setup::default(), it).is_some();
            let ids = ["concurrent", "main", "task-await", "js-async"];
            let guesses = ids.map(|id| format!("{id}:{GUESS_MAX}"));
            let mut guesses: Vec<String> =
                guesses.into_iter().filter(takes).collect();
            assert_eq!(guesses.len(), 1, "one of them is of this lab");
            guesses.extend([String::new(), "ask".to_owned()]);
            guesses
        }
        Takes::Named { set, .. } if control.id == "replay" => {
            let takes = |it: &&str| set(&mut Setup::default(), it).is_some();
            let ids = ["concurrent", "main"].into_iter().filter(takes);
            names(ids.collect())
        }
        // A program of Script that does nothing.
        Takes::Named { .. } if control.id == "code" => {
            names(vec!["eNorKE1SSCyuzEtWSMtTyE3MzNPQVKiuBQBbKQeo"])
        }
        Takes::Named { .. } => {
            names(tasks::Program::ALL.map(|it| it.id()).into())
        }
    }
}

/// Some that it refuses.
fn wrong<Setup>(control: &Control<Setup>) -> Vec<String> {
    let mut wrong = vec!["nothing-like-it".to_owned()];
    match &control.takes {
        Takes::Whole { min, max, .. } => {
            wrong.extend(min.checked_sub(1).map(|it| it.to_string()));
            wrong.push((max + 1).to_string());
            wrong.extend(["1.5", "-1", ""].map(str::to_owned));
        }
        Takes::Decimal { min, max, .. } => {
            wrong.push((min * 0.99).to_string());
            wrong.push((max * 1.01).to_string());
            wrong.extend(["-1", "NaN", "inf", ""].map(str::to_owned));
        }
        Takes::Several { all, .. } => {
            wrong.push(format!("{},nobody", all()[0]));
        }
        // Nothing is guessed in an empty one.
        Takes::Named { .. } if control.id == "guess" => {
            wrong.push("concurrent:1.5".to_owned());
        }
        Takes::One { .. } | Takes::Named { .. } => wrong.push(String::new()),
    }
    wrong
}

#[test]
fn what_is_written_is_read_back() {
    fn check<Setup: Default>(controls: &[&Control<Setup>]) {
        for control in controls {
            for value in right(control) {
                let mut setup = Setup::default();
                let set = control.set(&mut setup, &value);
                assert_eq!(set, Some(()), "{}={value}", control.id);
                assert_eq!(control.text(&setup), Some(value));
            }
        }
    }
    in_every_lab!(check);
}

#[test]
fn what_is_wrong_is_refused_and_changes_nothing() {
    fn check<Setup: Default + PartialEq + Debug>(controls: &[&Control<Setup>]) {
        for control in controls {
            for value in wrong(control) {
                let mut setup = Setup::default();
                let set = control.set(&mut setup, &value);
                assert_eq!(set, None, "{}={value}", control.id);
                assert_eq!(setup, Setup::default());
            }
        }
    }
    in_every_lab!(check);
}

#[test]
fn each_control_sets_its_own_part_of_the_setup() {
    fn check<Setup: Default>(controls: &[&Control<Setup>]) {
        for control in controls {
            let mut setup = Setup::default();
            let before = control.text(&setup);
            let other = right(control);
            let other = other.iter().find(|it| Some(*it) != before.as_ref());
            let other = other.expect("there is another value");
            assert_eq!(control.set(&mut setup, other), Some(()));
            for untouched in controls.iter().filter(|it| it.id != control.id) {
                let default = untouched.text(&Setup::default());
                assert_eq!(
                    untouched.text(&setup),
                    default,
                    "{} after {}={other}",
                    untouched.id,
                    control.id
                );
            }
        }
    }
    in_every_lab!(check);
}

#[test]
fn each_control_has_a_name_of_its_own_and_says_what_it_takes() {
    fn check<Setup>(controls: &[&Control<Setup>]) {
        let mut ids = HashSet::new();
        for control in controls {
            let id = control.id;
            assert!(ids.insert(id), "{id} is there once");
            let is_id = |c: char| c.is_ascii_lowercase() || c == '-';
            assert!(id.chars().all(is_id), "{id}");
            assert!(!control.expected().is_empty(), "{id}");
            let help = control.help;
            let is_sentence = help.ends_with(['.', '…']);
            assert!(help.is_empty() || is_sentence, "{id}: {help}");
        }
    }
    in_every_lab!(check);
}

fn looks() -> impl Strategy<Value = Look> {
    let window = (0_u64..1_000_000, 1_u64..1_000_000);
    let place = prop::option::of(0_u64..1_000_000);
    (place.clone(), prop::option::of(window), place).prop_map(
        |(at, window, task)| Look {
            of: None,
            at,
            from: window.map(|(from, _)| from),
            to: window.map(|(from, width)| from + width),
            task,
        },
    )
}

/// What a link of a setup says that looks so, and what could not be followed.
fn read_back<Setup: Linked + Looked>(look: Look) -> (Look, Vec<Note>) {
    let mut setup = Setup::default();
    *setup.look_mut() = look;
    let (setup, notes) = setup_from_query::<Setup>(&query_from_setup(&setup));
    (setup.look(), notes)
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn what_is_looked_at_is_read_back(look in looks()) {
        prop_assert_eq!(read_back::<tasks::Setup>(look), (look, vec![]));
        prop_assert_eq!(read_back::<race::Setup>(look), (look, vec![]));
        let of = |of| Look { of: Some(of), ..look };
        let look = of("sliced");
        prop_assert_eq!(read_back::<freeze::Setup>(look), (look, vec![]));
        let look = of("concurrent");
        prop_assert_eq!(read_back::<crawl::Setup>(look), (look, vec![]));
        let setup = crawl::Setup { look, ..crawl::Setup::default() };
        let link = crawl::query_from_setup(&setup).expect("it is short");
        let (back, _, notes) = crawl::setup_from_query(&link);
        prop_assert_eq!((back, notes), (setup, vec![]));
    }

    /// Where there are several runs, a moment is one of them or it is none.
    #[test]
    fn a_moment_of_no_run_is_dropped_with_a_note(look in looks()) {
        let says_something = look != Look::default();
        for (back, notes) in
            [read_back::<freeze::Setup>(look), read_back::<crawl::Setup>(look)]
        {
            prop_assert_eq!(back, Look::default());
            prop_assert_eq!(notes.len(), usize::from(says_something));
        }
    }
}
