//! The queues at the playhead: who runs, who is ready, who waits and for what,
//! who is done. The reader polls here, if the reader is the executor.

use super::shown::Shown;
use super::state::Viewer;
use crate::experiments::tasks::Use;
use crate::trace::{Cause, Moment, State, TaskId};
use crate::views::lab::Lab;
use crate::views::reactive::{AnyRwSignal, AnySignal, derived, memo};
use crate::views::run::Status;
use leptos::prelude::*;

/// So many tasks of a queue are listed at most: each is an element, made anew
/// whenever the queue changes.
const TASKS: usize = 100;

/// What a reader who is the executor can do.
#[derive(Clone, Copy)]
pub(in crate::views) struct ByHand {
    /// Polls a task, ready or not.
    pub poll: Callback<TaskId>,
    /// Never polls a task again.
    pub forget: Callback<TaskId>,
    /// What came of it.
    pub said: AnyRwSignal<String>,
}

impl ByHand {
    /// The same while a run of `lab` goes on that the reader polls; `executor`
    /// says who does.
    pub(in crate::views) fn in_runs(
        self,
        lab: Lab,
        executor: impl Fn() -> Use + Send + Sync + 'static,
    ) -> AnySignal<Option<Self>> {
        derived(move || {
            let running = lab.status.with(Status::is_running);
            (running && executor() == Use::Hand).then_some(self)
        })
    }
}

/// A task in a queue.
#[derive(Clone, PartialEq)]
struct Entry {
    task: TaskId,
    name: String,
    /// What is to be known of it there.
    remark: String,
    /// Whether it is a task of its own, not a future inside of one.
    is_task: bool,
}

/// The four queues.
#[component]
pub(in crate::views) fn Now(
    viewer: Viewer,
    /// Whether the reader is the executor, and of what.
    #[prop(into)]
    hand: AnySignal<Option<ByHand>>,
) -> impl IntoView {
    let queue = move |title: &'static str,
                      none: &'static str,
                      read: fn(&Moment) -> Vec<TaskId>| {
        let entries = memo(move || {
            let shown = viewer.shown.get()?;
            viewer.moment(|_, moment| {
                let tasks = read(moment);
                let more = tasks.len().saturating_sub(TASKS);
                let tasks = tasks.into_iter().take(TASKS);
                let entries = tasks.map(|it| Entry::of(it, moment, &shown));
                (entries.collect::<Vec<_>>(), more)
            })
        });
        let can_poll = matches!(title, "Ready" | "Waiting");
        let list = move || {
            let hand = hand.get().filter(|_| can_poll);
            let (entries, more) = entries.get().unwrap_or_default();
            if entries.is_empty() {
                return view! { <span class="hint">{none}</span> }.into_any();
            }
            let entries = entries.iter().map(|it| entry(it, hand));
            let entries = entries.collect_view();
            let more = (more > 0).then(|| format!("and {more} more"));
            let more = more.map(|more| {
                view! { <span class="hint">{more}</span> }.into_any()
            });
            view! { {entries} {more} }.into_any()
        };
        view! {
            <div>
                <dt>{title}</dt>
                <dd data-queue=title.to_ascii_lowercase()>{move || list()}</dd>
            </div>
        }
        .into_any()
    };
    let said = move || {
        hand.get().map(|hand| view! { <p class="hint said-by-hand" role="log">{move || hand.said.get()}</p> }.into_any())
    };
    view! {
        <section class="panel now" aria-label="Now">
            <h2>"Now"</h2>
            <dl>
                {queue("Running", "nobody", Moment::running)}
                {queue("Ready", "nobody", Moment::ready)}
                {queue("Waiting", "nobody", |it| it.idle().collect())}
                {queue("Done", "none yet", |it| it.over().to_vec())}
            </dl>
            {move || said()}
        </section>
    }
}

fn entry(entry: &Entry, hand: Option<ByHand>) -> AnyView {
    let (task, name) = (entry.task, entry.name.clone());
    let chip = match hand.filter(|_| entry.is_task) {
        None => {
            view! { <span class="task" data-task=task.0>{name.clone()}</span> }
                .into_any()
        }
        Some(hand) => view! {
            <button
                class="task"
                data-task=task.0
                aria-label=format!("Poll {name}")
                on:click=move |_| hand.poll.run(task)
            >
                {name.clone()}
            </button>
            <button
                class="quiet forget"
                aria-label=format!("Forget {name}")
                title="Never poll it again"
                on:click=move |_| hand.forget.run(task)
            >
                "×"
            </button>
        }
        .into_any(),
    };
    view! {
        <span class="queued">
            {chip}
            <span class="hint">{entry.remark.clone()}</span>
        </span>
    }
    .into_any()
}

impl Entry {
    fn of(task: TaskId, moment: &Moment, shown: &Shown) -> Self {
        let track = shown.timeline.tracks().get(task.0 as usize);
        let remark = match moment.state(task) {
            Some(State::Idle) if moment.is_forgotten(task) => {
                "forgotten".to_owned()
            }
            Some(State::Idle) => awaited(moment.awaiting(task), shown),
            Some(State::Cancelled) => "dropped".to_owned(),
            _ => String::new(),
        };
        Self {
            task,
            name: shown.name(task),
            remark,
            // Who is never spawned is polled by whoever awaits it.
            is_task: track.is_some_and(|track| track.is_task),
        }
    }
}

/// What a task waits for, in words; empty if it did not say.
pub(super) fn awaited(causes: &[Cause], shown: &Shown) -> String {
    let mut names: Vec<String> = Vec::new();
    for cause in causes {
        let name = match cause {
            Cause::Task(task) => shown.name(*task),
            Cause::Loop(source) => match source.name() {
                name if name.starts_with('a') => format!("an {name}"),
                name => format!("a {name}"),
            },
            Cause::Spawned | Cause::Unknown => continue,
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.is_empty() {
        true => String::new(),
        false => format!("for {}", names.join(", ")),
    }
}

/// What came of a poll of `task` by hand, in words; it was ready or not.
pub(in crate::views) fn polled_text(
    viewer: Viewer,
    task: TaskId,
    was_ready: bool,
) -> String {
    let name = viewer.name(task);
    let waits = waits_for(viewer, task);
    let still = if was_ready { "" } else { " still" };
    match viewer.state(task) {
        Some(State::Completed) => {
            format!("{name}: Ready. It came to its end.")
        }
        Some(State::Scheduled) => {
            format!("{name}: Pending, and woken again already.")
        }
        _ if was_ready => format!("{name}: Pending. It waits {waits}."),
        _ => format!(
            "{name}: Pending{still}. Nobody had woken it, so this poll was for nothing: it waits \
             {waits}."
        ),
    }
}

/// What a task waits for at the playhead, in words.
fn waits_for(viewer: Viewer, task: TaskId) -> String {
    let shown = viewer.shown.get_untracked();
    let text = shown.and_then(|shown| {
        untrack(|| {
            viewer.moment(|_, moment| awaited(moment.awaiting(task), &shown))
        })
    });
    let text = text.filter(|text| !text.is_empty());
    text.unwrap_or_else(|| "for somebody to wake it".to_owned())
}
