//! What surrounds every lab: the head, the way from lab to lab, the foot.

use super::address::{self, Shown};
use super::embed::{CopyEmbed, OpenAlone};
use super::environment::Environment;
use super::exhibit::Still;
use super::later::Later;
use super::pages::{ShownBar, ShownPage, Sources};
use super::pieces::Pieces;
use super::reactive::{AnyRwSignal, AnyStoredValue, memo};
use super::recordings;
use super::run::press_once_a_key;
use super::texts::Texts;
use super::tour::Touring;
use super::visit;
use crate::browser::endpoint::ReleaseWatch;
use crate::browser::files;
use crate::browser::focus;
use crate::browser::page::{self, Engine, Theme};
use crate::browser::{scroll, storage, visibility};
use crate::experiments::{Experiment, Route};
use crate::trace::Recording;
use leptos::prelude::*;
use std::rc::Rc;

/// A recording that was dropped on the page, for the lab that opens it.
#[derive(Clone, Copy)]
pub(super) struct Dropped(pub AnyRwSignal<Option<Recording>>);

/// What the page shows, and where each lab and guide was left.
#[derive(Clone, Copy)]
struct Place {
    shown: AnyRwSignal<Shown>,
    left: AnyStoredValue<Vec<(Shown, String)>>,
}

impl Place {
    /// Goes to a lab or a guide, as it was left.
    fn go(self, to: Shown) {
        address::flush();
        let here = (self.shown.get_untracked(), page::hash());
        let hash = self.left.try_update_value(|left| {
            left.retain(|(shown, _)| *shown != here.0);
            left.push(here);
            let of = left.iter().find(|(left, _)| *left == to);
            of.map(|(_, hash)| hash.clone())
        });
        let hash = hash.flatten();
        page::go_to(&hash.unwrap_or_else(|| start_of(to)));
    }
}

/// The fragment that leads to what was not opened yet: to Crawl by the page
/// itself, which opens on the visitor's own list.
fn start_of(shown: Shown) -> String {
    match shown {
        Shown::Lab(Experiment::Crawl) => "#/".to_owned(),
        Shown::Lab(lab) => lab.hash(""),
        Shown::Guide(guide) => guide.hash(""),
    }
}

/// The page.
#[component]
pub fn App() -> impl IntoView {
    let engine = AnyStoredValue::new(Engine::detect());
    provide_context(Environment { engine });
    provide_context(Texts::new());
    provide_context(Still::take());
    visit::begin();
    address::catch_up();
    let sources = Sources::new();
    let touring = Touring::new();
    provide_context(touring);
    let unknown = AnyRwSignal::new(unknown_here());
    let place = Place {
        shown: AnyRwSignal::new(Shown::here()),
        left: AnyStoredValue::default(),
    };
    let later = Later::new();
    let listener =
        window_event_listener(leptos::ev::hashchange, move |event| {
            touring.came_from(event.old_url());
            unknown.set(unknown_here());
            place.shown.set(Shown::here());
            if let Some(offset) = address::left_at() {
                later.spawn(scroll::back_to(offset));
            }
        });
    on_cleanup(move || listener.remove());
    let shown = memo(move || place.shown.get());
    address::keep_on_leaving();
    press_once_a_key();
    let not_opened = open_dropped_files(place);
    let embedded = page::is_embedded();
    let pieces = Pieces::of_a_visit();
    let head = pieces.then(move || match embedded {
        true => ().into_any(),
        false => view! { <Head place/> }.into_any(),
    });
    let foot = pieces.then(move || match embedded {
        true => view! { <OpenAlone/> }.into_any(),
        false => view! { <Foot/> }.into_any(),
    });
    let shown = pieces.then(move || {
        let page =
            move || view! { <ShownPage sources shown=shown.get()/> }.into_any();
        page.into_any()
    });
    later.spawn(pieces.build());

    view! {
        <a class="skip" href="#main" on:click=focus_main>
            "Skip to the lab"
        </a>
        {head}
        <NewRelease/>
        <main id="main" tabindex="-1">
            {move || alert(unknown.get())}
            {move || alert(not_opened.get())}
            <ShownBar sources touring/>
            {shown}
        </main>
        {foot}
    }
}

#[component]
fn Foot() -> impl IntoView {
    view! {
        <footer class="foot">
            <p>
                "Meanwhile runs real Rust futures on your browser's own event loop. \
                 Nothing is simulated, nothing is sent anywhere but to the URLs of your list. \
                 “The post” is one on asynchronous programming in Python, which Meanwhile grew out \
                 of: its figures stand beside yours."
            </p>
            <CopyEmbed/>
        </footer>
    }
}

/// Why the page shows Crawl, if its address has a name that nothing has.
fn unknown_here() -> Option<String> {
    match Route::parse(&page::hash()) {
        Route::Unknown(name) => Some(format!(
            "There is no lab called “{name}” here, so nothing of the link was followed. \
             This is Crawl."
        )),
        Route::Home | Route::Lab(..) | Route::Guide(..) => None,
    }
}

fn alert(text: Option<String>) -> impl IntoView {
    text.map(|text| {
        view! { <p class="alert" role="alert">{text}</p> }.into_any()
    })
}

/// Opens a recording that is dropped anywhere on the page in the lab that can:
/// why the last one could not be opened.
fn open_dropped_files(place: Place) -> AnyRwSignal<Option<String>> {
    let dropped = AnyRwSignal::new(None);
    provide_context(Dropped(dropped));
    let not_opened = AnyRwSignal::new(None);
    let later = Later::new();
    let over = window_event_listener(leptos::ev::dragover, |event| {
        if files::are_dragged(&event) {
            // Otherwise the browser leaves the page for the file.
            event.prevent_default();
        }
    });
    let drop = window_event_listener(leptos::ev::drop, move |event| {
        if event.default_prevented() || !files::are_dragged(&event) {
            return;
        }
        event.prevent_default();
        not_opened.set(None);
        later.spawn(async move {
            let Some(file) = files::dropped(&event) else {
                return;
            };
            let name = file.name();
            match recordings::read(file, Rc::new(|_| ())).await {
                Ok(recording) => {
                    dropped.set(Some(recording));
                    let tasks = Shown::from(Experiment::Tasks);
                    if place.shown.get_untracked() != tasks {
                        place.go(tasks);
                    }
                }
                Err(why) => {
                    let mut text = format!("{name} was not opened: {why}");
                    if !name.to_ascii_lowercase().ends_with(".json") {
                        text += " A list of URLs is read where it is dropped on the list of Crawl.";
                    }
                    not_opened.set(Some(text));
                }
            }
        });
    });
    on_cleanup(move || {
        over.remove();
        drop.remove();
    });
    not_opened
}

/// The address belongs to the setup, so the link must not change it.
fn focus_main(event: leptos::ev::MouseEvent) {
    event.prevent_default();
    focus::to("#main");
}

#[component]
fn Head(place: Place) -> impl IntoView {
    let link = |to: Shown| {
        let current = move || (place.shown.get() == to).then_some("page");
        let go = move |event: leptos::ev::MouseEvent| {
            // In another tab it opens as any link does.
            let elsewhere = event.ctrl_key() || event.meta_key();
            if elsewhere || event.shift_key() {
                return;
            }
            event.prevent_default();
            if place.shown.get_untracked() != to {
                place.go(to);
            }
        };
        view! {
            <a href=start_of(to) aria-current=move || current() on:click=go>
                {to.name()}
            </a>
        }
        .into_any()
    };
    let links = Shown::ALL.into_iter().map(link).collect_view();
    view! {
        <header class="head">
            <span class="brand">
                <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
                    <path class="first" d="M3 3h10v5h-10zM18 10h10v5h-10z"/>
                    <path class="second" d="M3 18h10v5h-10zM3 25h10v5h-10z"/>
                </svg>
                "meanwhile"
            </span>
            <nav aria-label="Labs">{links}</nav>
            <CopyLink/>
            <ThemeButton/>
        </header>
    }
}

/// Says when the host has a newer release, which the next load takes. Nothing
/// is reloaded by itself: it would end a run.
#[component]
fn NewRelease() -> impl IntoView {
    let is_there = AnyRwSignal::new(false);
    let watch =
        AnyStoredValue::new(ReleaseWatch::start(move || is_there.set(true)));
    let listener =
        window_event_listener_untyped("visibilitychange", move |_| {
            if !visibility::is_hidden() {
                watch.with_value(|watch| {
                    watch.iter().for_each(ReleaseWatch::look)
                });
            }
        });
    on_cleanup(move || listener.remove());
    move || {
        is_there.get().then(|| {
            view! {
                <p class="hint" role="note">
                    "A newer version of this page is there. The next load takes it, whenever you \
                     like: what you have set is in the address."
                </p>
            }.into_any()
        })
    }
}

#[component]
fn CopyLink() -> impl IntoView {
    let said = AnyRwSignal::new("");
    let later = Later::new();
    let copy = move |_| {
        later.spawn(async move {
            said.set(match page::copy(&address::current()).await {
                true => address::lack().unwrap_or("Link copied"),
                false => "Copy it from the address bar",
            });
        });
    };
    view! {
        <button class="quiet copy-link" on:click=copy on:blur=move |_| said.set("")>
            "Copy link"
        </button>
        <span class="said" aria-live="polite">{move || said.get()}</span>
    }
}

#[component]
fn ThemeButton() -> impl IntoView {
    let remembered = storage::recall("meanwhile.theme").unwrap_or_default();
    let theme = AnyRwSignal::new(Theme::from_name(&remembered));
    page::set_theme(theme.get_untracked());
    let press = move |_| {
        let next = theme.get_untracked().next();
        page::set_theme(next);
        // A theme that is not remembered is no loss worth a message.
        let _ = storage::remember("meanwhile.theme", next.name());
        theme.set(next);
    };
    let label = move || format!("Theme: {}", theme.get().name());
    view! {
        <button class="quiet icon theme" on:click=press aria-label=move || label() title=move || label()>
            <svg viewBox="0 0 16 16" aria-hidden="true">
                <circle cx="8" cy="8" r="6.2"/>
                <path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z"/>
            </svg>
        </button>
    }
}
