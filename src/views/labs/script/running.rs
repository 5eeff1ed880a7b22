//! A run of the program: begun in the worker, drawn as its events come, and
//! ended by itself, by the visitor, or together with its worker.

use super::state::Page;
use super::worker::{Heard, ScriptWorker};
use crate::browser::endpoint::Endpoint;
use crate::browser::{clock, page as browser_page, timer};
use crate::experiments::crawl::hosts_to_confirm;
use crate::experiments::script::protocol::{
    Fault, FromScript, HowEnded, Plan, ToScript, heard,
};
use crate::experiments::script::{Finished, GOALS, Whose, hosts_in};
use crate::experiments::tasks::Use;
use crate::task::Recorder;
use crate::trace::{
    Ending, Event, EventKind, Recording, TaskId, Timestamp, decimals,
};
use crate::views::hosts::{know, known_hosts};
use crate::views::run::Status;
use crate::views::viewer::{Pace, polled_text};
use futures::StreamExt;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::future::{Either, select};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// Who is silent for longer holds its thread.
const SILENCE: Duration = Duration::from_millis(400);
/// How long a program that is stopped may take to say so.
const STOPPING: Duration = Duration::from_millis(300);

/// A run that goes on.
pub(super) struct Running {
    /// What it is a run of.
    pub plan: Plan,
    /// Where it runs.
    pub worker: Rc<ScriptWorker>,
    /// What has happened, as far as it is known here.
    recorder: Recorder,
    tell: UnboundedSender<Heard>,
    told: RefCell<UnboundedReceiver<Heard>>,
    /// When the worker was heard last.
    heard_at: Cell<Timestamp>,
    /// How long it had held its thread by then, and at which line.
    held: Cell<Option<(Duration, u32)>>,
    /// The task that the reader had polled, and whether it was ready.
    polled: Cell<Option<(TaskId, bool)>>,
    /// How it ended, once it has.
    ended: RefCell<Option<How>>,
}

/// How a run ended, as far as the page is concerned.
#[derive(Clone)]
enum How {
    Ended(HowEnded),
    /// It did not begin: the program has faults.
    Refused(Vec<Fault>),
    /// Its worker is gone; a sentence.
    Lost(String),
}

impl Running {
    fn new(plan: Plan, worker: Rc<ScriptWorker>) -> Self {
        let (tell, told) = unbounded();
        let now = clock::now();
        Self {
            plan,
            worker,
            recorder: Recorder::new(clock::now),
            tell,
            told: RefCell::new(told),
            heard_at: Cell::new(now),
            held: Cell::new(None),
            polled: Cell::new(None),
            ended: RefCell::new(None),
        }
    }

    /// Takes what the worker says.
    pub(super) fn hear(&self, heard: Heard) {
        // Fails once the run is dropped: nobody is told of it then.
        let _ = self.tell.unbounded_send(heard);
    }

    /// Has the worker poll `task`, which was ready or not.
    pub(super) fn poll(&self, task: TaskId, was_ready: bool) {
        self.polled.set(Some((task, was_ready)));
        self.worker.tell(&ToScript::Poll(task.0));
    }

    /// Waits for the next word of the worker. One caller at a time.
    #[expect(
        clippy::await_holding_refcell_ref,
        reason = "one caller at a time, and nobody else borrows it"
    )]
    async fn next(&self, patience: Duration) -> Option<Heard> {
        let mut told = self.told.borrow_mut();
        let next = pin!(told.next());
        match select(next, pin!(timer::sleep(patience))).await {
            Either::Left((heard, _)) => heard,
            Either::Right(_) => None,
        }
    }

    /// Takes one word in; true if the run is over.
    fn take(&self, page: Page, heard: Heard) -> bool {
        self.heard_at.set(clock::now());
        match heard {
            Ok(FromScript::Happened(events)) => {
                self.record(events);
                page.viewer.read_on(&self.recorder);
            }
            Ok(FromScript::Holds { millis, line }) => {
                let held = Duration::from_secs_f64(millis / 1e3);
                self.held.set(Some((held, line)));
                return false;
            }
            Ok(FromScript::NoFrames) => page.no_frames.set(true),
            Ok(FromScript::Polled(is_polled)) => {
                self.tell_polled(page, is_polled)
            }
            Ok(FromScript::Refused(faults)) => {
                return self.end(How::Refused(faults));
            }
            Ok(FromScript::Ended(how)) => return self.end(How::Ended(how)),
            Ok(FromScript::Began) => page.is_sound(),
            Ok(FromScript::Ready | FromScript::Checked { .. }) => {}
            Ok(FromScript::Confused) => {
                let why = "The worker did not understand the page: they are not of the same \
                           release. Reload the page.";
                return self.end(How::Lost(why.to_owned()));
            }
            Err(failure) => return self.end(How::Lost(failure.to_string())),
        }
        self.held.set(None);
        false
    }

    fn end(&self, how: How) -> bool {
        self.ended.replace(Some(how));
        true
    }

    fn record(&self, events: Vec<crate::experiments::script::protocol::Told>) {
        for told in events {
            let Event { at, task, kind } = heard(told);
            self.recorder.push_at(at, task, kind);
        }
    }

    /// Tells what came of a poll by hand.
    fn tell_polled(&self, page: Page, is_polled: bool) {
        let Some((task, was_ready)) = self.polled.take() else {
            return;
        };
        page.draw(self);
        let name = page.viewer.name(task);
        page.said.set(match is_polled {
            true => polled_text(page.viewer, task, was_ready),
            false => format!("{name} cannot be polled any more."),
        });
    }

    /// What to say of a program that holds its thread; `None` if it does not.
    fn holds(&self) -> Option<String> {
        let silent = clock::now().since(self.heard_at.get());
        let (held, line) = match self.held.get() {
            Some((held, line)) => (held + silent, line),
            None if silent > SILENCE => (silent, self.last_line()?),
            None => return None,
        };
        let seconds = decimals(held.as_secs_f64(), 1);
        Some(format!(
            "the program has held its thread for {seconds} s, at line {line}"
        ))
    }

    fn last_line(&self) -> Option<u32> {
        self.recorder.read(|trace| {
            let mut events = trace.events().iter().rev();
            events.find_map(|event| match event.kind {
                EventKind::Reached(line) => Some(line),
                _ => None,
            })
        })
    }
}

impl Page {
    /// Runs the program, unless hosts that a link's names are to be confirmed
    /// first; a run that goes on is dropped first.
    pub(super) fn run(self) {
        if untrack(|| self.is_packed()) {
            let run = move || {
                self.unpack();
                if !untrack(|| self.is_packed()) {
                    self.run();
                }
            };
            self.lab.begin_with(self.letters, Box::new(run));
            return;
        }
        let text = untrack(|| self.text()).unwrap_or_default();
        let (hosts, known) = (hosts_in(&text), known_hosts());
        let to_confirm = match self.whose.get_untracked() {
            Whose::Mine => Vec::new(),
            Whose::Link => {
                hosts_to_confirm(&hosts, &known, &browser_page::host())
            }
        };
        if !to_confirm.is_empty() {
            self.lab.stop_and_say(Status::Ready);
            self.to_confirm.set(to_confirm);
            return;
        }
        know(hosts, known);
        // One that holds its thread would never hear of it.
        if self.running.with_value(Option::is_some) {
            self.end_worker();
        }
        self.forget_run();
        let finish = async move |was_stopped| self.finish(was_stopped).await;
        self.lab.begin("Starting.", self.go_through(), (), finish);
    }

    /// Runs the program after the hosts of its link were confirmed.
    pub(super) fn run_confirmed(self) {
        know(self.to_confirm.get_untracked(), known_hosts());
        self.to_confirm.set(Vec::new());
        self.run();
    }

    /// Starts the program and draws it until it is over.
    async fn go_through(self) {
        let endpoint = self.lab.found_endpoint().await;
        let Some(text) = untrack(|| self.text()) else {
            return;
        };
        let stand_in = matches!(endpoint, Endpoint::StandIn(_));
        let base = browser_page::base();
        let plan = self
            .choices
            .with_untracked(|setup| setup.plan(&text, base, stand_in));
        let worker = match self.worker().await {
            Ok(worker) => worker,
            Err(failure) => {
                self.lab.refuse(failure);
                return;
            }
        };
        self.begins(text);
        worker.tell(&ToScript::Run(plan.clone()));
        let run = Rc::new(Running::new(plan, worker));
        self.running.set_value(Some(run.clone()));
        let by_hand = self.executor() == Use::Hand;
        let said = match by_hand {
            true => "you are the executor. Poll a ready task below",
            false => "in its worker",
        };
        self.lab.say(said);
        let pace = Pace::default();
        let mut is_holding = false;
        let _hidden = self.lab.watch_hidden(|| ());
        loop {
            if let Some(heard) = run.next(Duration::from_millis(100)).await
                && run.take(self, heard)
            {
                return;
            }
            // By hand nothing is to be heard until somebody polls.
            let holds = run.holds().filter(|_| !by_hand);
            if holds.is_some() || is_holding {
                self.lab.say(holds.as_deref().unwrap_or(said));
            }
            is_holding = holds.is_some();
            pace.draw(|| self.draw(&run));
        }
    }

    /// Shows the run as it stands.
    fn draw(self, run: &Running) {
        let recording = || self.recording_of(run, false, Arc::default());
        self.viewer.show_live(&run.recorder, recording);
    }

    fn recording_of(
        self,
        run: &Running,
        hidden: bool,
        events: Arc<Vec<Event>>,
    ) -> Recording {
        let title = self.choices.with_untracked(|setup| setup.start.title());
        let name = format!("Script: {title}");
        Recording {
            source: Some(run.plan.text.as_str().into()),
            ..self.viewer.recording(name, None, hidden, events)
        }
    }

    /// The run is over or was stopped: shows all of it. If it was stopped, its
    /// tasks are dropped, or its worker is, if it holds its thread.
    async fn finish(self, was_stopped: bool) -> Option<Status> {
        let Some(run) = self.running.get_value() else {
            return was_stopped.then(Status::not_begun);
        };
        let newest = self.lab.newest();
        let holds = run.holds().is_some();
        let mut is_lost = false;
        if was_stopped && run.ended.borrow().is_none() {
            run.worker.tell(&ToScript::Stop);
            let until = clock::now() + STOPPING;
            loop {
                let left = until.since(clock::now());
                let heard = run.next(left).await;
                is_lost = heard.is_none();
                if is_lost || heard.is_some_and(|heard| run.take(self, heard)) {
                    break;
                }
            }
            if self.lab.newest() != newest {
                return None;
            }
        }
        self.running.set_value(None);
        let how = run.ended.borrow().clone();
        let is_lost = is_lost || matches!(how, Some(How::Lost(_)));
        if is_lost {
            self.end_worker();
            let ended = EventKind::Ended(Ending::Cancelled);
            match holds {
                true => run.recorder.push(TaskId(0), ended),
                // What went on since it was heard last, nobody knows.
                false => run.recorder.push_along(TaskId(0), ended),
            }
        }
        if let Some(How::Refused(faults)) = how {
            self.viewer.clear();
            return Some(self.is_refused(faults));
        }
        let events = run.recorder.events();
        if let (false, Some(How::Ended(how))) = (was_stopped, &how) {
            let finished = Finished {
                setup: self.choices.get_untracked(),
                how: how.clone(),
                events: events.clone(),
            };
            self.lab.goals.look(GOALS, &finished);
        }
        let hidden = self.lab.hidden.get_untracked() == Some(true);
        self.show_ended(self.recording_of(&run, hidden, events));
        Some(match how {
            Some(How::Ended(HowEnded::By(end))) => end.into(),
            Some(How::Ended(HowEnded::Failed(fault))) => {
                self.has_failed(fault)
            }
            Some(How::Ended(HowEnded::TooMuch(why))) => Status::Failed(why),
            Some(How::Lost(why)) => Status::Failed(why),
            _ if is_lost => Status::Finished(
                "Stopped: the program left its worker's event loop no turn, so the worker was ended."
                    .to_owned(),
            ),
            _ => Status::Stopped,
        })
    }
}
