//! What the freeze page knows, and what its controls do.

use super::web;
use crate::browser::frames::Frames;
use crate::browser::long_tasks::LongTaskWatch;
use crate::browser::turn::Messages;
use crate::browser::visibility;
use crate::browser::{clock, timings, turn};
use crate::experiments::freeze::{
    GOALS, Lane, LaneReport, Lanes, Machine, Mode, Plan, Report, Setup, run,
};
use crate::experiments::{Experiment, Reported, decimal_text};
use crate::trace::Timestamp;
use crate::views::environment::Environment;
use crate::views::findings::LookedAt;
use crate::views::instruments;
use crate::views::lab::Lab;
use crate::views::reactive::AnyRwSignal;
use crate::views::run::Status;
use crate::views::visit::LastRun;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// The run is drawn no more often than this: what drawing costs is taken from
/// the loops that share the thread with it.
const DRAWING_PAUSE: Duration = Duration::from_millis(200);

/// What moves by script moves no more often than this, about every other frame:
/// each motion is laid out and painted on the thread that the loops need.
const MOTION_PAUSE: Duration = Duration::from_millis(25);

/// Notes how long the page draws `lane`, from within a frame that does: a message
/// comes when it is painted.
async fn watch_drawing(lane: Lane, messages: Rc<Messages>) {
    let began = lane.now();
    messages.turn().await;
    lane.mark_drawn(began, lane.now());
}

/// A run: what was planned, and what became of it.
pub(super) struct RunRecord {
    pub plan: Plan,
    pub lanes: Lanes,
}

/// Everything the page knows; copies share it.
#[derive(Clone, Copy)]
pub(super) struct Page {
    /// What it has in common with other labs.
    pub lab: Lab,
    /// What was chosen.
    pub choices: AnyRwSignal<Setup>,
    /// Counts how often a run is drawn: whoever draws it reads this.
    pub frame: AnyRwSignal<u32>,
    /// A recent frame of a run: cheap motion reads this.
    pub now: AnyRwSignal<Timestamp>,
    /// The run on the stage.
    pub shown: AnyRwSignal<Option<Rc<RunRecord>>>,
    /// What is said of it.
    pub report: AnyRwSignal<Option<Rc<Report>>>,
    /// What of its lanes is looked at.
    pub looked_at: LookedAt<Mode>,
    /// What a plan must know of this browser.
    pub machine: Machine,
    last: LastRun<Setup, Rc<RunRecord>>,
}

impl Page {
    /// Opens the page on what the address says, and begins to follow it.
    pub(super) fn open() -> Self {
        let environment = expect_context::<Environment>();
        let engine = environment.engine.get_value();
        let (lab, choices) = Lab::open(Experiment::Freeze);
        let page = Self {
            lab,
            choices,
            frame: AnyRwSignal::new(0),
            now: AnyRwSignal::new(Timestamp::ZERO),
            shown: AnyRwSignal::new(None),
            report: AnyRwSignal::new(None),
            looked_at: LookedAt::all(),
            machine: Machine {
                cores: engine.cores,
                has_scheduler: turn::has_scheduler(),
            },
            last: LastRun::new(),
        };
        timings::keep(50_000);
        let setup = choices.with_untracked(Setup::to_run);
        if let Some(record) = page.last.again(lab.hidden, &setup) {
            page.publish(&record);
            page.shown.set(Some(record));
        }
        page
    }

    /// What is to be known before Run is pressed.
    pub(super) fn warning(&self) -> String {
        self.choices.with(|setup| {
            let frozen: Vec<&str> = setup
                .modes
                .iter()
                .filter(|mode| mode.freezes())
                .map(|mode| mode.name())
                .collect();
            if frozen.is_empty() {
                return "Nothing here freezes the page: Stop works at any time.".to_owned();
            }
            let length = match setup.size {
                Some(_) => format!("for at most {} s", Setup::LENGTH_MAX.as_secs()),
                None => {
                    format!("for about {} s", decimal_text(setup.length.as_secs_f64()))
                }
            };
            let (each, verb) = match frozen.len() {
                1 => ("", "freezes"),
                _ => (" each", "freeze"),
            };
            format!(
                "{} {verb} this page {length}{each}. That is the point; Stop cannot work until it \
                 ends.",
                frozen.join(" and "),
            )
        })
    }

    /// Runs the setup as it stands; a run that goes on is stopped first.
    pub(super) fn run(&self) {
        let setup = self.choices.get_untracked();
        let plan = match Plan::new(&setup, self.machine) {
            Ok(plan) => plan,
            Err(error) => return self.lab.refuse(error),
        };
        let record = Rc::new(RunRecord {
            plan,
            lanes: Lanes::default(),
        });
        self.looked_at.reset();
        self.shown.set(Some(record.clone()));
        self.publish(&record);
        let page = *self;
        let on_frame = {
            let lanes = record.lanes.clone();
            let drawn = Cell::new(clock::now());
            let messages = Rc::new(Messages::new());
            move || {
                let (now, lane) = (clock::now(), lanes.running());
                if let Some(lane) = &lane {
                    lane.mark_frame();
                }
                if now.since(page.now.get_untracked()) >= MOTION_PAUSE {
                    page.now.set(now);
                }
                if now.since(drawn.get()) >= DRAWING_PAUSE {
                    drawn.set(now);
                    page.frame.update(|frame| *frame += 1);
                    if let Some(lane) = lane {
                        lane.mark_shown();
                        let messages = messages.clone();
                        spawn_local(watch_drawing(lane, messages));
                    }
                }
            }
        };
        let on_hidden = {
            let lanes = record.lanes.clone();
            move || lanes.set_hidden(true)
        };
        let on_long_task = {
            let lanes = record.lanes.clone();
            move |from, to| {
                if let Some(lane) = lanes.running() {
                    lane.mark_long_task(from, to);
                }
            }
        };
        let watches = (
            Frames::start(on_frame),
            self.lab.watch_hidden(on_hidden),
            LongTaskWatch::start(on_long_task),
        );
        let going = page.go_through(record.clone());
        let said = "Running: waiting for the built-in endpoint.";
        let finish =
            async move |was_stopped| Some(page.finish(&record, was_stopped));
        self.lab.begin(said, going, watches, finish);
    }

    async fn go_through(self, record: Rc<RunRecord>) {
        let endpoint = self.lab.found_endpoint().await;
        let on_change = |what: String| {
            record.lanes.set_hidden(visibility::is_hidden());
            self.lab.say(&what);
            self.publish(&record);
        };
        let (plan, lanes) = (&record.plan, &record.lanes);
        run(plan, &web::web(endpoint), clock::now, lanes, on_change).await;
    }

    fn finish(&self, record: &Rc<RunRecord>, was_stopped: bool) -> Status {
        let report = self.publish(record);
        let setup = record.plan.setup.to_run();
        self.last
            .keep(self.lab.hidden.get_untracked(), setup, record.clone());
        self.frame.update(|frame| *frame += 1);
        instruments::show(&record.lanes.all(), |it| it.mode().name());
        if !was_stopped {
            self.lab.goals.look(GOALS, &report);
        }
        let lanes = report.lanes.iter();
        let answered = lanes.filter(|lane| lane.job.is_some()).count();
        let failed = report.failures().count();
        Status::at_end(was_stopped, answered, failed, LaneReport::NOUN)
    }

    /// Brings what is said of the run up to date.
    fn publish(&self, run: &RunRecord) -> Rc<Report> {
        let report = Rc::new(Report::of(&run.plan, &run.lanes));
        self.report.set(Some(report.clone()));
        report
    }

    /// Whether nothing was run, and the setup is that of the recorded run.
    pub(super) fn is_untouched(&self) -> bool {
        let has_run = self.shown.with(Option::is_some);
        !has_run && self.choices.with(|it| *it == Setup::default())
    }

    /// Whether what is set is what was run; `None` if nothing was.
    pub(super) fn is_of_setup(&self) -> Option<bool> {
        let run = self.shown.get()?;
        let setup = self.choices.with(Setup::to_run);
        Some(run.plan.setup.to_run() == setup)
    }

    /// The lane of `mode` on the stage.
    pub(super) fn lane(&self, mode: Mode) -> Option<Lane> {
        self.shown.with(|run| run.as_ref()?.lanes.of(mode))
    }

    /// The lane that runs now.
    pub(super) fn running_lane(&self) -> Option<Lane> {
        self.shown
            .with_untracked(|run| run.as_ref()?.lanes.running())
    }

    /// The plan on the stage: the one that was run, else the one that would be.
    pub(super) fn plan(&self) -> Option<Plan> {
        let shown = self.shown.with(|run| Some(run.as_ref()?.plan.clone()));
        shown.or_else(|| {
            let machine = Machine {
                has_scheduler: true,
                ..self.machine
            };
            Plan::new(&self.choices.get(), machine).ok()
        })
    }
}
