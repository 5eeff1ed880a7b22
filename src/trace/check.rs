//! Whether events can have happened in that order, one by one as they are read
//! from elsewhere.

use super::event::append;
use super::{Cause, Event, EventKind, RecordingError, TaskId};

/// More events than this are not read: they would not fit into a page.
const MAX_EVENTS: usize = 4_000_000;
/// More tasks than this are not read: a row each is more than can be drawn.
const MAX_TASKS: usize = 100_000;
/// Tasks do not nest deeper than this, so that who walks them may recurse.
const MAX_DEPTH: usize = 1_000;

/// What is known of a task while reading.
struct Known {
    depth: usize,
    running: bool,
}

/// Takes events one by one and knows what can come next.
#[derive(Default)]
pub(super) struct Checked {
    /// Those that were taken.
    pub events: Vec<Event>,
    tasks: Vec<Known>,
}

impl Checked {
    /// Takes the next event, or why it was not understood.
    pub(super) fn take(
        &mut self,
        event: Result<Event, &'static str>,
    ) -> Result<(), RecordingError> {
        let number = self.events.len() + 1;
        if number > MAX_EVENTS {
            return Err(RecordingError::TooLarge);
        }
        let event = event
            .and_then(|event| self.check(&event).map(|()| event))
            .map_err(|why| RecordingError::Event { number, why })?;
        append(&mut self.events, event);
        Ok(())
    }

    fn check(&mut self, event: &Event) -> Result<(), &'static str> {
        let task = event.task.0 as usize;
        if let EventKind::Declared { parent, .. } = &event.kind {
            return self.declare(task, *parent);
        }
        let is_known = |task: TaskId| (task.0 as usize) < self.tasks.len();
        if let EventKind::Woken(Cause::Task(other))
        | EventKind::Awaiting(Cause::Task(other)) = event.kind
            && !is_known(other)
        {
            return Err("it names a task that was not declared before");
        }
        let Some(known) = self.tasks.get_mut(task) else {
            return Err("its task was not declared before");
        };
        match event.kind {
            EventKind::PollStarted if known.running => {
                Err("a poll begins before the last one of its task has ended")
            }
            EventKind::PollEnded if !known.running => {
                Err("a poll ends that has not begun")
            }
            EventKind::PollStarted | EventKind::PollEnded => {
                known.running = !known.running;
                Ok(())
            }
            EventKind::Reached(0) => Err("lines are counted from one"),
            _ => Ok(()),
        }
    }

    fn declare(
        &mut self,
        task: usize,
        parent: Option<TaskId>,
    ) -> Result<(), &'static str> {
        if task != self.tasks.len() {
            return Err("tasks are declared in the order of their numbers, \
                        each once and from zero");
        }
        if task == MAX_TASKS {
            return Err("a recording has at most 100,000 tasks");
        }
        let depth = match parent {
            None => 0,
            Some(parent) => match self.tasks.get(parent.0 as usize) {
                None => return Err("a parent is declared before its children"),
                Some(parent) => parent.depth + 1,
            },
        };
        if depth > MAX_DEPTH {
            return Err("tasks are nested at most 1,000 deep");
        }
        let running = false;
        self.tasks.push(Known { depth, running });
        Ok(())
    }
}
