//! The tour: steps that open labs, and what each says.

use crate::examples::{assert_followed, assert_sentences};
use crate::exhibits::recorded;
use meanwhile::experiments::crawl::{
    Asked, KeptLists, Whose, list_to_open, setup_from_query,
};
use meanwhile::experiments::tour::{
    Press, STEPS, Step, step_at, step_from_query,
};
use meanwhile::experiments::{Experiment, Guide, Route};
use std::collections::BTreeSet;

#[test]
fn its_steps_lead_through_all_labs_in_their_order() {
    let place =
        |step: &Step| Experiment::ALL.iter().position(|it| *it == step.lab);
    let places: Vec<_> = STEPS.iter().map(place).collect();
    assert!(places.is_sorted());
    let labs: BTreeSet<_> = places.iter().collect();
    assert_eq!(labs.len(), recorded().count());
}

#[test]
fn each_step_opens_its_lab_by_a_link() {
    for (place, step) in STEPS.iter().enumerate() {
        assert_followed(step.lab, step.query);
        assert_eq!(step_at(&step.hash()), Some(place), "each leads elsewhere");
    }
    assert_eq!(step_at("#/crawl?url=delay/1"), None);
}

#[test]
fn a_step_has_at_most_45_words() {
    for step in &STEPS {
        assert_sentences(step.text, '.');
        let said = format!("{} {}.", step.text, step.press.name());
        let words = said.split_whitespace().count();
        assert!(words <= 45, "{}: {words} words", step.text);
    }
    for press in Press::ALL {
        assert_sentences(&format!("{}.", press.name()), '.');
    }
}

#[test]
fn the_address_names_a_step_that_there_is() {
    let Route::Guide(Guide::Tour, query) = Route::parse("#/tour?step=3") else {
        panic!("the address leads to the tour");
    };
    assert_eq!(step_from_query(&query), Some(2));
    assert_eq!(step_from_query("step=1"), Some(0));
    let last = STEPS.len();
    assert_eq!(step_from_query(&format!("step={last}")), Some(last - 1));
    let after = format!("step={}", last + 1);
    for query in ["", "step=", "step=0", &after, "step=-1", "step=two"] {
        assert_eq!(step_from_query(query), None, "{query}");
    }
}

#[test]
fn the_lists_of_the_tour_are_never_the_visitors_own() {
    let kept = KeptLists {
        mine: Some("https://example.com/mine".to_owned()),
        changed_link: None,
    };
    for step in STEPS.iter().filter(|it| it.lab == Experiment::Crawl) {
        let asked = Asked::Lines(setup_from_query(step.query).0.lines);
        let opened = list_to_open(asked, &kept);
        let (_, whose) = opened.expect("the list came with the step");
        assert_eq!(whose, Whose::Link, "it is not remembered as the own one");
    }
}
