//! A setup that has been checked, and why it may not pass.

use super::{Limit, MAX_ROWS, Order, Policy, Row, RowError, Setup, Strategy};
use crate::experiments::Guesses;
use std::rc::Rc;
use thiserror::Error;

/// A setup that can be run.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The requests.
    pub rows: Rc<[Row]>,
    /// The strategies, at least one.
    pub strategies: Vec<Strategy>,
    /// How many requests `limited` keeps in flight.
    pub limit: Limit,
    /// What holds for every request.
    pub policy: Policy,
    /// Whether the strategies run in turn or together.
    pub order: Order,
    /// How often everything is run.
    pub repeat: u32,
    /// What the reader expected.
    pub guess: Guesses,
}

impl Plan {
    /// Whether `setup` would be run as this was; what is guessed does not matter.
    #[must_use]
    pub fn is_of(&self, setup: &Setup) -> bool {
        Self::try_from(setup).is_ok_and(|it| {
            let guess = self.guess.clone();
            Self { guess, ..it } == *self
        })
    }
}

impl TryFrom<&Setup> for Plan {
    type Error = PlanError;

    fn try_from(setup: &Setup) -> Result<Self, PlanError> {
        let count = setup.requests().count();
        if count == 0 {
            return Err(PlanError::NoRows);
        }
        if count > MAX_ROWS {
            return Err(PlanError::TooManyRows(count));
        }
        if setup.strategies.is_empty() {
            return Err(PlanError::NoStrategy);
        }
        let rows = setup.rows().map_err(|(number, error)| {
            let fields = setup.requests().nth(number - 1);
            let url = fields.map(|(_, fields)| fields.url.clone());
            let url = url.unwrap_or_default();
            PlanError::BadRow { number, url, error }
        })?;
        Ok(Self {
            rows: rows.into(),
            strategies: setup.strategies.clone(),
            limit: setup.limit,
            policy: setup.policy,
            order: setup.order,
            repeat: setup.repeat,
            guess: setup.guess.clone(),
        })
    }
}

/// Why a setup cannot be run.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PlanError {
    /// The list has no request.
    #[error("The list is empty: add a row, or choose a preset.")]
    NoRows,
    /// The list has more requests than a run accepts.
    #[error(
        "The list has {0} rows; a run takes at most {MAX_ROWS}. Remove some."
    )]
    TooManyRows(usize),
    /// No strategy is chosen.
    #[error("No strategy is chosen: choose at least one.")]
    NoStrategy,
    /// A row cannot be sent.
    #[error("Row {number}{} cannot be sent. {error}", named(.url))]
    BadRow {
        /// Its number on the page, from 1.
        number: usize,
        /// Its URL, or what stands in its place.
        url: String,
        /// What is wrong with it.
        error: RowError,
    },
}

fn named(url: &str) -> String {
    match url {
        "" => String::new(),
        url => format!(", “{url}”,"),
    }
}
