//! The picture: what many cost against how many there are.

use super::state::{Page, Running};
use crate::browser::resize::WidthWatch;
use crate::experiments::Experiment;
use crate::experiments::cost::{
    Chart, Dot, DotKind, DotOf, Form, Quantity, shape,
};
use crate::views::exhibit::Exhibit;
use crate::views::plot::tenths;
use crate::views::reactive::{AnyRwSignal, AnyStoredValue, derived, memo};
use crate::views::tabs::Tabs;
use leptos::html::Div;
use leptos::prelude::*;

/// How high the picture is, in pixels.
const HEIGHT: f64 = 380.0;

/// The chart, its legend, and how far the run is that goes on.
#[component]
pub(super) fn Stage(page: Page) -> impl IntoView {
    const QUANTITIES: [Quantity; 2] = [Quantity::Time, Quantity::Memory];
    let tabs = vec![("", "Time"), ("", "Memory")];
    let pressed = derived(move || {
        QUANTITIES.iter().position(|it| *it == page.quantity.get())
    });
    let press = move |place: usize| page.quantity.set(QUANTITIES[place]);
    view! {
        <section class="stage cost-stage" aria-label="Chart">
            <header>
                <h2>{move || match page.quantity.get() {
                    Quantity::Time => "Time to create and finish them",
                    Quantity::Memory => "Memory of all of them",
                }}</h2>
                <Tabs label="What the chart shows" tabs pressed press/>
            </header>
            <Exhibit lab=Experiment::Cost is_wanted=derived(move || page.is_untouched())/>
            <Picture page/>
            <Legend/>
            <p class="cost-progress">{move || page.running.get().map(progress)}</p>
        </section>
    }
}

fn progress(running: Running) -> impl IntoView {
    let Running {
        form,
        progress,
        count,
        is_second_time,
    } = running;
    let created = match is_second_time {
        true => ", the second time: created ",
        false => ", created ",
    };
    view! {
        <label>
            {form.name()}
            {created}
            <progress value=progress.created max=count></progress>
        </label>
        <label>"finished " <progress value=progress.finished max=count></progress></label>
    }
}

#[component]
fn Picture(page: Page) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let width = AnyRwSignal::new(0.0);
    let watch = AnyStoredValue::new(None);
    frame.on_load(move |element| {
        let measure = move |wide| width.set(wide);
        watch.set_value(Some(WidthWatch::start(&element, measure)));
    });
    on_cleanup(move || watch.set_value(None));
    let chart = memo(move || {
        let (size, quantity) = ((width.get(), HEIGHT), page.quantity.get());
        page.points
            .with(|points| Chart::new(points, quantity, page.lab.step, size))
    });
    let drawn = move || {
        // Before the first measurement there is nothing to lay it out in.
        (width.get() > 0.0).then(|| chart.with(draw))
    };
    view! {
        <div class="cost-chart" node_ref=frame>
            <svg
                width=move || tenths(width.get())
                height=tenths(HEIGHT)
                role="img"
                aria-label="What many cost against how many there are, on logarithmic axes: the points of \
                    this visit, and the post's. The same figures are in the tables below."
            >
                {move || drawn()}
            </svg>
        </div>
    }
}

fn draw(chart: &Chart) -> impl IntoView + use<> {
    let along = chart.along.iter().map(|(x, word)| {
        view! { <text x=tenths(*x) y=tenths(HEIGHT - 8.0)>{word.clone()}</text> }.into_any()
    });
    let up = chart.up.iter().map(|(y, word)| {
        view! { <text x="54" y=tenths(*y)>{word.clone()}</text> }.into_any()
    });
    let line = |(form, measured, reckoned): &(Form, String, String)| {
        view! {
            <g data-strategy=form.id()>
                <path class="cost-line" d=measured.clone()/>
                <path class="cost-line" data-kind="extrapolated" d=reckoned.clone()/>
            </g>
        }.into_any()
    };
    let lines = chart.lines.iter().map(line).collect_view();
    let dots = chart.dots.iter().map(dot).collect_view();
    view! {
        <path class="grid" d=chart.grid.clone()/>
        <g class="axis">{along.collect_view()}</g>
        <g class="row-names">{up.collect_view()}</g>
        {lines}
        {dots}
    }
}

fn id_of(of: DotOf) -> &'static str {
    match of {
        DotOf::Form(form) => form.id(),
        DotOf::Post => "post",
    }
}

fn dot(dot: &Dot) -> AnyView {
    let id = id_of(dot.of);
    // The post's points lie at the right edge.
    let label = (dot.kind == DotKind::Post).then(|| {
        const LINE: f64 = 13.0;
        let lines = dot.lines();
        let first = dot.y - LINE * (lines.len() as f64 - 1.0) / 2.0;
        let line = |(place, line): (usize, String)| {
            let y = first + LINE * place as f64;
            view! { <text class="post-word" x=tenths(dot.words_end()) y=tenths(y)>{line}</text> }.into_any()
        };
        lines.into_iter().enumerate().map(line).collect_view()
    });
    view! {
        <path
            class="cost-dot"
            data-strategy=id
            data-kind=dot.kind.id()
            d=shape(dot.of, dot.x, dot.y)
        >
            <title>{dot.text.clone()}</title>
        </path>
        {label}
    }
    .into_any()
}

/// What each shape is.
#[component]
fn Legend() -> impl IntoView {
    let entry = |of: DotOf, kind: DotKind, name: &'static str| {
        let id = id_of(of);
        view! {
            <li>
                <svg viewBox="0 0 14 14" aria-hidden="true">
                    <path class="cost-dot" data-strategy=id data-kind=kind.id() d=shape(of, 7.0, 7.0)/>
                </svg>
                {name}
            </li>
        }.into_any()
    };
    let form =
        |form: Form| entry(DotOf::Form(form), DotKind::Measured, form.name());
    view! {
        <ul class="legend cost-legend" aria-label="Legend">
            {Form::ALL.map(form).collect_view()}
            {entry(DotOf::Form(Form::OwnWorkers), DotKind::Extrapolated, "extrapolated")}
            {entry(DotOf::Form(Form::SpawnLocal), DotKind::Guess, "your guess")}
            {entry(DotOf::Post, DotKind::Post, "the post's: another machine, Python")}
        </ul>
    }
}
