//! What a program asks for, done by the run that it belongs to.

use super::session::Watch;
use crate::experiments::tasks::Executor;
use crate::experiments::tasks::at::{self, Watched};
use crate::trace::{Ending, Source, TaskId};
use futures::FutureExt;
use futures::future::LocalBoxFuture;
use meanwhile_script::{
    Fault, Host, OwnExecutor, Spawned, Turn, Value, ValueFuture,
};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

/// Hands on what a program asks for; `watch` says when it is too much.
pub(super) struct Running {
    pub(super) watch: Rc<Watch>,
    /// What is left to chance follows from the seed of the run.
    pub(super) random: RefCell<fastrand::Rng>,
}

impl Host for Running {
    fn elapsed(&self) -> f64 {
        at::elapsed()
    }

    fn print(&self, line: u32, text: String) {
        self.watch.printed(text.len());
        at::print(line, text);
    }

    fn sleep(&self, line: u32, millis: u64) -> ValueFuture {
        unit(at::sleep(line, Duration::from_millis(millis)))
    }

    fn timeout(&self, line: u32, millis: u64) -> ValueFuture {
        unit(at::timeout(line, Duration::from_millis(millis)))
    }

    fn turn(&self, line: u32, turn: Turn) -> ValueFuture {
        let source = match turn {
            Turn::Frame => Source::Frame,
            Turn::Message => Source::Message,
            Turn::Microtask => Source::Microtask,
        };
        unit(at::turn(line, source))
    }

    fn yield_now(&self, line: u32) -> ValueFuture {
        unit(at::yield_now(line))
    }

    fn fetch(&self, line: u32, url: &str) -> ValueFuture {
        let answer = at::fetch(line, url.into());
        let value = |answer: Result<u16, String>| {
            Value::result(answer.map(|status| Value::from(i64::from(status))))
        };
        answer.map(value).boxed_local()
    }

    fn fetch_text(&self, line: u32, url: &str) -> ValueFuture {
        let answer = at::fetch_text(line, url.into());
        let value = |answer: Result<String, String>| {
            Value::result(answer.map(Value::from))
        };
        answer.map(value).boxed_local()
    }

    fn compute(&self, line: u32, millis: u64) {
        self.watch.computes(line);
        at::compute(line, Duration::from_millis(millis));
    }

    fn spawn(&self, line: u32, name: &str, future: ValueFuture) -> Spawned {
        self.watch.spawned();
        let task = at::spawn(line, name.into(), watched(future));
        let abort = task.abort_handle();
        Spawned {
            result: task.boxed_local(),
            cancel: Rc::new(move || {
                if let Some(abort) = &abort {
                    abort.abort();
                }
            }),
        }
    }

    fn traced(
        &self,
        line: u32,
        name: &str,
        future: ValueFuture,
    ) -> ValueFuture {
        self.watch.spawned();
        at::traced(line, name.into(), watched(future)).boxed_local()
    }

    fn executor(&self) -> Rc<dyn OwnExecutor> {
        Rc::new(Inner(Executor::default()))
    }

    fn running(&self) -> Option<u32> {
        at::running().map(|task| task.0)
    }

    fn awaiting(&self, task: u32) {
        at::awaiting(TaskId(task));
    }

    fn reached(&self, line: u32) {
        at::reached(line);
    }

    fn below(&self, end: usize) -> usize {
        self.random.borrow_mut().usize(..end.max(1))
    }

    fn tick(&self, line: u32) -> Result<(), String> {
        self.watch.tick(line)
    }

    fn fail(&self, fault: Fault) {
        self.watch.failed(fault);
    }
}

fn unit(future: impl Future<Output = ()> + 'static) -> ValueFuture {
    future.map(|()| Value::UNIT).boxed_local()
}

/// A future whose size is the interpreter's affair, not the compiler's.
fn watched(future: ValueFuture) -> Watched<ValueFuture> {
    Watched {
        future,
        bytes: None,
        ending: |value| match value.is_failed_request() {
            true => Ending::Failed,
            false => Ending::Succeeded,
        },
    }
}

/// An executor that the program has of its own.
struct Inner(Executor);

impl OwnExecutor for Inner {
    fn spawn(&self, future: LocalBoxFuture<'static, ()>) {
        self.0.spawn(future);
    }

    fn run(&self) -> bool {
        self.0.run()
    }
}
