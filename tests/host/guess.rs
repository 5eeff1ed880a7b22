//! What a reader expects before a run, as text.

use crate::cases;
use meanwhile::experiments::{
    GUESS_MAX, Note, crawl, guess_in, millis_text, tasks, with_guess,
};
use proptest::prelude::*;

/// The guesses in a link, as the page writes them, and what it says of them.
fn through(guess: &str) -> (String, Vec<Note>) {
    let query = format!("guess={guess}");
    let (setup, _, notes) = crawl::setup_from_query(&query);
    let query = crawl::query_from_setup(&setup).expect("it fits");
    (query, notes)
}

#[test]
fn guesses_are_read_in_any_order_and_written_in_that_of_the_page() {
    let (query, notes) = through("concurrent:1000,sequential:3000");
    assert_eq!(query, "guess=sequential:3000,concurrent:1000");
    assert_eq!(notes, []);
    assert_eq!(through("").0, "", "nobody guesses");
}

#[test]
fn what_is_no_guess_is_refused_as_a_whole() {
    for wrong in [
        "nobody:1",
        "concurrent",
        "concurrent:",
        "concurrent:soon",
        "concurrent:1.5",
        "concurrent:-1",
        "concurrent:1,concurrent:2",
        "concurrent:3600001",
        "sequential:1,nobody:2",
    ] {
        let (query, notes) = through(wrong);
        assert_eq!(query, "", "{wrong}");
        assert_eq!(notes.len(), 1, "{wrong}");
        let said = notes[0].to_string();
        assert!(said.contains("guess") && said.ends_with('.'), "{said}");
    }
}

#[test]
fn a_link_may_ask_and_guess_nothing() {
    assert_eq!(through("ask"), ("guess=ask".to_owned(), Vec::new()));
    assert_eq!(guess_in("ask", "concurrent"), "");
    // The first answer takes the place of the question.
    assert_eq!(with_guess("ask", "concurrent", "100"), "concurrent:100");
    assert_eq!(through("ask,concurrent:1").1.len(), 1);
}

#[test]
fn a_time_may_be_typed_with_its_unit() {
    for (typed, millis) in [
        ("3s", "3000"),
        (" 2.5 s ", "2500"),
        ("1,5s", "1500"),
        ("250 ms", "250"),
        ("250", "250"),
        ("soon", "soon"),
        ("s", "s"),
        ("", ""),
    ] {
        assert_eq!(millis_text(typed), millis, "{typed}");
    }
}

#[test]
fn a_guess_is_typed_as_numbers_are_everywhere() {
    let all = "sequential:3000,concurrent:1000";
    assert_eq!(guess_in(all, "concurrent"), "1000");
    assert_eq!(guess_in(all, "limited"), "");
    assert_eq!(
        with_guess(all, "sequential", " 2,500 "),
        "concurrent:1000,sequential:2500"
    );
    assert_eq!(with_guess(all, "sequential", ""), "concurrent:1000");
    // A decimal is no whole number: it must not become another one.
    let typed = with_guess("", "sequential", "1,5");
    assert_eq!(through(&typed).1.len(), 1, "{typed}");
}

#[test]
fn a_guess_at_an_answer_that_is_not_there_is_refused() {
    let options = tasks::Setup::default().program.question().options.len();
    let read = |guess: usize| {
        let query = format!("guess={guess}");
        let (setup, notes) =
            meanwhile::experiments::setup_from_query::<tasks::Setup>(&query);
        (setup.guess, notes.len())
    };
    assert_eq!(read(options), (Some(options as u64), 0));
    assert_eq!(read(options + 1), (None, 1));
    assert_eq!(read(0), (None, 1));
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn guesses_survive_being_written(
        guesses in prop::collection::btree_map(
            prop::sample::select(vec!["blocking", "limited", "threads"]),
            0..=GUESS_MAX,
            0..4,
        ),
    ) {
        let text = guesses.iter().fold(String::new(), |text, (id, guess)| {
            with_guess(&text, id, &guess.to_string())
        });
        let (query, notes) = through(&text);
        prop_assert_eq!(notes, []);
        let written = query.strip_prefix("guess=").unwrap_or_default();
        for id in ["blocking", "limited", "threads"] {
            let guess = guesses.get(id).map(ToString::to_string);
            prop_assert_eq!(guess_in(written, id), guess.unwrap_or_default());
        }
    }

    #[test]
    fn no_text_breaks_the_reader(text in ".*", id in "[a-z]*", typed in ".*") {
        let _ = guess_in(&text, &id);
        let _ = through(&with_guess(&text, &id, &typed).replace(['&', '#'], ""));
    }
}
