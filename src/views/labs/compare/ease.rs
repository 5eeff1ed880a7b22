//! The same small job in the three forms: the code that runs, what it may
//! share, and what a panic looks like; and what stands for what.

use crate::experiments::compare::Ease;
use crate::experiments::{Kind, Text};
use crate::views::reactive::AnySignal;
use crate::views::texts::{NotLoaded, texts};
use leptos::prelude::*;

/// What the build calls the source of a form itself.
const AS_RUN: &str = "Rust, as run";

/// The three forms side by side.
#[component]
pub(super) fn Why() -> impl IntoView {
    // All are in one file.
    let first = Ease::of(Kind::ALL[0]).sources().next();
    let first = AnySignal::stored(first.map(|(_, text)| text));
    view! {
        <section class="compare-why" aria-label="Why">
            <h2>"Why: one counter, three ways to keep it right"</h2>
            <p>
                "A coroutine is a value in memory, and gives way only where it awaits: cheap, one core, \
                 and between two awaits nothing can interfere. A thread sees what others see, at any \
                 time: that takes a lock. A process sees only its own: no lock, but every word is \
                 copied and sent. All else in the table follows. Below is the Rust that ran, for the \
                 same job."
            </p>
            <div class="compare-forms">
                {Kind::ALL.map(|kind| view! { <Form kind/> }.into_any()).collect_view()}
            </div>
            <NotLoaded text=first/>
        </section>
    }
}

#[component]
fn Form(kind: Kind) -> impl IntoView {
    let ease = Ease::of(kind);
    let name = kind.name();
    let texts = texts();
    let source = move |(tab, text): (&'static str, Text)| {
        let label = format!("{name}: {tab}");
        let code = view! {
            <pre class="code" tabindex="0" role="region" aria-label=label data-kind=kind.id()>
                <code inner_html=move || texts.html(text)></code>
            </pre>
        };
        // What it is built on is longer than itself.
        match tab == AS_RUN {
            true => code.into_any(),
            false => {
                view! { <details><summary>{tab}</summary>{code}</details> }
                    .into_any()
            }
        }
    };
    view! {
        <article data-kind=kind.id()>
            <h3>
                <span class="swatch"></span>
                {format!("{name}, {} lines", ease.lines)}
            </h3>
            {ease.sources().map(source).collect_view()}
            <dl>
                <dt>"Here it is"</dt>
                <dd>{kind.here()}</dd>
                <dt>"How it differs"</dt>
                <dd>{kind.misses()}</dd>
                <dt>"May be shared"</dt>
                <dd>{ease.shared}</dd>
                <dt>"Must be copied"</dt>
                <dd>{ease.copied}</dd>
                <dt>"A panic"</dt>
                <dd>{ease.panic}</dd>
            </dl>
        </article>
    }
}
