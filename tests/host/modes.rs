//! The modes of a freeze, each by itself, and the link to a setup of them.

use crate::executor::{block_on, settled, sleep, spawn};
use crate::shown;
use crate::{cases, ms};
use futures::FutureExt;
use meanwhile::experiments::freeze::{
    Mode, Setup, Turn, modes, query_from_setup, setup_from_query,
};
use meanwhile::experiments::{Experiment, Look, Note, Route};
use meanwhile_jobs::{Job, SIZE_MAX};
use proptest::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// Work that is done after so many calls, and counts them.
fn countdown(calls: &Cell<u32>, of: u32) -> impl FnMut() -> bool + use<'_> {
    move || {
        calls.set(calls.get() + 1);
        calls.get() < of
    }
}

#[test]
fn main_is_done_at_its_first_poll() {
    let calls = Cell::new(0);
    let done = modes::main(countdown(&calls, 1000)).now_or_never();
    assert_eq!((done, calls.get()), (Some(()), 1000));
}

#[test]
fn microtask_awaits_itself_and_nobody_else_after_each_slice() {
    let (calls, woken) = (Cell::new(0), Cell::new(0));
    let wake = async || woken.set(woken.get() + 1);
    let done = modes::microtask(countdown(&calls, 5), wake).now_or_never();
    assert_eq!((done, calls.get(), woken.get()), (Some(()), 5, 4));
}

#[test]
fn sliced_lets_others_have_a_turn_between_slices() {
    let turns = Rc::new(Cell::new(0));
    let calls = Cell::new(0);
    let seen = RefCell::new(Vec::new());
    block_on(async {
        let others = turns.clone();
        spawn(Box::pin(async move {
            loop {
                others.set(others.get() + 1);
                sleep(Duration::from_micros(1)).await;
            }
        }));
        let slice = || {
            seen.borrow_mut().push(turns.get());
            calls.set(calls.get() + 1);
            calls.get() < 4
        };
        modes::sliced(slice, async || sleep(ms(1)).await).await;
    });
    let seen = seen.into_inner();
    assert_eq!(seen.len(), 4);
    assert!(seen.windows(2).all(|two| two[0] < two[1]), "{seen:?}");
}

#[test]
fn a_pool_keeps_so_many_workers_busy_and_hands_out_each_chunk_once() {
    for workers in 1..=4 {
        let (busy, most) = (Cell::new(0), Cell::new(0));
        let sent = RefCell::new(Vec::new());
        let send = async |chunk: u64| {
            busy.set(busy.get() + 1);
            most.set(most.get().max(busy.get()));
            sent.borrow_mut().push(chunk);
            sleep(ms(10 + chunk % 3)).await;
            busy.set(busy.get() - 1);
            Ok::<u64, ()>(chunk)
        };
        let parts = block_on(modes::pool((0..9).collect(), workers, send));
        let mut parts = parts.expect("no chunk fails");
        parts.sort_unstable();
        assert_eq!(parts, (0..9).collect::<Vec<_>>());
        assert_eq!(sent.into_inner(), parts, "first come, first served");
        assert_eq!(most.get(), workers);
    }
}

#[test]
fn a_failing_chunk_drops_the_others() {
    let dropped = Cell::new(0);
    let send = async |chunk: u64| {
        let _guard = CountsDrop(&dropped);
        sleep(ms(10 + chunk)).await;
        match chunk {
            0 => Err("trapped"),
            _ => Ok(chunk),
        }
    };
    let parts = block_on(modes::pool((0..9).collect(), 3, send));
    assert_eq!(parts, Err("trapped"));
    assert_eq!(dropped.get(), 3, "the failed one and the two beside it");
}

struct CountsDrop<'a>(&'a Cell<u32>);

impl Drop for CountsDrop<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

#[test]
fn a_worker_is_sent_the_whole_job() {
    let send = async |job: u64| {
        settled().await;
        job * 2
    };
    assert_eq!(block_on(modes::worker(21, send)), 42);
}

#[test]
fn modes_have_names_of_their_own() {
    for mode in Mode::ALL {
        assert_eq!(Mode::from_id(mode.id()), Some(mode));
    }
    assert_eq!(Mode::from_id("thread"), None);
    for turn in Turn::ALL {
        assert_eq!(Turn::from_id(turn.id()), Some(turn));
    }
}

#[test]
fn the_source_of_every_mode_is_short() {
    for mode in Mode::ALL {
        for (language, source) in mode.sources() {
            let lines = shown(source).lines().count();
            assert!((1..=18).contains(&lines), "{} {language}", mode.id());
        }
        let [(_, rust), ..] = mode.sources();
        assert!(
            shown(rust).contains(mode.id()),
            "{} is what is shown",
            mode.id()
        );
    }
}

#[test]
fn the_default_setup_has_an_empty_query() {
    assert_eq!(query_from_setup(&Setup::default()), "");
    assert_eq!(setup_from_query(""), (Setup::default(), vec![]));
    let route = Route::parse("#/freeze?job=chain");
    assert_eq!(route, Route::Lab(Experiment::Freeze, "job=chain".into()));
}

#[test]
fn a_link_means_what_it_says() {
    let link = "job=mandelbrot&length=0.5&size=1000&run=main,pool&slice=16\
        &yield=frame&pool=4";
    let expected = Setup {
        guess: meanwhile::experiments::Guesses::default(),
        look: Look::default(),
        job: Job::Mandelbrot,
        length: ms(500),
        size: Some(1000),
        modes: vec![Mode::Main, Mode::Pool],
        slice: ms(16),
        turn: Turn::AnimationFrame,
        pool: Some(4),
    };
    assert_eq!(setup_from_query(link), (expected.clone(), vec![]));
    assert_eq!(query_from_setup(&expected), link);
}

#[test]
fn what_a_parameter_cannot_be_is_reported_and_the_default_holds() {
    let bad = [
        "job=sort",
        "length=0.4",
        "length=11",
        "length=NaN",
        "size=0",
        "size=1.5",
        "run=main,thread",
        "slice=0",
        "slice=1001",
        "yield=never",
        "pool=0",
        "pool=33",
    ];
    for parameter in bad {
        let (setup, notes) = setup_from_query::<Setup>(parameter);
        assert_eq!(setup, Setup::default(), "{parameter}");
        let [Note::BadValue { name, value, .. }] = notes.as_slice() else {
            panic!("{parameter}: {notes:?}");
        };
        assert_eq!(format!("{name}={value}"), parameter);
    }
    let (setup, notes) = setup_from_query::<Setup>("threads=4&pool=4");
    assert_eq!(setup.pool, Some(4), "the rest is followed");
    assert_eq!(notes, [Note::Unknown("threads".to_owned())]);
}

fn any_setup() -> impl Strategy<Value = Setup> {
    let modes = prop::sample::subsequence(Mode::ALL.to_vec(), 0..=5);
    (
        prop::sample::select(&Job::ALL[..]),
        500_u64..=10_000,
        prop::option::of(1..=SIZE_MAX),
        modes,
        1_u64..=1000,
        prop::sample::select(&Turn::ALL[..]),
        prop::option::of(1..=Setup::POOL_MAX),
    )
        .prop_map(|(job, length, size, modes, slice, turn, pool)| Setup {
            guess: meanwhile::experiments::Guesses::default(),
            look: Look::default(),
            job,
            length: ms(length),
            size,
            modes,
            slice: ms(slice),
            turn,
            pool,
        })
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn every_setup_survives_its_link(setup in any_setup()) {
        let query = query_from_setup(&setup);
        prop_assert_eq!(setup_from_query(&query), (setup, vec![]), "{}", query);
    }

    #[test]
    fn no_query_makes_the_reader_panic(query in ".*") {
        let _ = setup_from_query::<Setup>(&query);
    }
}
