//! In which of their polls tasks were at a line of their source.

use super::{Event, EventKind, TaskId};

/// Some polls: of each task, by its number, which of its own, counted from zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Polls(Vec<Vec<usize>>);

/// What is known of a task on the way.
#[derive(Clone, Copy, Default)]
struct Known {
    polls: usize,
    running: bool,
    is_there: bool,
}

impl Polls {
    /// The polls in which a task was at `line`: it came there, or had stayed
    /// there since the poll before.
    #[must_use]
    pub fn at_line(events: &[Event], line: u32) -> Self {
        let mut polls: Vec<Vec<usize>> = Vec::new();
        let mut tasks: Vec<Known> = Vec::new();
        for event in events {
            if matches!(event.kind, EventKind::Declared { .. }) {
                polls.push(Vec::new());
                tasks.push(Known::default());
                continue;
            }
            let task = event.task.0 as usize;
            let (Some(known), Some(polls)) =
                (tasks.get_mut(task), polls.get_mut(task))
            else {
                continue;
            };
            match event.kind {
                EventKind::PollStarted => {
                    known.polls += 1;
                    known.running = true;
                }
                EventKind::PollEnded => known.running = false,
                EventKind::Reached(there) => known.is_there = there == line,
                _ => continue,
            }
            let poll = known.polls.saturating_sub(1);
            let is_in = known.running && known.is_there;
            if is_in && polls.last() != Some(&poll) {
                polls.push(poll);
            }
        }
        Self(polls)
    }

    /// Those of `task`, in their order.
    #[must_use]
    pub fn of(&self, task: TaskId) -> &[usize] {
        self.0.get(task.0 as usize).map_or(&[], Vec::as_slice)
    }
}
