//! The interpreter, by programs.

mod host;
mod language;
mod programs;
mod same;
mod wrong;
