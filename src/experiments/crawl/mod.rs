//! The same requests, one after another and all at once.
//!
//! [`setup`] is what the visitor chose, [`request`] what one request does,
//! [`run`] what a run is, [`report`] what is said of it. Each strategy is a
//! file of its own, and it is that file which the page shows.

mod command;
pub mod controls;
mod document;
mod floor;
mod goals;
mod kept;
mod lane;
mod link;
mod metric;
mod paste;
mod plan;
mod report;
mod request;
mod row;
mod row_report;
mod run;
mod sentence;
mod setup;
pub mod strategies;

pub use goals::GOALS;
pub use kept::{
    Asked, HOSTS_UNASKED, KeptLists, Whose, fingerprint_of, hosts_of,
    hosts_to_confirm, is_private, list_to_open,
};
pub use lane::{Lane, Lanes};
pub use link::{
    LinkError, ListFrom, holds_compressed_list,
    policy_query_with_remembered_list, query_from_setup,
    readable_query_from_setup, setup_from_query, setup_from_readable_query,
};
pub use metric::Metric;
pub use paste::{Pasted, Typed, fields_from_typed, rows_from_pasted};
pub use plan::{Plan, PlanError};
pub use report::{Comparison, Found, LaneReport, Report};
pub use request::{
    Blocking, OnPhase, Outcome, SendRequest, Sleep, StartThreads, Web,
};
pub use row::{
    Fields, Line, MAX_ROWS, Row, RowError, lines_from_text, text_from_lines,
};
pub use row_report::RowReport;
pub use run::{MOST_THREADS, PromiseAll, Reported, Start, lane_order, run};
pub use sentence::progress_text;
pub use setup::{Limit, OnError, Order, Policy, Preset, Setup};
pub use strategies::Strategy;
