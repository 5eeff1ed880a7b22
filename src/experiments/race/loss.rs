//! The first update that was lost, read off who read and wrote what.

use crate::trace::Timestamp;

/// What a task did to the counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessKind {
    /// It read this value.
    Read(u32),
    /// It wrote this value.
    Wrote(u32),
}

impl AccessKind {
    /// What it did, in words.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Read(value) => format!("reads {value}"),
            Self::Wrote(value) => format!("writes {value}"),
        }
    }
}

/// Who did what to the counter, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// The task, counted from one.
    pub task: u32,
    /// What it did.
    pub kind: AccessKind,
    /// When.
    pub at: Timestamp,
    /// How many events had been recorded with it.
    pub position: usize,
}

/// An update that was lost: the places of three accesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loss {
    /// A task read the counter.
    pub read: usize,
    /// Another wrote it after that: this is the update that is lost.
    pub between: usize,
    /// The first task wrote over it, as if nothing had happened.
    pub overwrote: usize,
    /// How many updates this one write undid.
    pub count: usize,
}

/// Finds the first write that undid another's: one whose task had read the
/// counter before that other wrote it.
#[must_use]
pub fn first_loss(accesses: &[Access]) -> Option<Loss> {
    let tasks = accesses.iter().map(|it| it.task).max()? as usize;
    let mut reads: Vec<Option<usize>> = vec![None; tasks + 1];
    let mut writes: Vec<usize> = Vec::new();
    for (place, access) in accesses.iter().enumerate() {
        let task = access.task as usize;
        if let AccessKind::Read(_) = access.kind {
            reads[task] = Some(place);
            continue;
        }
        let since =
            |read| writes.len() - writes.partition_point(|it| *it < read);
        if let Some(read) = reads[task]
            && let Some(between) = writes.last().filter(|it| **it > read)
        {
            return Some(Loss {
                read,
                between: *between,
                overwrote: place,
                count: since(read),
            });
        }
        writes.push(place);
    }
    None
}
