//! The picture of one lane: a scene as SVG, and the window on it moved by
//! wheel, pinch, drag and keyboard.

mod hands;
mod window;

pub(super) use window::{Playhead, SharedWindow, next_step};

use crate::browser::focus;
use crate::browser::resize::WidthWatch;
use crate::trace::{
    CHARACTER, Layer, Scene, Tenths, Viewport, cut, decimals, within,
};
use crate::views::findings::PlacedFindings;
use crate::views::reactive::{AnyRwSignal, AnySignal, AnyStoredValue, memo};
use hands::Hands;
use leptos::html::Div;
use leptos::prelude::*;
use window::MARGIN;

/// Room for the words of the time axis.
const AXIS: f64 = 22.0;

/// The height of a picture beyond that of its rows, in pixels.
pub(super) const BESIDE_ROWS: f64 = AXIS + 2.0 * MARGIN;

/// Room for half of the last word of the axis, in pixels.
const RIGHT: f64 = 18.0;

/// The picture of one lane.
#[component]
pub(super) fn Plot(
    /// What the picture shows, in words.
    #[prop(into)]
    label: AnySignal<String>,
    /// The window that is shared with the other lanes.
    window: SharedWindow,
    /// Lays the lane out for a window, a width and a height.
    #[prop(into)]
    draw: Callback<(Viewport, f64, f64), Scene>,
    /// How many rows there are.
    #[prop(into)]
    rows: AnySignal<usize>,
    /// The room for the names of the rows, in pixels.
    #[prop(into)]
    gutter: AnySignal<f64>,
    /// A time, in milliseconds, that nothing can beat.
    #[prop(optional)]
    floor: Option<AnySignal<Option<f64>>>,
    /// A time, in milliseconds, at which the reader expects the end.
    #[prop(optional)]
    guess: Option<AnySignal<Option<f64>>>,
    /// The row whose facts are shown.
    selected: AnySignal<Option<usize>>,
    /// Called when another row is pointed at.
    #[prop(into)]
    on_select: Callback<Option<usize>>,
    /// How far a run has got that is not over, in milliseconds: the picture is
    /// uncovered up to there, evenly, between one drawing and the next.
    #[prop(optional)]
    reached: Option<AnySignal<Option<f64>>>,
    /// The place of a replay, if it is one.
    #[prop(optional)]
    playhead: Option<Playhead>,
    /// The findings that keys go through, if they are those of lanes.
    #[prop(optional)]
    findings: Option<PlacedFindings>,
) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let outer = AnyRwSignal::new(0.0);
    let width = memo(move || (outer.get() - gutter.get() - RIGHT).max(10.0));
    let height = memo(move || Viewport::height_for(rows.get()));
    let bottom = move || height.get() + 2.0 * MARGIN;
    let watch = AnyStoredValue::new(None);
    frame.on_load(move |element| {
        let measure = move |width| outer.set(width);
        watch.set_value(Some(WidthWatch::start(&element, measure)));
    });
    on_cleanup(move || watch.set_value(None));
    let scene =
        memo(move || draw.run((window.get(), width.get(), height.get())));
    let axis = memo(move || window.get().axis(width.get()));
    let grid = move || {
        let bottom = tenths(bottom());
        axis.with(|axis| {
            axis.ticks
                .iter()
                .map(|tick| format!("M{} 0V{bottom}", tenths(tick.x)))
                .collect::<String>()
        })
    };
    let floor_x = move || {
        let millis = floor?.get()?;
        Some(window.get().x_of(millis, width.get()))
    };
    let guess_x = move || {
        let x = window.get().x_of(guess?.get()?, width.get());
        (0.0..=width.get() + 0.5).contains(&x).then_some(x)
    };
    let path_of = move |layer: Layer| {
        let path = move || scene.with(|scene| scene.path(layer));
        view! { <path class="layer" data-layer=layer.name() d=move || path()/> }
            .into_any()
    };
    let layers = Layer::ALL
        .into_iter()
        .filter(|layer| *layer != Layer::Ghost)
        .map(path_of);
    let reached_x = move || {
        let reached = reached?.get()?;
        let width = width.get();
        Some(within(window.get().x_of(reached, width), [0.0, width]))
    };
    let band = move || {
        let view = window.get();
        let row = selected.get().filter(|row| *row < rows.get())?;
        let row_height = height.get() / (view.bottom - view.top);
        let y = (row as f64 - view.top) * row_height + MARGIN;
        let rect = view! {
            <rect class="band" x="0" width="100%" y=tenths(y) height=tenths(row_height.max(1.5))/>
        };
        Some(rect.into_any())
    };
    let hands = Hands {
        window,
        width,
        height,
        gutter,
        rows,
        selected,
        on_select,
        playhead,
        findings,
        scrubbing: AnyStoredValue::new(false),
        fingers: AnyStoredValue::default(),
    };
    let playhead_x = move || {
        let at = playhead?.at.get();
        let view = window.get();
        let x = view.x_of(at, width.get());
        (0.0..=width.get() + 0.5).contains(&x).then_some(x)
    };
    let handle = move |x: f64| {
        let bottom = tenths(bottom());
        view! {
            <g class="playhead" transform=format!("translate({} 0)", decimals(gutter.get() + x, 2))>
                <path class="playhead-line" d=format!("M0 0V{bottom}")/>
                <path class="playhead-handle" d="M-6 -1h12l-6 9z"/>
            </g>
        }
        .into_any()
    };

    view! {
        <div
            class="plot"
            node_ref=frame
            tabindex="0"
            role="group"
            aria-label=move || label.get()
            on:wheel=move |event| hands.wheel(&event)
            on:pointerdown=move |event| hands.down(&event)
            on:pointermove=move |event| hands.moved(&event)
            on:pointerup=move |event| hands.up(&event)
            on:pointercancel=move |event| hands.up(&event)
            on:lostpointercapture=move |event| hands.up(&event)
            on:pointerleave=move |event| hands.leave(&event)
            on:dblclick=move |_| window.zoom.set(None)
            on:keydown=move |event| hands.key(&event)
        >
            <svg
                width="100%"
                height=move || tenths(bottom() + AXIS)
                aria-hidden="true"
            >
                {playhead.is_some().then(hatch)}
                <g class="row-names">
                    {move || scene.with(|scene| names(scene, gutter.get()).into_any())}
                </g>
                <svg
                    x=move || tenths(gutter.get())
                    width=move || tenths(width.get())
                    height=move || tenths(bottom())
                    class="window"
                >
                    {move || band()}
                    <path class="grid" d=move || grid()/>
                    <g transform=below_margin()>{path_of(Layer::Ghost)}</g>
                    {move || guess_x().map(|x| view! {
                        <path class="guess-mark" d=format!("M{} {}V0h9l-3 4l3 4h-9", tenths(x), tenths(bottom()))/>
                    }.into_any())}
                </svg>
                <g
                    class="axis"
                    transform=move || format!(
                        "translate({} {})",
                        tenths(gutter.get()),
                        tenths(bottom() + 16.0),
                    )
                >
                    {move || axis.get().ticks.into_iter().map(|tick| view! {
                        <text x=tenths(tick.x)>{tick.text}</text>
                    }.into_any()).collect_view()}
                </g>
            </svg>
            <div
                class="ink"
                class:growing=move || reached_x().is_some()
                style:left=move || pixels(gutter.get())
                style:--reached=move || pixels(reached_x().unwrap_or_default())
            >
                <div>
                    <svg
                        width=move || tenths(width.get())
                        height=move || tenths(bottom())
                        aria-hidden="true"
                    >
                        <g transform=below_margin()>
                            {layers.collect_view()}
                            <g class="bar-words">{move || scene.with(|scene| words(scene).into_any())}</g>
                        </g>
                        {move || floor_x().map(|x| view! {
                            <path class="floor" d=format!("M{} 0V{}", tenths(x), tenths(bottom()))/>
                            <text class="floor-word" x=tenths(x + 4.0) y="8">"floor"</text>
                        }.into_any())}
                    </svg>
                </div>
            </div>
            {playhead.is_some().then(|| view! {
                <svg class="over" width="100%" height=move || tenths(bottom()) aria-hidden="true">
                    {move || playhead_x().map(handle)}
                </svg>
            }.into_any())}
        </div>
    }
}

/// A place or an extent, to a tenth of a pixel.
pub(super) fn tenths(value: f64) -> String {
    Tenths::of(value).to_string()
}

pub(super) fn pixels(value: f64) -> String {
    tenths(value) + "px"
}

/// Leaves the margin above the rows free.
fn below_margin() -> String {
    format!("translate(0 {})", tenths(MARGIN))
}

/// The ink of what is scheduled. Style sheets know it by its id, so there is
/// one on a page: in the picture of a replay.
fn hatch() -> impl IntoView {
    view! {
        <defs>
            <pattern
                id="hatch"
                width="4"
                height="4"
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"
            >
                <path class="hatch" d="M0 0v4"/>
            </pattern>
        </defs>
    }
}

fn names(scene: &Scene, gutter: f64) -> impl IntoView + use<> {
    let right = gutter - 10.0;
    let name = |row: &crate::trace::Label| {
        let room = (right / CHARACTER).max(1.0) as usize;
        let text = cut(row.text.clone(), room);
        view! { <text x=tenths(right) y=tenths(row.y + MARGIN)>{text}</text> }
            .into_any()
    };
    scene.rows.iter().map(name).collect_view()
}

fn words(scene: &Scene) -> impl IntoView + use<> {
    let word = |label: &crate::trace::Label| {
        view! { <text x=tenths(label.x) y=tenths(label.y)>{label.text.clone()}</text> }
            .into_any()
    };
    scene.labels.iter().map(word).collect_view()
}

/// A kind of ink: the layer that it is of, a sample as SVG path data in a box
/// of 20 by 12, and what it means.
pub(super) type LegendEntry = (&'static str, &'static str, &'static str);

/// What is below a picture: what each kind of ink is, what else belongs there,
/// and the way back to all of it.
#[component]
pub(super) fn StageFoot(
    legend: &'static [LegendEntry],
    /// The part in view; `None` for all of it.
    zoom: AnyRwSignal<Option<Viewport>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let entry = |(layer, path, name): &LegendEntry| {
        view! {
            <li>
                <svg viewBox="0 0 20 12" aria-hidden="true">
                    <path class="layer" data-layer=*layer d=*path/>
                </svg>
                {*name}
            </li>
        }
        .into_any()
    };
    let show_all = move |_| {
        // The button goes.
        focus::to_without_scrolling(".plot");
        zoom.set(None);
    };
    view! {
        <div class="stage-foot">
            <ul class="legend" aria-label="Legend">{legend.iter().map(entry).collect_view()}</ul>
            {children.map(|children| children())}
            <Show when=move || zoom.get().is_some()>
                <button class="quiet" on:click=show_all>
                    "Show all"
                </button>
            </Show>
        </div>
    }
}
