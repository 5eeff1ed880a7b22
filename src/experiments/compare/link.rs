//! The addresses of what the cells of the table run.

use super::{Aspect, Probe, Step};
use crate::experiments::Kind;
use crate::experiments::{Experiment, cost, freeze, race, tasks};

/// The address that runs what a cell was measured by, alone; of scheduling,
/// which is measured in this lab, the one that shows the same.
#[must_use]
pub fn href_of(aspect: Aspect, kind: Kind) -> String {
    let Some(probe) = aspect.probe() else {
        let setup = race::Setup {
            strategies: vec![super::Ease::of(kind).strategy()],
            ..race::Setup::default()
        };
        return Experiment::Race.hash(&race::query_from_setup(&setup));
    };
    let step = Step { probe, kind };
    match (probe, kind) {
        (Probe::Race, _) => {
            Experiment::Race.hash(&race::query_from_setup(&step.race()))
        }
        (Probe::Cost, _) => {
            Experiment::Cost.hash(&cost::query_from_setup(&step.cost()))
        }
        (Probe::Scheduling, Kind::Coroutine) => {
            let setup = tasks::Setup {
                program: tasks::Program::Blocks,
                ..tasks::Setup::default()
            };
            Experiment::Tasks.hash(&tasks::query_from_setup(&setup))
        }
        (Probe::Scheduling, _) => {
            let setup = freeze::Setup {
                length: freeze::Setup::LENGTH_MIN,
                modes: vec![freeze::Mode::Main, freeze::Mode::Worker],
                ..freeze::Setup::default()
            };
            Experiment::Freeze.hash(&freeze::query_from_setup(&setup))
        }
        (Probe::Capacity, _) => {
            let query = freeze::query_from_setup(&step.freeze());
            Experiment::Freeze.hash(&query)
        }
    }
}
