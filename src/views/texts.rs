//! The highlighted sources and other texts, fetched when the first of a file is
//! shown.

use crate::browser::page;
use crate::experiments::{Experiment, FILES, Text};
use crate::http::CacheMode;
use crate::views::reactive::{AnyRwSignal, AnySignal};
use leptos::prelude::*;
use std::sync::Arc;

/// What is there of a file.
#[derive(Clone, Default, PartialEq)]
enum File {
    /// Nobody has asked for it yet.
    #[default]
    Unasked,
    /// It is on its way.
    Loading,
    /// It is here.
    Here(Arc<str>),
    /// It could not be had, or is not the one that was built.
    Failed,
}

/// The files of texts, for as long as the page is open.
#[derive(Clone, Copy)]
pub(super) struct Texts([AnyRwSignal<File>; FILES.len()]);

impl Texts {
    /// For the whole page; others have it by [`use_context`].
    pub(super) fn new() -> Self {
        Self(std::array::from_fn(|_| AnyRwSignal::new(File::Unasked)))
    }

    /// `text` as HTML, or what stands in its place; fetches its file if nobody
    /// has yet.
    pub(super) fn html(self, text: Text) -> String {
        let found = self.found(text);
        let failed =
            self.0[text.file].with_untracked(|file| *file == File::Failed);
        found.unwrap_or_else(|| match failed {
            true => String::new(),
            false => "<i class=\"comment\">Loading the source…</i>".to_owned(),
        })
    }

    /// Fetches what stands on the stage of `lab` before a run, if nobody has
    /// yet; that of Crawl came with the page.
    pub(super) fn want_stage(self, lab: Experiment) {
        let text = Text::stage(lab).filter(|_| lab != Experiment::Crawl);
        if let Some(text) = text {
            self.want(text);
        }
    }

    fn want(self, text: Text) {
        let file = self.0[text.file];
        if file.with_untracked(|file| *file == File::Unasked) {
            self.fetch(text.file, CacheMode::Default);
        }
    }

    /// `text` once it is here; fetches its file if nobody has yet.
    pub(super) fn found(self, text: Text) -> Option<String> {
        self.want(text);
        self.0[text.file].with(|file| match file {
            File::Here(file) => text.in_file(file).map(str::to_owned),
            File::Unasked | File::Loading | File::Failed => None,
        })
    }

    fn fetch(self, place: usize, cache: CacheMode) {
        let file = self.0[place];
        file.set(File::Loading);
        // For all of the page, not for the view that asked first.
        leptos::task::spawn_local(async move {
            let text = match page::named_file("meanwhile-texts", FILES[place]) {
                Some(url) => page::text_of(&url, cache).await,
                None => None,
            };
            // A host may answer with another page in its place.
            let first = Text {
                file: place,
                place: 1,
            };
            let text = text.filter(|text| first.in_file(text).is_some());
            file.set(text.map_or(File::Failed, |it| File::Here(it.into())));
        });
    }
}

/// The texts of the page.
pub(super) fn texts() -> Texts {
    expect_context()
}

/// Says that the source of `text` did not come, if it did not.
#[component]
pub(super) fn NotLoaded(
    #[prop(into)] text: AnySignal<Option<Text>>,
) -> impl IntoView {
    let texts = texts();
    // Past all caches: one may hold what the host gave in the file's place.
    let again = move |place| texts.fetch(place, CacheMode::NoStore);
    let failed = move || {
        let place = text.get()?.file;
        let failed = texts.0[place].with(|file| *file == File::Failed);
        failed.then(|| view! {
            <div class="alert" role="alert">
                <p>
                    "This text did not load: the network or the host of this page does not answer. \
                     All else works."
                </p>
                <button class="secondary" on:click=move |_| again(place)>
                    "Try again"
                </button>
            </div>
        }.into_any())
    };
    view! { {move || failed()} }
}
