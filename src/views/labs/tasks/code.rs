//! The source that runs, at the playhead.

use super::state::Page;
use crate::experiments::script::CODE;
use crate::experiments::tasks::Program;
use crate::experiments::{Experiment, with_packed};
use crate::views::address::open_at_top;
use crate::views::later_code;
use crate::views::letters;
use crate::views::reactive::{AnyMemo, AnyRwSignal, derived, memo};
use crate::views::tabs::Tabs;
use crate::views::texts::{NotLoaded, texts};
use leptos::prelude::*;

/// What can be shown of a program.
const TABS: [&str; 4] = ["Rust, as run", "Executor", "Python", "JavaScript"];

/// The source, with the line at which the program is.
#[component]
pub(super) fn Code(page: Page) -> impl IntoView {
    let has_text = memo(move || {
        let shown = page.viewer.shown.get();
        shown.is_some_and(|it| it.recording.source.is_some())
    });
    let is_of_none = memo(move || page.shows_another());
    move || {
        match has_text.get() {
        true => view! { <Carried page/> }.into_any(),
        false if is_of_none.get() => view! {
            <section class="panel source" aria-label="Source">
                <h2>"Source"</h2>
                <p class="hint">
                    "The recording is of none of the programs of this lab, and no text came with it."
                </p>
            </section>
        }
        .into_any(),
        false => view! { <OfPrograms page/> }.into_any(),
    }
    }
}

/// The source that came with a recording.
#[component]
fn Carried(page: Page) -> impl IntoView {
    let packing = letters::code();
    packing.want();
    // `None` too if the text is too long for a link.
    let copy = memo(move || {
        packing.if_here(|| {
            let source = page.viewer.shown.get()?.recording.source.clone();
            let query =
                with_packed(String::new(), CODE, &letters::packed(source?)??);
            Some(Experiment::Script.hash(&query))
        })
    });
    let line = memo(move || {
        let line = page.viewer.moment(|_, moment| moment.line()).flatten();
        line.map(|(_, line)| line)
    });
    let text = move || {
        let shown = page.viewer.shown.get()?;
        let recording = &shown.recording;
        let around = line.get().and_then(|line| recording.source_around(line));
        let all = recording.source.as_deref().unwrap_or_default();
        let [before, here, behind] = around.unwrap_or([all, "", ""]);
        let here = around.is_some().then(|| {
            let here = here.to_owned();
            view! { <span class="line" data-here="true">{here}</span> }
                .into_any()
        });
        let (before, behind) = (before.to_owned(), behind.to_owned());
        Some(view! { <code>{before}{here}{behind}</code> }.into_any())
    };
    let copy = move || {
        copy.get().map(|copy| {
        view! { <p><a href=copy on:click=|event| open_at_top(&event)>"Edit a copy"</a></p> }.into_any()
    })
    };
    view! {
        <section class="panel source carried" aria-label="Source">
            <h2>"The program of the recording"</h2>
            <pre class="code" tabindex="0">{move || text()}</pre>
            {move || copy()}
            <later_code::NotLoaded code=packing/>
        </section>
    }
}

/// The source of the program that is chosen, and the same in other languages.
#[component]
fn OfPrograms(page: Page) -> impl IntoView {
    let tab = AnyRwSignal::new(0);
    let program = memo(move || page.program());
    let line = memo(move || {
        let line = page.viewer.moment(|_, moment| moment.line()).flatten();
        let program = program.get();
        // Lines of a run of something else would be none of it.
        let shown = page.viewer.shown.get()?;
        let is_of_it = shown.recording.program.as_deref() == Some(program.id());
        let (_, line) = line.filter(|_| is_of_it)?;
        line.checked_sub(program.source().first_line)
            .map(|line| line as usize)
    });
    let texts = texts();
    let shown = derived(move || {
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
    let pressed = derived(move || Some(tab.get()));
    view! {
        <section class="panel source" aria-label="Source">
            <Tabs label="Source" tabs pressed press=move |place| tab.set(place)/>
            <pre class="code" tabindex="0">{move || text()}</pre>
            <p><a href=move || copy() on:click=|event| open_at_top(&event)>"Edit a copy"</a></p>
            <NotLoaded text=shown/>
        </section>
    }
}

fn lines(lines: &str, here: Option<AnyMemo<Option<usize>>>) -> AnyView {
    let line = |(index, html): (usize, &str)| {
        let is_here = move || {
            here.is_some_and(|here| here.get() == Some(index))
                .to_string()
        };
        // An empty line is as high as the others.
        let html = if html.is_empty() { " " } else { html }.to_owned();
        view! { <span class="line" data-here=move || is_here() inner_html=html></span> }.into_any()
    };
    view! { <code>{lines.split('\n').enumerate().map(line).collect_view()}</code> }
        .into_any()
}
