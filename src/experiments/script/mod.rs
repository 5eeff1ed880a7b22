//! Script: a program that the visitor writes, and its real polls and wakes.
//!
//! The language is [`meanwhile_script`]'s; its futures run where those of
//! [`tasks`](super::tasks) do, in a worker of their own. What crosses between
//! that and the page is in [`protocol`].

pub mod controls;
mod goals;
mod host;
mod hosts;
mod kept;
mod link;
pub mod prelude;
pub mod protocol;
mod session;
mod setup;
mod starts;

pub use super::control::{query_from_setup, setup_from_query};
pub use goals::{Finished, GOALS};
pub use hosts::{hosts_in, may_ask};
pub use kept::{Kept, Whose, is_left_behind, left_behind, program_to_open};
pub use link::{CODE, CODE_LETTERS, letters_of, text_of};
pub use session::{Here, Session};
pub use setup::Setup;
pub use starts::{Languages, Own, Start};
