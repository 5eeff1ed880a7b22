//! Tasks that wait for each other, and for nobody else.

use super::{Cause, Track};

/// The tasks that can never go on, since all that they wait for are such tasks
/// themselves.
#[derive(Default)]
pub(super) struct Dead {
    /// Whether a task is one, by task.
    tasks: Vec<bool>,
    /// Those that wait for each other, in turn: each waits for the next, and
    /// the last for the first.
    pub cycles: Vec<Vec<usize>>,
}

impl Dead {
    /// The dead ones of `tracks`, at the end of their run. Each waits for
    /// tasks that are among them.
    pub(super) fn of(tracks: &[Track]) -> Self {
        let mut tasks: Vec<bool> =
            tracks.iter().map(waits_for_tasks_alone).collect();
        // By whom each is awaited, to take back what follows from one that
        // could go on.
        let mut awaited_by = vec![Vec::new(); tracks.len()];
        let mut alive: Vec<usize> = Vec::new();
        for (place, track) in tracks.iter().enumerate() {
            if !tasks[place] {
                alive.push(place);
                continue;
            }
            for other in awaited(track) {
                if let Some(waiting) = awaited_by.get_mut(other) {
                    waiting.push(place);
                }
            }
        }
        while let Some(place) = alive.pop() {
            for waiting in std::mem::take(&mut awaited_by[place]) {
                if std::mem::take(&mut tasks[waiting]) {
                    alive.push(waiting);
                }
            }
        }
        let cycles = cycles(tracks, &tasks);
        Self { tasks, cycles }
    }

    /// Whether the task at a place among the tracks is one.
    pub(super) fn has(&self, place: usize) -> bool {
        self.tasks.get(place) == Some(&true)
    }
}

/// The cycles among the `dead`, each from its first task on.
fn cycles(tracks: &[Track], dead: &[bool]) -> Vec<Vec<usize>> {
    let mut cycles = Vec::new();
    let mut ahead = dead.to_vec();
    for start in 0..tracks.len() {
        let mut path = Vec::new();
        let mut place = start;
        while ahead.get_mut(place).is_some_and(std::mem::take) {
            path.push(place);
            place = awaited(&tracks[place]).next().unwrap_or(place);
        }
        // A path that runs into an older one closes no cycle of its own.
        let Some(begin) = path.iter().position(|it| *it == place) else {
            continue;
        };
        let mut cycle = path.split_off(begin);
        let first = (0..cycle.len()).min_by_key(|it| cycle[*it]);
        cycle.rotate_left(first.unwrap_or_default());
        cycles.push(cycle);
    }
    cycles
}

/// The tasks that a track waits for, by their places.
fn awaited(track: &Track) -> impl Iterator<Item = usize> {
    track.awaits.iter().filter_map(|cause| match cause {
        Cause::Task(task) => Some(task.0 as usize),
        _ => None,
    })
}

/// Whether it is idle, and no call of the event loop or of the reader will
/// wake it.
fn waits_for_tasks_alone(track: &Track) -> bool {
    let is_task = |cause: &Cause| matches!(cause, Cause::Task(_));
    track.idle_since().is_some()
        && !track.forgotten
        && !track.awaits.is_empty()
        && track.awaits.iter().all(is_task)
}
