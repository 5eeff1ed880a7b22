//! A subset of Rust, interpreted, whose futures are real.
//!
//! Every async block and every call of an async fn is a future of Rust's own,
//! polled by whoever has it with a real waker: awaiting is awaiting, dropping is
//! cancelling. What a program waits for comes from a [`Host`].
//!
//! - [`compile`] reads a text by `syn` and makes a [`Program`] of it, or says
//!   what is wrong with it: `limits` refuses what would overflow the stack,
//!   `compile/` lowers items, expressions, patterns and macros to the
//!   instructions of `code`.
//!   `hint` is what the text tells of the types of values.
//! - `vm` carries them out: a [`Coroutine`](vm::Coroutine) is the stack of a
//!   future, and stops where an await is pending. `machine` is what all
//!   coroutines of a run share.
//! - `value` is what a program computes with, `place` what a reference leads to,
//!   `matching` takes values apart, `show` prints them, `arith` computes.
//! - `builtins/` is what a program has to hand, a file for each kind of thing;
//!   `words` tells an editor of it.
//!
//! It has no types and no borrow checker. Whole numbers are `i64`. A value that
//! is moved is taken out of its variable, and a later use is a fault.

mod arith;
mod builtins;
mod code;
mod compile;
mod fault;
mod hint;
mod host;
mod limits;
mod machine;
mod matching;
mod place;
mod show;
mod value;
mod vm;
mod words;

pub use compile::compile;
pub use fault::{Fault, Place};
pub use host::{Host, OwnExecutor, Spawned, Turn, ValueFuture};
pub use machine::Program;
pub use value::Value;
pub use words::{Word, words};
