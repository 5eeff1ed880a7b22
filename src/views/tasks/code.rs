//! The source that runs, at the playhead.

use super::state::Page;
use crate::experiments::Experiment;
use crate::experiments::tasks::Program;
use crate::views::address::open_at_top;
use crate::views::tabs::Tabs;
use crate::views::texts::{NotLoaded, texts};
use leptos::prelude::*;

/// What can be shown of a program.
const TABS: [&str; 4] = ["Rust, as run", "Executor", "Python", "JavaScript"];

/// The source, with the line at which the program is.
#[component]
pub(super) fn Code(page: Page) -> impl IntoView {
    let tab = RwSignal::new(0);
    let program = Memo::new(move |_| page.program());
    let line = Memo::new(move |_| {
        let line = page.viewer.moment(|_, moment| moment.line()).flatten();
        let first = program.get().source().first_line;
        let (_, line) = line?;
        line.checked_sub(first).map(|line| line as usize)
    });
    let texts = texts();
    let shown = Signal::derive(move || {
        let of = program.get().source();
        let texts = [of.rust, Program::executor(), of.python, of.javascript];
        texts.get(tab.get()).copied()
    });
    let text = move || {
        let html = texts.html(shown.get()?);
        Some(match tab.get() {
            0 => lines(&html, Some(line)),
            1 => lines(&html, None),
            _ => view! { <code inner_html=html></code> }.into_any(),
        })
    };
    let copy = move || {
        let query = format!("program={}", program.get().id());
        Experiment::Script.hash(&query)
    };
    let tabs = TABS.map(|name| ("", name)).into();
    let pressed = Signal::derive(move || Some(tab.get()));
    view! {
        <section class="panel source" aria-label="Source">
            <Tabs label="Source" tabs pressed press=move |place| tab.set(place)/>
            <pre class="code" tabindex="0">{move || text()}</pre>
            <p><a href=move || copy() on:click=|event| open_at_top(&event)>"Edit a copy"</a></p>
            <NotLoaded text=shown/>
        </section>
    }
}

fn lines(lines: &str, here: Option<Memo<Option<usize>>>) -> AnyView {
    let line = |(index, html): (usize, &str)| {
        let is_here = move || {
            here.is_some_and(|here| here.get() == Some(index))
                .to_string()
        };
        // An empty line is as high as the others.
        let html = if html.is_empty() { " " } else { html }.to_owned();
        view! { <span class="line" data-here=move || is_here() inner_html=html></span> }
    };
    view! { <code>{lines.split('\n').enumerate().map(line).collect_view()}</code> }
        .into_any()
}
