//! The chooser, its links, and the words of the comparison.

use crate::pin::through;
use crate::shown;
use crate::{cases, plain};
use meanwhile::experiments::Kind;
use meanwhile::experiments::compare::{
    Aspect, Choice, Chooser, Ease, Many, Plan, Probe, Shared, When, Work,
    href_of, post_says, query_from_setup, setup_from_query,
};
use meanwhile::experiments::{Experiment, Note, Route};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// All answers to the four questions.
fn all_choosers() -> impl Iterator<Item = Chooser> {
    Work::ALL.into_iter().flat_map(|work| {
        Many::ALL.into_iter().flat_map(move |many| {
            Shared::ALL.into_iter().flat_map(move |shared| {
                [true, false].map(move |responsive| Chooser {
                    work,
                    many,
                    shared,
                    responsive,
                })
            })
        })
    })
}

/// A line for each combination of answers.
fn table(work: Work) -> String {
    let all = all_choosers().filter(|it| it.work == work);
    let line = |it: Chooser| {
        let responsive = if it.responsive { "alive" } else { "frozen" };
        let answer = it.answer();
        format!(
            "{:9} {:7} {responsive:6} {} -> {}",
            it.many.id(),
            it.shared.id(),
            answer.choice.name(),
            answer.href,
        )
    };
    all.map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_waits_is_told_to_use_coroutines() {
    insta::assert_snapshot!(table(Work::Waiting), @r"
    one       nothing alive  Coroutines on the loop -> #/crawl
    one       nothing frozen Coroutines on the loop -> #/crawl
    one       reads   alive  Coroutines on the loop -> #/crawl
    one       reads   frozen Coroutines on the loop -> #/crawl
    one       writes  alive  Coroutines on the loop -> #/crawl
    one       writes  frozen Coroutines on the loop -> #/crawl
    few       nothing alive  Coroutines on the loop -> #/crawl
    few       nothing frozen Coroutines on the loop -> #/crawl
    few       reads   alive  Coroutines on the loop -> #/crawl
    few       reads   frozen Coroutines on the loop -> #/crawl
    few       writes  alive  Coroutines on the loop -> #/race?run=task-await,task-no-await,task-lock
    few       writes  frozen Coroutines on the loop -> #/race?run=task-await,task-no-await,task-lock
    thousands nothing alive  Coroutines on the loop -> #/cost?run=spawn-local,own-workers
    thousands nothing frozen Coroutines on the loop -> #/cost?run=spawn-local,own-workers
    thousands reads   alive  Coroutines on the loop -> #/cost?run=spawn-local,own-workers
    thousands reads   frozen Coroutines on the loop -> #/cost?run=spawn-local,own-workers
    thousands writes  alive  Coroutines on the loop -> #/race?run=task-await,task-no-await,task-lock
    thousands writes  frozen Coroutines on the loop -> #/race?run=task-await,task-no-await,task-lock
    ");
}

#[test]
fn what_computes_is_told_where_to() {
    insta::assert_snapshot!(table(Work::Computing), @r"
    one       nothing alive  One Worker -> #/freeze?run=main,worker
    one       nothing frozen A plain call on the loop -> #/freeze?length=0.5&run=main
    one       reads   alive  One Worker -> #/freeze?run=main,worker
    one       reads   frozen A plain call on the loop -> #/freeze?length=0.5&run=main
    one       writes  alive  The loop, in slices -> #/freeze?run=main,sliced
    one       writes  frozen A plain call on the loop -> #/freeze?length=0.5&run=main
    few       nothing alive  A pool of Workers -> #/freeze?run=main,worker,pool
    few       nothing frozen A pool of Workers -> #/freeze?run=main,worker,pool
    few       reads   alive  A pool of Workers -> #/freeze?run=main,worker,pool
    few       reads   frozen A pool of Workers -> #/freeze?run=main,worker,pool
    few       writes  alive  Workers that share memory -> #/race?run=shared-plain,shared-atomic,shared-lock
    few       writes  frozen Workers that share memory -> #/race?run=shared-plain,shared-atomic,shared-lock
    thousands nothing alive  A pool of Workers -> #/freeze?run=main,worker,pool
    thousands nothing frozen A pool of Workers -> #/freeze?run=main,worker,pool
    thousands reads   alive  A pool of Workers -> #/freeze?run=main,worker,pool
    thousands reads   frozen A pool of Workers -> #/freeze?run=main,worker,pool
    thousands writes  alive  Workers that share memory -> #/race?run=shared-plain,shared-atomic,shared-lock
    thousands writes  frozen Workers that share memory -> #/race?run=shared-plain,shared-atomic,shared-lock
    ");
}

#[test]
fn every_answer_rests_on_cells_that_can_be_measured_and_minds_what_it_must() {
    assert_eq!(all_choosers().count(), 36);
    for chooser in all_choosers() {
        let answer = chooser.answer();
        let cells = &answer.cells;
        assert!(!cells.is_empty(), "{chooser:?}");
        let distinct: BTreeSet<(&str, &str)> =
            cells.iter().map(|it| (it.0.id(), it.1.id())).collect();
        assert_eq!(distinct.len(), cells.len(), "{chooser:?}: {cells:?}");
        assert!(!Plan::of(cells).steps.is_empty(), "{chooser:?}");
        let kind = answer.choice.kind();
        assert!(cells.iter().any(|it| it.1 == kind), "{chooser:?}");
        let says = |word| answer.mind.iter().any(|it| it.contains(word));
        if chooser.responsive {
            let delay = (Aspect::Scheduling, kind);
            assert!(cells.contains(&delay), "{chooser:?}");
            assert_ne!(answer.choice, Choice::Plain);
        }
        if chooser.shared == Shared::Writes && chooser.many != Many::One {
            let races = (Aspect::RaceConditions, kind);
            assert!(cells.contains(&races), "{chooser:?}");
            assert!(says("lock"), "{chooser:?}");
        }
        if chooser.many == Many::Thousands {
            let memory = (Aspect::Memory, Kind::Coroutine);
            assert!(cells.contains(&memory), "{chooser:?}");
        }
        if chooser.work == Work::Computing && chooser.many != Many::One {
            let cores = (Aspect::Capacity, Kind::Process);
            assert!(cells.contains(&cores), "{chooser:?}");
        }
    }
}

/// What the lab of a link says of it.
fn notes_of(href: &str) -> (Experiment, Vec<Note>) {
    let Route::Lab(lab, query) = Route::parse(href) else {
        panic!("{href} is of no lab");
    };
    let (_, notes) = through(lab, &query);
    (lab, notes)
}

#[test]
fn every_link_to_another_lab_is_one_that_it_understands() {
    for chooser in all_choosers() {
        let answer = chooser.answer();
        let (lab, notes) = notes_of(&answer.href);
        assert_eq!((lab, notes), (answer.lab, vec![]), "{}", answer.href);
    }
    let mut told = String::new();
    for aspect in Aspect::ALL {
        for kind in Kind::ALL {
            let href = href_of(aspect, kind);
            assert_eq!(notes_of(&href).1, [], "{href}");
            told += &format!("{} {}: {href}\n", aspect.id(), kind.id());
        }
    }
    insta::assert_snapshot!(told.trim(), @r"
    race-conditions coroutine: #/race?run=task-await&repeat=3
    race-conditions thread: #/race?run=shared-plain&worker-adds=1000000&repeat=3
    race-conditions process: #/race?run=messages&worker-adds=1000000&repeat=3
    creation-speed coroutine: #/cost?n=1000000&run=spawn-local&workers=8
    creation-speed thread: #/cost?n=1000000&run=shared-workers&workers=8
    creation-speed process: #/cost?n=1000000&run=own-workers&workers=8
    memory coroutine: #/cost?n=1000000&run=spawn-local&workers=8
    memory thread: #/cost?n=1000000&run=shared-workers&workers=8
    memory process: #/cost?n=1000000&run=own-workers&workers=8
    ease coroutine: #/race?run=task-no-await
    ease thread: #/race?run=shared-lock
    ease process: #/race?run=messages
    scheduling coroutine: #/tasks?program=blocks
    scheduling thread: #/freeze?length=0.5&run=main,worker
    scheduling process: #/freeze?length=0.5&run=main,worker
    capacity coroutine: #/freeze?size=6000000&run=main
    capacity thread: #/freeze?size=6000000&run=worker
    capacity process: #/freeze?size=6000000&run=pool
    ");
}

#[test]
fn the_default_answers_leave_the_address_empty() {
    assert_eq!(query_from_setup(&Chooser::default()), "");
    let full = "work=computing&many=thousands&shared=writes&responsive=no";
    let (chooser, notes) = setup_from_query::<Chooser>(full);
    assert_eq!(notes, []);
    assert_eq!(query_from_setup(&chooser), full);
}

#[test]
fn what_a_link_says_wrong_is_reported_and_the_default_holds() {
    for (query, said) in [
        ("work=sleeping", "expected waiting or computing"),
        ("many=7", "expected one, few or thousands"),
        ("shared=all", "expected nothing, reads or writes"),
        ("responsive=maybe", "expected yes or no"),
        ("color=red", "has “color”, which this lab does not know"),
    ] {
        let (chooser, notes) = setup_from_query::<Chooser>(query);
        assert_eq!(chooser, Chooser::default(), "{query}");
        let notes: Vec<String> = notes.iter().map(Note::to_string).collect();
        assert_eq!(notes.len(), 1, "{query}");
        assert!(notes[0].contains(said), "{notes:?}");
    }
}

fn choosers() -> impl proptest::strategy::Strategy<Value = Chooser> {
    proptest::sample::select(all_choosers().collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn every_setup_survives_its_link(chooser in choosers()) {
        let query = query_from_setup(&chooser);
        prop_assert_eq!(setup_from_query(&query), (chooser, vec![]));
    }

    #[test]
    fn no_query_is_too_strange(query in ".*") {
        let (chooser, _) = setup_from_query::<Chooser>(&query);
        let again = query_from_setup(&chooser);
        prop_assert_eq!(setup_from_query(&again), (chooser, vec![]));
    }
}

#[test]
fn the_posts_words_and_figures_stand_in_every_cell() {
    let row = |aspect: Aspect| {
        let of = |kind| plain(&post_says(aspect, kind));
        format!("{}: {}", aspect.id(), Kind::ALL.map(of).join(" | "))
    };
    insta::assert_snapshot!(Aspect::ALL.map(row).join("\n"), @r"
    race-conditions: only across an await | anywhere; locks are needed | none: no memory is shared
    creation-speed: 6.78 s for a million | 43.58 s for a million | 379 s for a million, extrapolated from 1000
    memory: 1112 MB for a million | 2661 MB for a million | the most of the three, without a figure
    ease: easier to debug than threads, but everything must be async | harder to debug: races, and locks | nothing is shared, nothing to lock
    scheduling: cooperative: the programmer’s awaits decide | preemptive: the system decides, at any time | by the system
    capacity: one core | one core, for Python’s lock on its interpreter (the GIL) | all cores
    ");
}

#[test]
fn everything_is_each_probe_of_each_kind_once() {
    let plan = Plan::everything();
    assert_eq!(plan.steps.len(), 12);
    let mut steps = plan.steps.clone();
    steps.sort_by_key(|it| (it.probe, it.kind.id()));
    steps.dedup();
    assert_eq!(steps.len(), 12);
}

#[test]
fn two_cells_of_one_measurement_take_one() {
    let cells = [
        (Aspect::Memory, Kind::Thread),
        (Aspect::CreationSpeed, Kind::Thread),
        (Aspect::Ease, Kind::Thread),
    ];
    let plan = Plan::of(&cells);
    assert_eq!(plan.steps.len(), 1);
    let step = plan.steps[0];
    assert_eq!((step.probe, step.kind), (Probe::Cost, Kind::Thread));
    assert_eq!(step.name(), "creation speed and memory of threads");
    assert_eq!(Plan::of(&[(Aspect::Ease, Kind::Process)]).steps, []);
}

#[test]
fn the_lines_are_those_of_the_sources_on_the_page() {
    let words = |html: &str| {
        let mut text = String::new();
        let mut in_tag = false;
        for letter in html.chars() {
            match letter {
                '<' => in_tag = true,
                '>' => in_tag = false,
                _ if !in_tag => text.push(letter),
                _ => {}
            }
        }
        text
    };
    for kind in Kind::ALL {
        let ease = Ease::of(kind);
        let shown: String = ease
            .sources()
            .map(|(name, html)| {
                assert!(!["Python", "JavaScript"].contains(&name));
                words(&shown(html).replace("</mark>", "\n")) + "\n"
            })
            .collect();
        let is_code = |line: &&str| {
            let line = line.trim();
            !line.is_empty() && !line.starts_with("//")
        };
        let lines = shown.lines().filter(is_code).count();
        assert_eq!(lines, ease.lines as usize, "{kind:?}");
    }
    let lock = Ease::of(Kind::Thread).sources().count();
    assert_eq!(lock, 2, "the lock is shown with who uses it");
}

#[test]
fn ids_lead_back_to_what_they_name() {
    let ids: BTreeSet<&str> = Aspect::ALL.iter().map(|it| it.id()).collect();
    assert_eq!(ids.len(), 6);
}

#[test]
fn the_time_of_day_is_that_of_the_visitors_clocks() {
    let at = |epoch, ahead| When { epoch, ahead }.text();
    assert_eq!(at(0.0, 0), "00:00:00");
    assert_eq!(at(1_700_000_000_999.0, 0), "22:13:20");
    assert_eq!(at(1_700_000_000_000.0, 120), "00:13:20");
    assert_eq!(at(0.0, -90), "22:30:00");
}
