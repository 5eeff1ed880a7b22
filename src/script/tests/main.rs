//! The interpreter, by programs.

mod host;
mod language;
mod prelude;
mod programs;
mod random;
mod same;
mod samples;
mod speed;
mod wrong;
