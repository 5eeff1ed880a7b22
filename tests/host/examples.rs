//! The examples: what each says, that its link is followed to the letter, and
//! that a search finds it.

use crate::exhibits::recorded;
use crate::pin::through;
use crate::shown;
use meanwhile::experiments::examples::{Example, Level, Search, examples_from};
use meanwhile::experiments::{
    EXAMPLES, Experiment, Guide, Route, crawl, query_from_setup,
    setup_from_query,
};
use std::collections::BTreeSet;

/// Fails unless `text` is whole sentences, which end with `end`.
pub(crate) fn assert_sentences(text: &str, end: char) {
    let first = text.chars().next().expect("a sentence has words");
    assert!(first.is_uppercase(), "it begins like a sentence: {text}");
    assert!(text.ends_with(end), "it ends with “{end}”: {text}");
    assert!(!text.contains("  "), "it has no gap: {text}");
    assert!(!text.contains(" ."), "it has no gap: {text}");
}

/// Fails unless a link is followed to the letter, and is written as it stands.
pub(crate) fn assert_followed(lab: Experiment, query: &str) {
    let hash = lab.hash(query);
    assert_eq!(Route::parse(&hash), Route::Lab(lab, query.into()));
    let (written, notes) = through(lab, query);
    assert_eq!(notes, [], "{hash}");
    assert_eq!(written, query, "{hash}");
    if lab == Experiment::Crawl {
        let rows = crawl::setup_from_query(query).0.rows();
        let rows = rows.expect("each row can be sent");
        let is_built_in = |row: &crawl::Row| !row.url.contains("//");
        assert!(rows.iter().all(is_built_in), "{hash}");
    }
}

/// All of them, as the page fetches them.
fn all() -> Vec<Example> {
    examples_from(shown(EXAMPLES))
}

fn found(words: &str) -> Vec<String> {
    let search = Search {
        words: words.to_owned(),
        ..Search::default()
    };
    search.found(&all()).map(|it| it.question.clone()).collect()
}

#[test]
fn each_example_is_a_question_and_a_line() {
    for Example { question, line, .. } in &all() {
        assert_sentences(question, '?');
        assert_sentences(line, '.');
        let words = line.split_whitespace().count();
        assert!(words <= 35, "{question}: {words} words");
    }
    let examples = all();
    let written = shown(EXAMPLES).trim().split("\n\n").count();
    assert_eq!(examples.len(), written, "each can be read");
    let questions: BTreeSet<_> =
        examples.iter().map(|it| &it.question).collect();
    assert_eq!(questions.len(), examples.len(), "each is asked once");
}

#[test]
fn each_link_is_followed_to_the_letter() {
    for example in &all() {
        assert_followed(example.lab, &example.query);
    }
    let hashes: BTreeSet<_> = all().iter().map(Example::hash).collect();
    assert_eq!(hashes.len(), all().len(), "each leads elsewhere");
}

#[test]
fn only_the_table_opens_a_lab_as_it_is() {
    let all = all();
    let plain = all.iter().filter(|it| it.query.is_empty());
    let labs: Vec<_> = plain.map(|it| it.lab).collect();
    assert_eq!(labs, [Experiment::Compare]);
}

#[test]
fn they_go_lab_by_lab_and_from_the_first_level_on() {
    let place = |it: &Example| {
        let lab = Experiment::ALL.iter().position(|lab| *lab == it.lab);
        (lab, it.level)
    };
    let all = all();
    assert!(all.iter().map(place).is_sorted());
    for lab in recorded() {
        let of = all.iter().filter(|it| it.lab == lab);
        let levels: BTreeSet<_> = of.map(|it| it.level).collect();
        assert_eq!(levels.len(), Level::ALL.len(), "{lab:?} has each level");
    }
}

#[test]
fn a_search_finds_what_has_each_of_its_words() {
    assert_eq!(found("").len(), all().len());
    assert_eq!(found("  ").len(), all().len());
    let twenty = "Does Promise.all open twenty connections?";
    assert_eq!(found("promise.all"), [twenty]);
    assert_eq!(found("TWENTY connections"), [twenty]);
    assert_eq!(found("connections twenty"), [twenty]);
    assert_eq!(
        found("frozen"),
        ["Why is my page frozen while it computes?"]
    );
    assert_eq!(found("million"), ["What does a million futures cost?"]);
    // In the line, and in the names of lab and level.
    assert_eq!(found("waker"), ["Why did my spawned task never run?"]);
    assert!(
        found("race deep")
            .iter()
            .any(|it| it == "How do I reproduce a race condition?")
    );
    assert_eq!(found("sourdough"), [""; 0]);
}

#[test]
fn a_search_may_be_of_one_lab_and_one_level() {
    for lab in recorded() {
        for level in Level::ALL {
            let search = Search {
                lab: Some(lab),
                level: Some(level),
                ..Search::default()
            };
            let all = all();
            let all: Vec<_> = search.found(&all).collect();
            assert!(!all.is_empty(), "{lab:?}, {level:?}");
            assert!(all.iter().all(|it| it.lab == lab && it.level == level));
        }
    }
}

#[test]
fn a_search_is_a_link() {
    let search = Search {
        words: "await & lock".to_owned(),
        lab: Some(Experiment::Tasks),
        level: Some(Level::Deep),
    };
    let hash = search.hash();
    let expected = "#/examples?search=await%20%26%20lock&lab=tasks&level=deep";
    assert_eq!(hash, expected);
    let Route::Guide(Guide::Examples, query) = Route::parse(&hash) else {
        panic!("{hash} leads to the examples");
    };
    let (again, notes) = setup_from_query::<Search>(&query);
    assert_eq!((again, notes.len()), (search, 0));
    assert_eq!(Search::default().hash(), "#/examples");
}

#[test]
fn what_a_search_cannot_be_is_noted() {
    let (search, notes) =
        setup_from_query::<Search>("lab=kitchen&level=3&order=lifo&search=io");
    assert_eq!(query_from_setup(&search), "search=io");
    let notes = notes.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(notes.len(), 3, "{notes:?}");
    assert!(notes[0].contains("all, crawl, freeze"), "{}", notes[0]);
}
