//! Recordings as files: out for others and for Perfetto, and in again. A long
//! one is written and read in pieces, with its progress and a Stop.

use super::state::Viewer;
use crate::browser::files;
use crate::browser::focus::Focused;
use crate::task::AbortOnDrop;
use crate::trace::{Recording, decimals, with_unit};
use crate::views::reactive::{AnyRwSignal, AnyStoredValue, effect, memo};
use crate::views::recordings::{self, Format, Said};
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use std::rc::Rc;

/// A file that is being written or read.
#[derive(Clone, PartialEq)]
struct Work {
    /// What is done with it, as the beginning of a sentence.
    doing: String,
    /// What to say if it is stopped.
    stopped: String,
    /// Whether it will take the place of what is shown.
    replaces: bool,
}

/// What came of the last file, and the one that is at work; copies share it.
#[derive(Clone, Copy)]
struct Desk {
    said: AnyRwSignal<Said>,
    /// A link that the visitor has to copy, since the page may not.
    link: AnyRwSignal<Option<String>>,
    work: AnyRwSignal<Option<Work>>,
    /// The share of the work that is done; `None` if it has taken no time yet.
    share: AnyRwSignal<Option<f64>>,
    /// Ends the work when it is dropped.
    task: AnyStoredValue<Option<AbortOnDrop>>,
    /// What had the focus when the work began.
    focused: AnyStoredValue<Option<Focused>>,
}

impl Desk {
    fn new() -> Self {
        Self {
            said: AnyRwSignal::new(Ok(String::new())),
            link: AnyRwSignal::new(None),
            work: AnyRwSignal::new(None),
            share: AnyRwSignal::new(None),
            task: AnyStoredValue::new(None),
            focused: AnyStoredValue::new(None),
        }
    }

    /// Begins `work`, unless there is some: `task` is it, and tells what came
    /// of it.
    fn begin(self, work: Work, task: LocalBoxFuture<'static, Said>) {
        if self.work.with_untracked(Option::is_some) {
            return;
        }
        self.said.set(Ok(String::new()));
        self.link.set(None);
        self.work.set(Some(work));
        self.focused.set_value(Focused::now());
        let (task, abort) = AbortOnDrop::wrap(task);
        self.task.set_value(Some(abort));
        leptos::task::spawn_local(async move {
            // Who leaves the lab has stopped it too.
            if let Ok(said) = task.await {
                self.end(said);
            }
        });
    }

    /// So much of the work is done. Whoever looks is told now and then: each
    /// time costs a painting.
    fn did(self, share: f64) {
        let told = self.share.get_untracked();
        if told.is_none_or(|told| share - told >= 0.05) {
            self.share.set(Some(share));
        }
    }

    fn stop(self) {
        let work = self.work.get_untracked();
        self.task.set_value(None);
        self.end(Ok(work.map(|work| work.stopped).unwrap_or_default()));
    }

    fn end(self, said: Said) {
        self.focused.with_value(|focused| {
            if let Some(focused) = focused {
                focused.again_instead_of(".file-progress");
            }
        });
        self.work.set(None);
        self.share.set(None);
        self.said.set(said);
    }
}

/// Buttons that save what is shown, and one that opens what was saved.
#[component]
pub(in crate::views) fn Share(
    viewer: Viewer,
    /// Called with what was opened; without it nothing can be.
    #[prop(optional)]
    on_open: Option<Callback<Recording>>,
) -> impl IntoView {
    let desk = Desk::new();
    let empty = move || {
        let shown = viewer.shown.get();
        shown.is_none_or(|shown| shown.live)
    };
    // Who has something else shown meanwhile, by Run for one, wants that.
    effect(move || {
        viewer.shown.track();
        let work = desk.work.get_untracked();
        if work.is_some_and(|work| work.replaces) {
            desk.stop();
        }
    });
    let is_long = memo(move || desk.share.with(Option::is_some));
    let busy = move || desk.work.with(Option::is_some).then_some("true");
    let save = move |format: Format| {
        let Some(shown) = viewer.shown.get_untracked() else {
            return;
        };
        save(desk, shown.recording.clone(), format);
    };
    let open = on_open.map(|on_open| {
        view! {
            <label class="quiet file">
                "Open a recording"
                <input
                    type="file"
                    accept=".json,application/json"
                    on:change:target=move |event| open(desk, &event.target(), on_open)
                />
            </label>
        }.into_any()
    });
    view! {
        <div class="share" role="group" aria-label="Recording">
            <button
                class="quiet"
                title="A file for ui.perfetto.dev and chrome://tracing"
                prop:disabled=move || empty()
                aria-disabled=busy
                on:click=move |_| save(Format::Chrome)
            >
                "Export for Perfetto"
            </button>
            <button
                class="quiet"
                title="A file that this page opens again, anywhere and offline"
                prop:disabled=move || empty()
                aria-disabled=busy
                on:click=move |_| save(Format::Own)
            >
                "Save the recording"
            </button>
            <button
                class="quiet"
                title="A link that opens this very run, anywhere"
                prop:disabled=move || empty()
                aria-disabled=busy
                on:click=move |_| copy_link(desk, viewer)
            >
                "Copy link with this run"
            </button>
            {open}
            {move || is_long.get().then(|| progress(desk))}
            {move || message(desk)}
            {move || desk.link.get().map(field)}
        </div>
    }
}

fn save(desk: Desk, recording: Rc<Recording>, format: Format) {
    let name = recordings::file_name(&recording, format);
    let work = Work {
        doing: format!("Writing {name}"),
        stopped: format!("Stopped: {name} was not saved."),
        replaces: false,
    };
    let tell = Rc::new(move |share| desk.did(share));
    let saving = recordings::save(recording, format, name, tell);
    desk.begin(work, Box::pin(saving));
}

/// Copies a link that has what is shown, and what of it is looked at.
fn copy_link(desk: Desk, viewer: Viewer) {
    let Some(shown) = viewer.shown.get_untracked() else {
        return;
    };
    viewer.pause();
    let recording = shown.recording.clone();
    let look = untrack(|| viewer.look()).unwrap_or_default();
    let work = Work {
        doing: "Copying the link".to_owned(),
        stopped: String::new(),
        replaces: false,
    };
    let show = Box::new(move |link| desk.link.set(Some(link)));
    desk.begin(work, Box::pin(recordings::link(recording, look, show)));
}

fn open(
    desk: Desk,
    input: &web_sys::HtmlInputElement,
    on_open: Callback<Recording>,
) {
    let Some(file) = files::chosen(input) else {
        return;
    };
    let name = file.name();
    let work = Work {
        doing: format!("Reading {name}"),
        stopped: format!("Stopped: {name} was not opened."),
        replaces: true,
    };
    let tell = Rc::new(move |share| desk.did(share));
    let opening = async move {
        match recordings::read(file, tell).await {
            Ok(recording) => {
                on_open.run(recording);
                Ok(format!("Opened {name}."))
            }
            Err(error) => Err(format!("{name} was not opened: {error}")),
        }
    };
    desk.begin(work, Box::pin(opening));
}

/// How far the work is, once it has taken some time, and what stops it.
fn progress(desk: Desk) -> Option<AnyView> {
    let work = desk.work.get()?;
    let share = move || desk.share.get().unwrap_or_default();
    let percent = move || with_unit(share() * 100.0, 0, "%");
    let label = work.doing.clone();
    Some(
        view! {
            <span class="file-progress">
                {work.doing}
                ": "
                {percent}
                <progress aria-label=label max="1" value=move || decimals(share(), 3)></progress>
                <button class="secondary" on:click=move |_| desk.stop()>
                    "Stop"
                </button>
            </span>
        }
        .into_any(),
    )
}

/// A link to be copied by hand.
fn field(link: String) -> AnyView {
    view! {
        <input
            class="link"
            type="text"
            readonly
            aria-label="Link with this run"
            value=link
            on:focus:target=|event| event.target().select()
        />
    }
    .into_any()
}

/// What came of the last file.
fn message(desk: Desk) -> AnyView {
    match desk.said.get() {
        Ok(text) => {
            view! { <span class="hint" role="log">{text}</span> }.into_any()
        }
        Err(text) => {
            view! { <p class="alert" role="alert">{text}</p> }.into_any()
        }
    }
}
