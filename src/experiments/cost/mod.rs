//! What it costs to have many: tasks, futures, JavaScript async functions and
//! Web Workers, created and finished.
//!
//! [`Setup`] is what the visitor chose, [`run`] what is done, [`Report`] what
//! is said of it, [`Chart`] how it is drawn. Each of the [`forms`] is a file of
//! its own, and it is that file which the page shows. [`measure`] runs in the
//! worker, all else on the page; an [`Order`] and [`News`] are what they tell
//! each other.

mod chart;
pub mod controls;
mod export;
pub mod forms;
mod goals;
mod measure;
mod metric;
mod order;
mod outcome;
mod plan;
mod point;
mod post;
mod report;
mod run;
mod scale;
mod sentence;
mod setup;
mod task;

pub use super::control::{query_from_setup, setup_from_query};
pub use chart::{Chart, Dot, DotKind, DotOf, shape};
pub use export::{csv_from_points, json_from_points};
pub use forms::Form;
pub use goals::GOALS;
pub use measure::measure;
pub use metric::Metric;
pub use order::{News, Order, Progress, Sample};
pub use outcome::{Failure, Measured, Outcome, Outcomes};
pub use plan::{Plan, PlanError, WASM_MOST};
pub use point::{Point, Quantity, disclose};
pub use post::{POST, POST_COUNT, PostFigure};
pub use report::{FormReport, Report};
pub use run::{
    CarryOut, OnProgress, OrderFailure, RunOnMemory, SharedMemory, Start, Web,
    measure_javascript, run,
};
pub use scale::LogScale;
pub use setup::{Body, Setup};
pub use task::{Countdown, task};
