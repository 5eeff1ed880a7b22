//! The timeline of a recording, with its playhead and what moves it.

use super::shown::Shown;
use super::state::Viewer;
use super::transport::Transport;
use crate::trace::{Arrows, Polls, RowNote, Scene, Viewport};
use crate::views::findings::FindingBar;
use crate::views::plot::{
    LegendEntry, Playhead, Plot, SharedWindow, StageFoot,
};
use crate::views::reactive::{AnySignal, derived, memo};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use std::rc::Rc;

/// The picture and the transport below it.
#[component]
pub(in crate::views) fn Timeline(
    viewer: Viewer,
    /// What to say as long as nothing is shown.
    #[prop(into)]
    empty: AnySignal<String>,
    /// What to write beside instants of its rows.
    #[prop(optional, into)]
    notes: AnySignal<Vec<RowNote>>,
    /// The polls that are pointed at, where some can be.
    #[prop(optional, into)]
    pointed: Option<AnySignal<Polls>>,
    /// What stands first, as long as nothing is shown.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let rows = memo(move || {
        let shown = viewer.shown.get();
        shown.map_or(0, |shown| shown.rows.len())
    });
    let extent = memo(move || {
        let shown = viewer.shown.get();
        shown.map_or(1_000.0, |shown| shown.extent())
    });
    let window = SharedWindow::new(viewer.zoom, extent, move || rows.get());
    let gutter = derived(move || {
        let shown = viewer.shown.get();
        shown.map_or(80.0, |shown| gutter(&shown))
    });
    let draw =
        Callback::new(move |(view, width, height): (Viewport, f64, f64)| {
            let arrows = match viewer.arrows.get() {
                true => Arrows::Shown,
                false => Arrows::Hidden,
            };
            let shown = viewer.shown.get();
            shown.map_or_else(Scene::default, |it| {
                let (timeline, end) = (&it.timeline, it.end);
                let mut scene = view.lives_scene(
                    timeline, &it.rows, arrows, end, width, height,
                );
                let notes = notes.with(|it| view.notes(it, width, height));
                scene.labels.extend(notes);
                if let Some(pointed) = pointed {
                    let frames = pointed.with(|polls| {
                        view.frames_around(
                            polls, timeline, &it.rows, end, width, height,
                        )
                    });
                    scene.shapes.extend(frames);
                }
                scene
            })
        });
    let label = derived(move || {
        let name = viewer.shown.get();
        let name =
            name.map_or_else(String::new, |it| it.recording.name.clone());
        format!(
            "{name}: the loop and each task. Space plays, left and right arrows step, Home and End \
             go to the start and the end, up and down arrows choose a row, Enter opens it, plus and \
             minus zoom, 0 shows all, N and P go to the next finding and the one before."
        )
    });
    let on_key = Callback::new(move |event: KeyboardEvent| key(viewer, &event));
    let playhead = Playhead {
        at: viewer.at.into(),
        on_move: Callback::new(move |millis| {
            viewer.pause();
            viewer.go_to_time(millis);
        }),
        on_key,
    };
    let selected = derived(move || viewer.selected.get());
    let legend = match pointed {
        Some(_) => LEGEND,
        None => &LEGEND[1..],
    };
    let on_select = move |row| viewer.selected.set(row);
    let findings = derived(move || viewer.finding_count());
    view! {
        <section class="stage viewer" aria-label="Replay">
            {children.map(|children| children())}
            <p class="hint" hidden=move || viewer.shown.with(Option::is_some)>{move || empty.get()}</p>
            <Plot
                label window draw rows gutter
                selected on_select playhead
            />
            <Transport viewer/>
            <FindingBar
                count=findings
                at=viewer.finding
                text=move |finding| viewer.finding_text(finding)
                next=move |forward| viewer.next_finding(forward)
            />
            <StageFoot legend zoom=viewer.zoom>
                <label
                    class="word"
                    title="Of very many in view only some are drawn, evenly chosen. Zoom in for all."
                >
                    <input
                        type="checkbox"
                        prop:checked=move || viewer.arrows.get()
                        on:change:target=move |event| viewer.arrows.set(event.target().checked())
                    />
                    "Wake arrows"
                </label>
            </StageFoot>
        </section>
    }
}

/// What a key does to the replay; false if it is not meant for it.
pub(super) fn key(viewer: Viewer, event: &KeyboardEvent) -> bool {
    if event.shift_key() {
        return false;
    }
    match event.key().as_str() {
        " " if viewer.playing.get_untracked() => viewer.pause(),
        " " => viewer.play(),
        "ArrowLeft" => viewer.step(false),
        "ArrowRight" => viewer.step(true),
        "Home" => {
            viewer.pause();
            viewer.go_to(0);
        }
        "End" => {
            viewer.pause();
            viewer.go_to_end();
        }
        "Enter" => return open_selected(viewer),
        "n" | "N" => viewer.next_finding(true),
        "p" | "P" => viewer.next_finding(false),
        _ => return false,
    }
    true
}

fn open_selected(viewer: Viewer) -> bool {
    let task = viewer.shown.with_untracked(|shown| {
        let row = viewer.selected.get_untracked()?;
        shown.as_ref()?.task_in(row)
    });
    if task.is_some() {
        viewer.opened.set(task);
    }
    task.is_some()
}

/// Room for the longest name, in pixels.
fn gutter(shown: &Rc<Shown>) -> f64 {
    let length = |row: &crate::trace::LifeRow| {
        let name = &shown.timeline.tracks()[row.track].name;
        name.chars().count() + 2 * row.depth
    };
    // Many rows are too low for names, and would cost time to look at.
    let longest = shown.rows.iter().take(100).map(length).max();
    (longest.unwrap_or_default() as f64).min(22.0) * 7.0 + 16.0
}

/// What each kind of ink is; the first where polls can be pointed at.
const LEGEND: &[LegendEntry] = &[
    ("pointed", "M6 0h8v12h-8z", "pointed at"),
    ("life", "M1 2h18v8h-18z", "idle"),
    ("scheduled", "M1 2h18v8h-18z", "scheduled"),
    ("polled", "M8 0h4v12h-4z", "polled"),
    ("drain", "M8 1h4v10h-4z", "microtasks"),
    ("turned", "M10 0v12", "turn"),
    ("frame-turn", "M10 0v6", "frame"),
    (
        "loop-arrow",
        "M10 0v11m-2.5 -4l2.5 4l2.5 -4",
        "woken by the loop",
    ),
    (
        "task-arrow",
        "M10 0v11m-2.5 -4l2.5 4l2.5 -4",
        "woken by a task",
    ),
    ("cancelled", "M7 12l6 -12", "dropped"),
];
