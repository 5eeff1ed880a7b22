//! Watching futures: what is recorded of them while they run.
//!
//! It knows no browser: the clock is handed in, and the executor is whoever
//! polls.

mod abort;
mod from;
mod recorder;
mod traced;

pub use abort::{AbortOnDrop, Stopped};
pub use from::From;
pub use recorder::Recorder;
pub use traced::Traced;
