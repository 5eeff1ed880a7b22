//! One task, opened: its figures as histograms, its wakes one by one.

use super::now::awaited;
use super::shown::Shown;
use super::state::Viewer;
use crate::trace::{
    Cause, Histogram, LifeRow, TaskId, Timestamp, Track, decimals,
    duration_text,
};
use leptos::prelude::*;
use std::rc::Rc;
use std::time::Duration;

/// So many wakes are listed at most.
const WAKES: usize = 100;

/// The facts of the task that is opened; nothing while none is.
#[component]
pub(super) fn Facts(viewer: Viewer) -> impl IntoView {
    let facts = move || {
        let (shown, task) = (viewer.shown.get()?, viewer.opened.get()?);
        let place = task.0 as usize;
        let track = shown.timeline.tracks().get(place)?;
        let row = LifeRow {
            track: place,
            depth: 0,
        };
        let figures = shown.figures(row);
        let step = shown.recording.step;
        let waits = viewer
            .moment(|_, moment| awaited(moment.awaiting(task), &shown))
            .filter(|text| !text.is_empty());
        Some(
            view! {
                <article class="task-facts" aria-label=format!("Task {}", track.name)>
                    <h3>{track.name.to_string()}</h3>
                    <p class="hint">
                        {waits.map(|text| format!("At the playhead it waits {text}. "))}
                        {size(track)}
                    </p>
                    <div class="histograms">
                        {histogram("Poll times", &figures.poll_times, step)}
                        {histogram("Scheduled times", &figures.scheduled_times, step)}
                    </div>
                    {wakes(viewer, &shown, track)}
                    <button class="quiet" on:click=move |_| viewer.opened.set(None)>
                        "Close"
                    </button>
                </article>
            }
            .into_any(),
        )
    };
    view! { {move || facts()} }
}

fn size(track: &Track) -> Option<String> {
    let bytes = track.bytes?;
    Some(format!("Its future is {bytes} bytes large."))
}

/// One bar for each bucket.
fn histogram(
    name: &'static str,
    histogram: &Histogram,
    step: Duration,
) -> AnyView {
    let most = histogram.buckets().iter().map(|it| it.count).max();
    let most = most.unwrap_or_default().max(1);
    let bar = |bucket: &crate::trace::Bucket| {
        let width = bucket.count as f64 / most as f64 * 100.0;
        let width = decimals(width, 2);
        let to = duration_text(bucket.to, Duration::ZERO);
        view! {
            <tr>
                <th scope="row">"up to "{to}</th>
                <td>
                    <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                        <rect class="bar" width=width height="8"/>
                    </svg>
                </td>
                <td>{bucket.count}</td>
            </tr>
        }.into_any()
    };
    let worst = histogram.max.map(|max| duration_text(max, step));
    view! {
        <table class="histogram">
            <caption>
                {name}
                {worst.map(|worst| format!(", longest {worst}"))}
            </caption>
            <tbody>{histogram.buckets().iter().map(bar).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn wakes(viewer: Viewer, shown: &Rc<Shown>, track: &Track) -> AnyView {
    if track.wakes.is_empty() {
        let text = "It was never woken.";
        return view! { <p class="hint">{text}</p> }.into_any();
    }
    let item = |wake: &crate::trace::Wake| {
        let at = wake.at;
        let by = cause(wake.by, track.task, shown);
        let poll = track.polls.partition_point(|poll| poll.0 < at);
        let after = track.polls.get(poll).map(|poll| {
            let late = poll.0.since(at);
            format!(
                ", polled {} later",
                duration_text(late, shown.recording.step)
            )
        });
        let go = move |_| viewer.go_to_time(at.as_millis());
        let at = duration_text(at.since(Timestamp::ZERO), Duration::ZERO);
        view! {
            <li>
                <button class="quiet" on:click=go>{at}</button>
                {format!(" by {by}")}
                {after}
            </li>
        }
        .into_any()
    };
    let more = track.wakes.len().saturating_sub(WAKES);
    view! {
        <div>
            <h4>"Its wakes"</h4>
            <ol class="wakes">{track.wakes.iter().take(WAKES).map(item).collect_view()}</ol>
            {(more > 0).then(|| format!("and {more} more"))}
        </div>
    }
    .into_any()
}

fn cause(by: Cause, of: TaskId, shown: &Shown) -> String {
    match by {
        Cause::Task(task) if task == of => "itself".to_owned(),
        Cause::Task(task) => shown.name(task),
        Cause::Loop(source) => source.name().to_owned(),
        Cause::Spawned => "being spawned".to_owned(),
        Cause::Unknown => "the loop".to_owned(),
    }
}
