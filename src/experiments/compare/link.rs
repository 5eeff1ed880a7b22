//! The address of the lab: the chooser's answers as readable text, and back;
//! and the addresses of what its cells run. What equals the default is left
//! out.

use super::{Aspect, Chooser, Many, Probe, Shared, Step, Work};
use crate::experiments::Kind;
use crate::experiments::link::{
    Note, Parameter, put, query_by, setup_by, some,
};
use crate::experiments::{Experiment, cost, freeze, race, tasks};

const PARAMETERS: &[Parameter<Chooser>] = &[
    Parameter {
        name: "work",
        expected: "waiting or computing",
        write: |chooser| some(chooser.work.id()),
        read: |chooser, value| put(&mut chooser.work, Work::from_id(value)),
    },
    Parameter {
        name: "many",
        expected: "one, few or thousands",
        write: |chooser| some(chooser.many.id()),
        read: |chooser, value| put(&mut chooser.many, Many::from_id(value)),
    },
    Parameter {
        name: "shared",
        expected: "nothing, reads or writes",
        write: |chooser| some(chooser.shared.id()),
        read: |chooser, value| put(&mut chooser.shared, Shared::from_id(value)),
    },
    Parameter {
        name: "responsive",
        expected: "yes or no",
        write: |chooser| some(if chooser.responsive { "yes" } else { "no" }),
        read: |chooser, value| {
            let is_yes = match value {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            };
            put(&mut chooser.responsive, is_yes)
        },
    },
];

/// Writes `chooser` as the query of a link, without a question mark; empty for
/// the default answers.
#[must_use]
pub fn query_from_setup(chooser: &Chooser) -> String {
    query_by(PARAMETERS, chooser)
}

/// Reads the query of a link: the answers, and what could not be followed.
#[must_use]
pub fn setup_from_query(query: &str) -> (Chooser, Vec<Note>) {
    setup_by(PARAMETERS, query)
}

/// The address of a lab on a setup.
pub(super) fn href(lab: Experiment, query: &str) -> String {
    let mark = if query.is_empty() { "" } else { "?" };
    format!("#/{}{mark}{query}", lab.slug())
}

/// The address that runs what a cell was measured by, alone; of scheduling,
/// which is measured in this lab, the one that shows the same.
#[must_use]
pub fn href_of(aspect: Aspect, kind: Kind) -> String {
    let Some(probe) = aspect.probe() else {
        let setup = race::Setup {
            strategies: vec![super::Ease::of(kind).strategy()],
            ..race::Setup::default()
        };
        return href(Experiment::Race, &race::query_from_setup(&setup));
    };
    let step = Step { probe, kind };
    match (probe, kind) {
        (Probe::Race, _) => {
            href(Experiment::Race, &race::query_from_setup(&step.race()))
        }
        (Probe::Cost, _) => {
            href(Experiment::Cost, &cost::query_from_setup(&step.cost()))
        }
        (Probe::Scheduling, Kind::Coroutine) => {
            let setup = tasks::Setup {
                program: tasks::Program::Blocks,
                ..tasks::Setup::default()
            };
            href(Experiment::Tasks, &tasks::query_from_setup(&setup))
        }
        (Probe::Scheduling, _) => {
            let setup = freeze::Setup {
                length: freeze::Setup::LENGTH_MIN,
                modes: vec![freeze::Mode::Main, freeze::Mode::Worker],
                ..freeze::Setup::default()
            };
            href(Experiment::Freeze, &freeze::query_from_setup(&setup))
        }
        (Probe::Capacity, _) => {
            let query = freeze::query_from_setup(&step.freeze());
            href(Experiment::Freeze, &query)
        }
    }
}
