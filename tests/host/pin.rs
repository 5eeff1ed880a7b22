//! The addresses of all labs as they are read today: what each parameter takes,
//! what it refuses in which words, and what is left out because it is the
//! default. Links are in other people's mail: this does not change unnoticed.

use crate::drawn::project;
use crate::hostile_input::program_from;
use meanwhile::by_lab;
use meanwhile::experiments::{
    Experiment, Note, crawl, query_from_setup, script, setup_from_query,
    with_packed,
};
use std::fmt::Write;
use std::fs;

/// Reads a query, and writes it anew: the query, and the refusals.
pub(crate) fn through(lab: Experiment, query: &str) -> (String, Vec<Note>) {
    if lab == Experiment::Crawl {
        let (setup, _, notes) = crawl::setup_from_query(query);
        let query = crawl::query_from_setup(&setup);
        return (query.expect("a short list has a link"), notes);
    }
    if lab == Experiment::Script {
        let (setup, notes) = program_from(query);
        return (query_of(&setup), notes);
    }
    macro_rules! through {
        ($lab:ident) => {{
            use meanwhile::experiments::$lab::Setup;
            let (setup, notes) = setup_from_query::<Setup>(query);
            (query_from_setup(&setup), notes)
        }};
    }
    by_lab!(lab, through)
}

/// The query of a program, its text in it.
pub(crate) fn query_of(setup: &script::Setup) -> String {
    let query = query_from_setup(setup);
    match setup.text.as_deref().and_then(script::letters_of) {
        Some(letters) => with_packed(query, script::CODE, &letters),
        None => query,
    }
}

/// Each parameter of a lab, with values around the ends of its range: a line
/// each in its file, the name first.
fn parameters(lab: Experiment) -> String {
    let path = project(&format!("tests/host/parameters/{}.txt", lab.slug()));
    fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn addresses(lab: Experiment) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "#/{}", lab.slug());
    let parameters = parameters(lab);
    let parameters = parameters
        .lines()
        .map(|line| line.split_once(' ').expect("values follow the name"));
    for (name, values) in parameters.chain([("speed", "1")]) {
        for value in values.split(' ').chain([""]) {
            let (query, notes) = through(lab, &format!("{name}={value}"));
            let _ = writeln!(text, "  {name}={value}");
            let _ = writeln!(text, "    ?{query}");
            for note in notes {
                let _ = writeln!(text, "    {note}");
            }
        }
    }
    text
}

#[test]
fn the_addresses_of_all_labs_are_read_as_ever() {
    for lab in Experiment::ALL {
        insta::assert_snapshot!(lab.slug(), addresses(lab));
    }
}
