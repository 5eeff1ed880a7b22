//! The page: data in, elements out. No view computes a figure.
//!
//! What a closure or a list in a view shows is an `AnyView`, and signals, memos and
//! stored values are those of `reactive`: Leptos compiles its own code anew for
//! every other type. Views of other types were 2 to 3 % of what a run loads, and
//! signals of other types 6 %.

#![expect(
    unreachable_pub,
    reason = "the component macro makes public items of its own"
)]
#![expect(
    clippy::redundant_closure,
    reason = "the view macro erases the type of a closure written in the view, \
              which keeps the page small; that of a named one it cannot see"
)]

mod address;
mod app;
mod controls;
mod embed;
mod environment;
mod examples;
mod exhibit;
mod findings;
mod goals;
mod guess;
mod honesty;
mod hosts;
mod instruments;
mod isolation;
mod kept_text;
mod lab;
mod labs;
mod later;
mod later_code;
mod letters;
mod pages;
mod pieces;
mod plot;
mod reactive;
mod ready_queue;
mod recordings;
mod results;
mod run;
mod table;
mod tabs;
mod texts;
mod tour;
mod viewer;
mod visit;
mod why;
mod worker;

pub use app::App;
