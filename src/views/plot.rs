//! The picture of one lane: a scene as SVG, and the window on it moved by
//! wheel, pinch, drag and keyboard.

use crate::browser::resize::WidthWatch;
use crate::trace::{Layer, Scene, Viewport};
use leptos::ev::{KeyboardEvent, PointerEvent, WheelEvent};
use leptos::html::Div;
use leptos::prelude::*;

/// Room above and below the rows, in pixels.
const MARGIN: f64 = 8.0;
/// Room for the words of the time axis.
const AXIS: f64 = 22.0;

/// Room for half of the last word of the axis, in pixels.
const RIGHT: f64 = 18.0;

/// The window that all lanes of a stage share.
#[derive(Clone, Copy)]
pub(super) struct SharedWindow {
    /// The part in view; none for all of it.
    pub zoom: RwSignal<Option<Viewport>>,
    /// All of it.
    pub whole: Signal<Viewport>,
}

impl SharedWindow {
    /// A window on so many milliseconds of so many rows.
    pub(super) fn new(
        zoom: RwSignal<Option<Viewport>>,
        extent: Memo<f64>,
        rows: impl Fn() -> usize + Send + Sync + 'static,
    ) -> Self {
        let whole = Signal::derive(move || Viewport::fit(extent.get(), rows()));
        Self { zoom, whole }
    }

    pub(super) fn get(self) -> Viewport {
        self.zoom.get().unwrap_or_else(|| self.whole.get())
    }

    fn get_untracked(self) -> Viewport {
        untrack(|| self.get())
    }

    fn change(self, change: impl FnOnce(Viewport, Viewport) -> Viewport) {
        let whole = self.whole.get_untracked();
        let changed = change(self.get_untracked(), whole);
        self.zoom.set((changed != whole).then_some(changed));
    }
}

/// How far the axis of a run reaches that goes on, in milliseconds: `first`, or
/// as many steps of half more as `reach` takes.
pub(super) fn next_step(first: f64, reach: f64) -> f64 {
    let mut step = first;
    while step < reach {
        step *= 1.5;
    }
    step
}

/// A line across the picture at one instant, which can be moved.
#[derive(Clone, Copy)]
pub(super) struct Playhead {
    /// Where it stands, in milliseconds.
    pub at: Signal<f64>,
    /// Called with where it is moved to.
    pub on_move: Callback<f64>,
    /// Is asked about each key before the picture is; true if it was meant for
    /// the playhead.
    pub on_key: Callback<KeyboardEvent, bool>,
}

/// The picture of one lane.
#[component]
pub(super) fn Plot(
    /// What the picture shows, in words.
    #[prop(into)]
    label: Signal<String>,
    /// The window that is shared with the other lanes.
    window: SharedWindow,
    /// Lays the lane out for a window, a width and a height.
    #[prop(into)]
    draw: Callback<(Viewport, f64, f64), Scene>,
    /// How many rows there are.
    #[prop(into)]
    rows: Signal<usize>,
    /// The room for the names of the rows, in pixels.
    #[prop(into)]
    gutter: Signal<f64>,
    /// A time, in milliseconds, that nothing can beat.
    #[prop(optional)]
    floor: Option<Signal<Option<f64>>>,
    /// The row whose facts are shown.
    selected: Signal<Option<usize>>,
    /// Called when another row is pointed at.
    #[prop(into)]
    on_select: Callback<Option<usize>>,
    /// How far a run has got that is not over, in milliseconds: the picture is
    /// uncovered up to there, evenly, between one drawing and the next.
    #[prop(optional)]
    reached: Option<Signal<Option<f64>>>,
    /// The place of a replay, if it is one.
    #[prop(optional)]
    playhead: Option<Playhead>,
) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let outer = RwSignal::new(0.0);
    let width =
        Memo::new(move |_| (outer.get() - gutter.get() - RIGHT).max(10.0));
    let height = Memo::new(move |_| Viewport::height_for(rows.get()));
    let watch = StoredValue::new_local(None);
    frame.on_load(move |element| {
        let measure = move |width| outer.set(width);
        watch.set_value(Some(WidthWatch::start(&element, measure)));
    });
    on_cleanup(move || watch.set_value(None));
    let scene =
        Memo::new(move |_| draw.run((window.get(), width.get(), height.get())));
    let axis = Memo::new(move |_| window.get().axis(width.get()));
    let grid = move || {
        let bottom = height.get() + 2.0 * MARGIN;
        axis.with(|axis| {
            axis.ticks
                .iter()
                .map(|tick| format!("M{:.1} 0V{bottom}", tick.x))
                .collect::<String>()
        })
    };
    let floor_x = move || {
        let millis = floor?.get()?;
        Some(window.get().x_of(millis, width.get()))
    };
    let path_of = move |layer: Layer| {
        let path = move || scene.with(|scene| scene.path(layer));
        view! { <path class="layer" data-layer=layer.name() d=move || path()/> }
    };
    let layers = Layer::ALL
        .into_iter()
        .filter(|layer| *layer != Layer::Ghost)
        .map(path_of);
    let reached_x = move || {
        let reached = reached?.get()?;
        let width = width.get();
        Some(window.get().x_of(reached, width).clamp(0.0, width))
    };
    let band = move || {
        let view = window.get();
        let row = selected.get().filter(|row| *row < rows.get())?;
        let row_height = height.get() / (view.bottom - view.top);
        let y = (row as f64 - view.top) * row_height + MARGIN;
        let rect = view! {
            <rect class="band" x="0" width="100%" y=y height=row_height.max(1.5)/>
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
        scrubbing: StoredValue::new(false),
        fingers: StoredValue::default(),
    };
    let playhead_x = move || {
        let at = playhead?.at.get();
        let view = window.get();
        let x = view.x_of(at, width.get());
        (0.0..=width.get() + 0.5).contains(&x).then_some(x)
    };
    let handle = move |x: f64| {
        let bottom = height.get() + 2.0 * MARGIN;
        view! {
            <g class="playhead" transform=format!("translate({:.2} 0)", gutter.get() + x)>
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
                height=move || height.get() + 2.0 * MARGIN + AXIS
                aria-hidden="true"
            >
                {playhead.is_some().then(hatch)}
                <g class="row-names">
                    {move || names(&scene.read(), gutter.get()).into_any()}
                </g>
                <svg
                    x=move || gutter.get()
                    width=move || width.get()
                    height=move || height.get() + 2.0 * MARGIN
                    class="window"
                >
                    {move || band()}
                    <path class="grid" d=move || grid()/>
                    <g transform=format!("translate(0 {MARGIN})")>{path_of(Layer::Ghost)}</g>
                </svg>
                <g
                    class="axis"
                    transform=move || format!(
                        "translate({} {})",
                        gutter.get(),
                        height.get() + 2.0 * MARGIN + 16.0,
                    )
                >
                    {move || axis.get().ticks.into_iter().map(|tick| view! {
                        <text x=tick.x>{tick.text}</text>
                    }).collect_view()}
                </g>
            </svg>
            <div
                class="ink"
                class:growing=move || reached_x().is_some()
                style:left=move || pixels(gutter.get())
                style:width=move || pixels(width.get())
                style:--reached=move || pixels(reached_x().unwrap_or_default())
            >
                <div>
                    <svg
                        width=move || width.get()
                        height=move || height.get() + 2.0 * MARGIN
                        aria-hidden="true"
                    >
                        <g transform=format!("translate(0 {MARGIN})")>
                            {layers.collect_view()}
                            <g class="bar-words">{move || words(&scene.read()).into_any()}</g>
                        </g>
                        {move || floor_x().map(|x| view! {
                            <path class="floor" d=format!("M{x:.1} 0V{}", height.get() + 2.0 * MARGIN)/>
                            <text class="floor-word" x=x + 4.0 y="8">"floor"</text>
                        })}
                    </svg>
                </div>
            </div>
            {playhead.is_some().then(|| view! {
                <svg class="over" width="100%" height=move || height.get() + 2.0 * MARGIN aria-hidden="true">
                    {move || playhead_x().map(handle)}
                </svg>
            })}
        </div>
    }
}

fn pixels(value: f64) -> String {
    format!("{value:.1}px")
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
    let name = |row: &crate::trace::Label| {
        view! { <text x=gutter - 10.0 y=row.y + MARGIN>{row.text.clone()}</text> }
    };
    scene.rows.iter().map(name).collect_view()
}

fn words(scene: &Scene) -> impl IntoView + use<> {
    let word = |label: &crate::trace::Label| {
        view! { <text x=label.x y=label.y>{label.text.clone()}</text> }
    };
    scene.labels.iter().map(word).collect_view()
}

/// The button that drags, as an event names it: a finger and a pen have it too.
const FIRST_BUTTON: i16 = 0;
/// The bit of that button among those that are held.
const FIRST_BUTTON_HELD: u16 = 1;

/// What hands do to the window.
#[derive(Clone, Copy)]
struct Hands {
    window: SharedWindow,
    width: Memo<f64>,
    height: Memo<f64>,
    gutter: Signal<f64>,
    rows: Signal<usize>,
    selected: Signal<Option<usize>>,
    on_select: Callback<Option<usize>>,
    playhead: Option<Playhead>,
    /// Whether the playhead is being dragged.
    scrubbing: StoredValue<bool>,
    /// The pointers that are down: their names and places.
    fingers: StoredValue<Vec<(i32, f64, f64)>>,
}

impl Hands {
    /// The place of an event as fractions of the plot.
    fn place(&self, x: f64, y: f64) -> (f64, f64) {
        let x = (x - self.gutter.get_untracked()) / self.width.get_untracked();
        let y = (y - MARGIN) / self.height.get_untracked();
        (x.clamp(0.0, 1.0), y)
    }

    /// Zooms; a wheel that is not meant for the picture scrolls the page: it is
    /// meant if the picture has the focus, or Ctrl is held as in a pinch on a
    /// touchpad.
    fn wheel(&self, event: &WheelEvent) {
        let sideways =
            event.delta_x().abs() > event.delta_y().abs() || event.shift_key();
        let focused = document().active_element() == current_element(event);
        let zoomed = self.window.zoom.get_untracked().is_some();
        if sideways && zoomed {
            event.prevent_default();
            let by = (event.delta_x() + event.delta_y())
                / self.width.get_untracked();
            self.window
                .change(|view, whole| view.panned(by, 0.0, whole));
        } else if !sideways && (focused || event.ctrl_key() || event.meta_key())
        {
            event.prevent_default();
            let (x, y) = offset(event);
            let at = self.place(x, y);
            // A notch of a wheel is about 100 pixels: a quarter closer.
            let factor = (-event.delta_y() / 400.0).exp();
            self.zoom(factor, at);
        }
    }

    fn zoom(&self, factor: f64, (x, y): (f64, f64)) {
        let height = self.height.get_untracked();
        self.window
            .change(|view, whole| view.zoomed(factor, x, y, height, whole));
    }

    fn down(&self, event: &PointerEvent) {
        // Others open menus, and a menu keeps the end of the press to itself.
        if event.button() != FIRST_BUTTON {
            return;
        }
        let (x, y) = offset(event);
        let finger = (event.pointer_id(), x, y);
        self.fingers.update_value(|fingers| fingers.push(finger));
        if let Some(element) = current_element(event) {
            let _ = element.set_pointer_capture(event.pointer_id());
        }
        if self.is_on_playhead(x, y) {
            self.scrubbing.set_value(true);
            self.scrub(x);
        }
        self.point_at(finger.2);
    }

    /// Whether a point is on the playhead, or on the strip above the rows that
    /// its handle moves in.
    fn is_on_playhead(&self, x: f64, y: f64) -> bool {
        let Some(playhead) = self.playhead else {
            return false;
        };
        let at = playhead.at.get_untracked();
        let view = self.window.get_untracked();
        let line = view.x_of(at, self.width.get_untracked())
            + self.gutter.get_untracked();
        y < 2.0 * MARGIN || (x - line).abs() < 8.0
    }

    fn scrub(&self, x: f64) {
        if let Some(playhead) = self.playhead {
            let (x, _) = self.place(x, 0.0);
            let view = self.window.get_untracked();
            playhead.on_move.run(view.from + (view.to - view.from) * x);
        }
    }

    fn moved(&self, event: &PointerEvent) {
        // The end of a press may have gone to a menu or to another window.
        if event.buttons() & FIRST_BUTTON_HELD == 0 {
            self.up(event);
        }
        let (x, y) = offset(event);
        if self.scrubbing.get_value() {
            self.scrub(x);
            return;
        }
        let before = self.fingers.get_value();
        self.fingers.update_value(|fingers| {
            for finger in
                fingers.iter_mut().filter(|f| f.0 == event.pointer_id())
            {
                *finger = (finger.0, x, y);
            }
        });
        let after = self.fingers.get_value();
        match (before.as_slice(), after.as_slice()) {
            ([], _) => self.point_at(y),
            ([a], [b]) => {
                let dx = (a.1 - b.1) / self.width.get_untracked();
                let dy = (a.2 - b.2) / self.height.get_untracked();
                self.window.change(|view, whole| view.panned(dx, dy, whole));
            }
            ([a1, a2, ..], [b1, b2, ..]) => {
                let apart = |p: &(i32, f64, f64), q: &(i32, f64, f64)| {
                    (p.1 - q.1).hypot(p.2 - q.2).max(1.0)
                };
                let middle =
                    self.place((b1.1 + b2.1) / 2.0, (b1.2 + b2.2) / 2.0);
                self.zoom(apart(b1, b2) / apart(a1, a2), middle);
            }
            _ => {}
        }
    }

    fn up(&self, event: &PointerEvent) {
        let is_it = |f: &(i32, f64, f64)| f.0 == event.pointer_id();
        if self.fingers.with_value(|fingers| fingers.iter().any(is_it)) {
            self.scrubbing.set_value(false);
            self.fingers
                .update_value(|fingers| fingers.retain(|f| !is_it(f)));
        }
    }

    fn leave(&self, event: &PointerEvent) {
        let keyboard = document().active_element() == current_element(event);
        if self.fingers.with_value(Vec::is_empty) && !keyboard {
            self.on_select.run(None);
        }
    }

    fn point_at(&self, y: f64) {
        let (_, y) = self.place(0.0, y);
        let row = self.window.get_untracked().row_at(y);
        let row =
            row.filter(|row| y >= 0.0 && *row < self.rows.get_untracked());
        if row != self.selected.get_untracked() {
            self.on_select.run(row);
        }
    }

    fn key(&self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        if let Some(playhead) = self.playhead
            && playhead.on_key.run(event.clone())
        {
            event.prevent_default();
            return;
        }
        let last = self.rows.get_untracked().saturating_sub(1);
        let row = self.selected.get_untracked();
        let by_row = |row: usize| {
            self.on_select.run(Some(row));
            self.window
                .change(|view, whole| view.showing_row(row, whole));
        };
        let pan = |by: f64| {
            self.window
                .change(|view, whole| view.panned(by, 0.0, whole))
        };
        match event.key().as_str() {
            "ArrowDown" => by_row(row.map_or(0, |row| (row + 1).min(last))),
            "ArrowUp" => by_row(row.map_or(last, |row| row.saturating_sub(1))),
            "PageDown" => by_row(row.map_or(0, |row| (row + 10).min(last))),
            "PageUp" => by_row(row.map_or(last, |row| row.saturating_sub(10))),
            "Home" => by_row(0),
            "End" => by_row(last),
            "ArrowLeft" => pan(-0.1),
            "ArrowRight" => pan(0.1),
            "+" | "=" => self.zoom(1.5, self.middle()),
            "-" => self.zoom(1.0 / 1.5, self.middle()),
            "0" => self.window.zoom.set(None),
            _ => return,
        }
        event.prevent_default();
    }

    /// Where the keyboard zooms: the middle, at the row that is chosen.
    fn middle(&self) -> (f64, f64) {
        let view = self.window.get_untracked();
        let row = self.selected.get_untracked().map(|row| row as f64 + 0.5);
        let y =
            row.map_or(0.5, |row| (row - view.top) / (view.bottom - view.top));
        (0.5, y.clamp(0.0, 1.0))
    }
}

fn current_element(event: &web_sys::Event) -> Option<web_sys::Element> {
    wasm_bindgen::JsCast::dyn_into(event.current_target()?).ok()
}

/// Where an event happened, from the upper left corner of the plot. The
/// event's own offset would be from whatever shape is under the pointer.
fn offset(event: &web_sys::MouseEvent) -> (f64, f64) {
    let corner = current_element(event)
        .map(|element| element.get_bounding_client_rect());
    let (left, top) =
        corner.map_or((0.0, 0.0), |corner| (corner.left(), corner.top()));
    (
        f64::from(event.client_x()) - left,
        f64::from(event.client_y()) - top,
    )
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
    zoom: RwSignal<Option<Viewport>>,
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
    };
    view! {
        <div class="stage-foot">
            <ul class="legend" aria-label="Legend">{legend.iter().map(entry).collect_view()}</ul>
            {children.map(|children| children())}
            <Show when=move || zoom.get().is_some()>
                <button class="quiet" on:click=move |_| zoom.set(None)>
                    "Show all"
                </button>
            </Show>
        </div>
    }
}
