//! A setup that can be run.

use super::{Form, Setup};
use crate::experiments::figure::{bytes_text, grouped};
use thiserror::Error;

/// What a wasm memory can grow to: 65,536 pages of 64 KiB.
pub const WASM_MOST: u64 = 1 << 32;

/// What a task takes beside the bytes that it holds, at most: its own fields,
/// the queue's, and the rounding of the allocator.
const OVERHEAD: u64 = 128;

/// A setup that has been checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What was chosen: at least one form.
    pub setup: Setup,
}

impl Plan {
    /// Checks `setup`.
    pub fn new(setup: &Setup) -> Result<Self, PlanError> {
        if setup.forms.is_empty() {
            return Err(PlanError::NoForm);
        }
        let plan = Self {
            setup: setup.clone(),
        };
        let needs = plan.memory();
        match needs > WASM_MOST {
            true => Err(PlanError::TooMuch {
                count: setup.count,
                held: setup.held,
                needs,
            }),
            false => Ok(plan),
        }
    }

    /// How many of `form` are really created.
    #[must_use]
    pub fn created(&self, form: Form) -> u32 {
        match form.needs_workers() {
            true => self.setup.count.min(self.setup.workers),
            false => self.setup.count,
        }
    }

    /// The most bytes that one of its forms holds at a time, about; workers
    /// are not counted, which each hold their own.
    #[must_use]
    pub fn memory(&self) -> u64 {
        let in_one_memory = |form: &Form| !form.needs_workers();
        match self.setup.forms.iter().any(in_one_memory) {
            true => {
                let each = u64::from(self.setup.held) + OVERHEAD;
                u64::from(self.setup.count) * each
            }
            false => 0,
        }
    }
}

/// Why a setup cannot be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PlanError {
    /// No form is chosen.
    #[error("No form is chosen: choose at least one.")]
    NoForm,
    /// More is to be held than a wasm memory can have.
    #[error(
        "{} tasks that each hold {} need about {}, and a wasm memory ends at {}: choose \
         fewer, or hold less.",
        grouped((*.count).into()),
        bytes_text((*.held).into()),
        bytes_text(*.needs),
        bytes_text(WASM_MOST)
    )]
    TooMuch {
        /// How many there would be.
        count: u32,
        /// How many bytes each would hold.
        held: u32,
        /// How many bytes that would take.
        needs: u64,
    },
}
