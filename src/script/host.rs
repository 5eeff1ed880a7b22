//! What a program needs of whoever runs it. Not the language.

use crate::Value;
use futures::future::LocalBoxFuture;
use std::rc::Rc;

/// A future of the program, or one that the program waits for.
pub type ValueFuture = LocalBoxFuture<'static, Value>;

/// A turn of the event loop that a program can wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The next animation frame.
    Frame,
    /// A message to this thread.
    Message,
    /// A microtask.
    Microtask,
}

/// A task that was spawned.
pub struct Spawned {
    /// Gives its result; dropping this leaves the task alone.
    pub result: ValueFuture,
    /// Drops the task's future, wherever it is.
    pub cancel: Rc<dyn Fn()>,
}

/// An executor within the program.
pub trait OwnExecutor {
    /// Takes a task on.
    fn spawn(&self, future: LocalBoxFuture<'static, ()>);
    /// Polls what is ready until nothing is; true if every task came to its
    /// end.
    fn run(&self) -> bool;
}

/// Runs what a program asks for. `line` is the line of the program, from 1.
///
/// The futures do nothing before their first poll, but for that of
/// [`timeout`](Self::timeout). Their wakes are their own affair: what the program awaits is
/// polled with the waker that its task was given.
pub trait Host {
    /// The milliseconds since the run began.
    fn elapsed(&self) -> f64;
    /// Prints a line.
    fn print(&self, line: u32, text: String);
    /// Waits for so many milliseconds, from its first poll on; gives `()`.
    fn sleep(&self, line: u32, millis: u64) -> ValueFuture;
    /// Waits for so many milliseconds from now on; gives `()`.
    fn timeout(&self, line: u32, millis: u64) -> ValueFuture;
    /// Waits for a turn of the event loop; gives `()`.
    fn turn(&self, line: u32, turn: Turn) -> ValueFuture;
    /// Gives the thread back once; gives `()`.
    fn yield_now(&self, line: u32) -> ValueFuture;
    /// Sends a request; gives `Ok(status)` or `Err(String)`.
    fn fetch(&self, line: u32, url: &str) -> ValueFuture;
    /// Sends a request; gives `Ok(String)`, the body, or `Err(String)`.
    fn fetch_text(&self, line: u32, url: &str) -> ValueFuture;
    /// Keeps the thread busy for so many milliseconds.
    fn compute(&self, line: u32, millis: u64);
    /// Runs a future as a task of its own.
    fn spawn(&self, line: u32, name: &str, future: ValueFuture) -> Spawned;
    /// Gives a future a row of its own in the picture.
    fn traced(&self, line: u32, name: &str, future: ValueFuture)
    -> ValueFuture;
    /// A new executor for the program's own use.
    fn executor(&self) -> Rc<dyn OwnExecutor>;
    /// The task that is being polled, by a number of the host's.
    fn running(&self) -> Option<u32>;
    /// Notes that the task that is being polled waits for another.
    fn awaiting(&self, task: u32);
    /// Notes that the task that is being polled is at `line`.
    fn reached(&self, line: u32);
    /// A number below `end`, for what Rust leaves to chance.
    fn below(&self, end: usize) -> usize;
    /// Called every few thousand steps, so that a program that never gives its
    /// thread back is still heard of; an error is a sentence that says why the
    /// program may not go on.
    fn tick(&self, line: u32) -> Result<(), String>;
    /// The program cannot go on: it panicked, or did what a compiler would have
    /// refused. Called once; all its futures are pending from then on.
    fn fail(&self, fault: crate::Fault);
}
