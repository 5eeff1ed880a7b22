//! The editor of the program, and what is wrong with it.

use super::program::Lost;
use super::state::Page;
use crate::browser::editor::{self, Mark, Word};
use crate::experiments::script::Whose;
use crate::experiments::script::protocol::Fault;
use crate::views::later_code;
use crate::views::reactive::{AnyStoredValue, derived, effect, memo};
use crate::views::texts::NotLoaded;
use leptos::prelude::*;

const ID: &str = "program";

/// The editor.
#[component]
pub(super) fn Editor(page: Page) -> impl IntoView {
    editor::load();
    effect(move || {
        let words = meanwhile_script::words();
        let words = words.iter().map(|word| Word {
            name: word.name,
            signature: word.signature,
            says: word.says,
        });
        with_element(|element| editor::complete(element, words));
    });
    // The text that the editor is known to have.
    let has = AnyStoredValue::new(None::<String>);
    effect(move || {
        let text = match page.is_packed() {
            true => Some(String::new()),
            false => page.text(),
        };
        let Some(text) = text else { return };
        let can_be_undone = page.replaced_by_hand.get_value();
        if has.with_value(|has| has.as_ref() != Some(&text)) {
            with_element(|element| {
                editor::show(element, &text, can_be_undone);
            });
            has.set_value(Some(text));
        }
    });
    effect(move || {
        let marks = page.all_faults().into_iter().map(mark_of);
        let marks: Vec<Mark> = marks.collect();
        with_element(|element| editor::mark(element, &marks));
    });
    let lines = memo(move || (page.lines_here(), page.lines_pointed_at()));
    effect(move || {
        lines.with(|(here, others)| {
            with_element(|element| editor::light(element, here, others));
        });
    });
    let listener = window_event_listener_untyped("line", move |event| {
        page.point_at(editor::line_of(&event));
    });
    on_cleanup(move || listener.remove());
    let input = move |text: String| {
        has.set_value(Some(text.clone()));
        page.type_text(text);
    };
    let shown = derived(move || {
        let text = page.choices.with(|setup| setup.start.languages().rust);
        Some(text)
    });
    view! {
        <section class="program" aria-label="Program">
            <code-editor id=ID label="Program">
                <textarea
                    aria-label="Program"
                    aria-describedby="program-faults"
                    spellcheck="false"
                    autocapitalize="off"
                    autocomplete="off"
                    rows="20"
                    on:input:target=move |event| input(event.target().value())
                ></textarea>
            </code-editor>
            <NotLoaded text=shown/>
            <Faults page/>
            <Undo page/>
            <WhoseProgram page/>
            <NotKept page/>
            <later_code::NotLoaded code=page.letters/>
            <p class="hint">
                "A small part of Rust, run by an interpreter in a worker; its futures are real. \
                 Types and borrows are not checked: what a compiler would refuse is said when it \
                 happens. Whole numbers are i64, and no future has a size here."
            </p>
        </section>
    }
}

fn with_element(act: impl FnOnce(&web_sys::Element)) {
    if let Some(element) = document().get_element_by_id(ID) {
        act(&element);
    }
}

fn go_to(line: u32, column: u32) {
    with_element(|element| editor::reveal(element, line, column));
}

/// The end of a sentence on a fault, which leads to its place.
pub(super) fn leading_to(fault: &Fault) -> AnyView {
    let (line, column) = (fault.line, fault.column);
    let place = format!("line {line}, column {}", column + 1);
    view! {
        " "
        <button class="quiet strong" on:click=move |_| go_to(line, column)>{place}</button>
        "."
    }
    .into_any()
}

fn mark_of(fault: Fault) -> Mark {
    Mark {
        from: (fault.line, fault.column),
        to: (fault.end_line, fault.end_column),
        message: fault.message,
    }
}

/// What is wrong with the program, line by line.
#[component]
fn Faults(page: Page) -> impl IntoView {
    let fault = |fault: Fault| {
        let (line, column) = (fault.line, fault.column);
        let place = format!("Line {line}, column {}", column + 1);
        view! {
            <li>
                <button class="quiet strong" on:click=move |_| go_to(line, column)>{place}</button>
                ": "
                {fault.message}
            </li>
        }.into_any()
    };
    view! {
        <ul class="faults" id="program-faults" aria-live="polite">
            {move || page.all_faults().into_iter().map(fault).collect_view()}
        </ul>
    }
}

/// The text that another has taken the place of.
#[component]
fn Undo(page: Page) -> impl IntoView {
    move || {
        page.undo.get().map(|Lost { what, .. }| {
            view! {
                <p class="undo" role="note">
                    {what}
                    " "
                    <button class="quiet strong" on:click=move |_| page.undo()>"Undo"</button>
                </p>
            }.into_any()
        })
    }
}

/// What the visitor could lose: where the browser remembers nothing, and where
/// the text is too long for the address.
#[component]
fn NotKept(page: Page) -> impl IntoView {
    // The sentence, and whether it is an alert.
    let said = memo(move || {
        let is_of_link = page.whose.get() == Whose::Link;
        match (page.is_too_long(), page.mine.forgotten.get()) {
            (true, _) if is_of_link => Some((
                "The program is too long for the address, and this browser does not remember what \
                 came with a link: a reload loses it. Keep it as your program, or save it as a \
                 file.",
                true,
            )),
            (true, true) => Some((
                "This browser does not let the page remember the program, and it is too long for \
                 the address: a reload loses it. Save it as a file.",
                true,
            )),
            (true, false) => Some((
                "The program is too long for a link: save it as a file to pass it on. This browser \
                 remembers it.",
                false,
            )),
            (false, true) => Some((
                "This browser does not let the page remember the program: its storage is full or \
                 switched off. It is in the address, which a reload opens again.",
                true,
            )),
            (false, false) => None,
        }
    });
    move || {
        said.get().map(|(said, is_alert)| match is_alert {
            true => {
                view! { <p class="alert" role="alert">{said}</p> }.into_any()
            }
            false => view! { <p class="hint">{said}</p> }.into_any(),
        })
    }
}

/// A program that came with a link stays apart from the visitor's own.
#[component]
fn WhoseProgram(page: Page) -> impl IntoView {
    move || {
        let is_of_link = page.whose.get() == Whose::Link && !page.is_packed();
        is_of_link.then(|| {
            let has_own = page.mine.is_there();
            let what = match page.is_first.get_value() {
                true => "This program began as the page's own. ",
                false => "This program came with a link. ",
            };
            let mine = has_own.then(|| view! {
                " "
                <button class="quiet strong" on:click=move |_| page.open_mine()>
                    "Open my program"
                </button>
            }.into_any());
            view! {
                <p class="undo whose" role="note">
                    {what}
                    {has_own.then_some("Your own is kept apart and stays as it is. ")}
                    <button class="quiet strong" on:click=move |_| page.keep_as_mine()>
                        "Keep as my program"
                    </button>
                    {mine}
                </p>
            }.into_any()
        })
    }
}
