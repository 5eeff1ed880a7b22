//! The code that the page does not need for the first sight. With the feature
//! `split` it is a file of its own, which is loaded once the page is on the
//! screen.

use super::{crawl, labs};
use crate::browser::{page, turn};
use leptos::prelude::*;

/// Makes functions whose code comes later: each gives `None` until
/// [`LaterCode`] has loaded it. All are one file, but each knows by itself that
/// it is there, so `load` asks for each; false if one cannot be had.
///
/// What a function gives belongs to who calls it, since nothing is waited for.
macro_rules! later_code {
    ($($view:vis fn $name:ident($($given:ident: $type:ty),*) -> $result:ty
        $body:block)+) => {
        $(
            $view fn $name($($given: $type),*) -> Option<$result> {
                #[cfg(not(feature = "split"))]
                return Some($body);
                #[cfg(feature = "split")]
                {
                    use futures::FutureExt;
                    $name::$name($($given),*).now_or_never()?.ok()
                }
            }

            #[cfg(feature = "split")]
            mod $name {
                use super::*;
                use wasm_split_helpers::{SplitLoaderError, wasm_split};

                #[wasm_split(later, fallible, preload(load))]
                pub(super) fn $name(
                    $($given: $type),*
                ) -> Result<$result, SplitLoaderError> {
                    Ok($body)
                }
            }
        )+

        pub(in crate::views) async fn load() -> bool {
            #[cfg(feature = "split")]
            {
                $($name::load().await.is_ok() &&)+ true
            }
            #[cfg(not(feature = "split"))]
            true
        }
    };
}
pub(super) use later_code;

/// What is there of the code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Code {
    /// Nobody has asked for it yet.
    Unasked,
    Loading,
    Here,
    Failed,
}

/// The code that comes later, for as long as the page is open.
#[derive(Clone, Copy)]
pub(super) struct LaterCode(RwSignal<Code>);

impl LaterCode {
    /// For the whole page; loads it once that is on the screen.
    pub(super) fn new() -> Self {
        let code = Self(RwSignal::new(match cfg!(feature = "split") {
            true => Code::Unasked,
            false => Code::Here,
        }));
        leptos::task::spawn_local(async move {
            // Two frames: before the second, the first is on the screen.
            turn::frame().await;
            turn::frame().await;
            if code.is_unasked() {
                code.loaded().await;
            }
        });
        code
    }

    /// Loads it, unless it is here already; false if it cannot be had.
    pub(super) async fn loaded(self) -> bool {
        if self.0.get_untracked() == Code::Here {
            return true;
        }
        self.0.set(Code::Loading);
        let is_here = labs::load().await && crawl::load().await;
        self.0.set(if is_here { Code::Here } else { Code::Failed });
        is_here
    }

    /// Whether it is here; asks again when that changes.
    pub(super) fn is_here(self) -> bool {
        self.0.get() == Code::Here
    }

    /// Whether nobody has asked for it yet.
    pub(super) fn is_unasked(self) -> bool {
        self.0.get_untracked() == Code::Unasked
    }

    /// Whether it is on its way; asks again when that changes.
    pub(super) fn is_loading(self) -> bool {
        self.0.get() == Code::Loading
    }

    /// Loads it, and does not wait.
    pub(super) fn want(self) {
        leptos::task::spawn_local(async move {
            self.loaded().await;
        });
    }
}

/// Says that the code did not come, if it did not.
#[component]
pub(super) fn NotLoaded() -> impl IntoView {
    let code: LaterCode = expect_context();
    move || {
        (code.0.get() == Code::Failed).then(|| view! {
            <div class="alert" role="alert">
                <p>
                    "The rest of this page did not load: the network or the host does not answer, \
                     or the host has a newer release by now."
                </p>
                <button class="secondary" on:click=move |_| code.want()>
                    "Try again"
                </button>
                " "
                <button class="quiet strong" on:click=move |_| page::reload()>
                    "Reload the page"
                </button>
            </div>
        })
    }
}
