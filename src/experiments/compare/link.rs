//! The address of the lab: the chooser's answers as readable text, and back;
//! and the addresses of what its cells run. What equals the default is left
//! out.

use super::{Aspect, Chooser, Many, Probe, Shared, Step, Work};
use crate::experiments::Kind;
use crate::experiments::link::{Note, add, setup_by};
use crate::experiments::{Experiment, cost, freeze, race, tasks};

/// Writes `chooser` as the query of a link, without a question mark; empty for
/// the default answers.
#[must_use]
pub fn query_from_setup(chooser: &Chooser) -> String {
    let default = Chooser::default();
    let mut query = String::new();
    if chooser.work != default.work {
        add(&mut query, "work", chooser.work.id());
    }
    if chooser.many != default.many {
        add(&mut query, "many", chooser.many.id());
    }
    if chooser.shared != default.shared {
        add(&mut query, "shared", chooser.shared.id());
    }
    if chooser.responsive != default.responsive {
        let id = if chooser.responsive { "yes" } else { "no" };
        add(&mut query, "responsive", id);
    }
    query
}

/// Reads the query of a link: the answers, and what could not be followed.
#[must_use]
pub fn setup_from_query(query: &str) -> (Chooser, Vec<Note>) {
    setup_by(query, read)
}

fn read(chooser: &mut Chooser, name: &str, value: String) -> Result<(), Note> {
    let bad = |name, expected| Note::BadValue {
        name,
        value: value.clone(),
        expected,
    };
    match name {
        "work" => {
            let work = Work::from_id(&value);
            chooser.work =
                work.ok_or_else(|| bad("work", "waiting or computing"))?;
        }
        "many" => {
            let many = Many::from_id(&value);
            chooser.many =
                many.ok_or_else(|| bad("many", "one, few or thousands"))?;
        }
        "shared" => {
            let expected = "nothing, reads or writes";
            let shared = Shared::from_id(&value);
            chooser.shared = shared.ok_or_else(|| bad("shared", expected))?;
        }
        "responsive" => {
            chooser.responsive = match value.as_str() {
                "yes" => true,
                "no" => false,
                _ => return Err(bad("responsive", "yes or no")),
            };
        }
        _ => return Err(Note::Unknown(name.to_owned())),
    }
    Ok(())
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
