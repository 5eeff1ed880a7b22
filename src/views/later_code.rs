//! The code that comes in parts. With the feature `split` each part is a file of
//! its own, which is loaded when it is wanted.

use crate::browser::{page, turn};
use crate::views::reactive::{AnyRwSignal, AnyStoredValue};
use futures::channel::oneshot;
use futures::future::LocalBoxFuture;
use leptos::prelude::*;

/// Makes functions whose code comes later, in the part that is named: each gives
/// `None` until [`LaterCode`] has loaded it. Each knows by itself that it is
/// there, so the function that loads them asks for each; false if one cannot be
/// had.
///
/// What a function gives belongs to who calls it, since nothing is waited for.
macro_rules! later_code {
    (
        in $part:ident, by $load:ident:
        $($view:vis fn $name:ident($($given:ident: $type:ty),*) -> $result:ty
        $body:block)+
    ) => {
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

                #[wasm_split($part, fallible, preload(load))]
                pub(super) fn $name(
                    $($given: $type),*
                ) -> Result<$result, SplitLoaderError> {
                    Ok($body)
                }
            }
        )+

        pub(in crate::views) async fn $load() -> bool {
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

/// A part of the code, for as long as the page is open.
#[derive(Clone, Copy)]
pub(super) struct LaterCode {
    load: fn() -> LocalBoxFuture<'static, bool>,
    code: AnyRwSignal<Code>,
    /// Who waits until it is known whether it can be had.
    waiting: AnyStoredValue<Vec<oneshot::Sender<bool>>>,
}

impl LaterCode {
    /// What `load` loads, which says whether it could.
    pub(super) fn new(load: fn() -> LocalBoxFuture<'static, bool>) -> Self {
        let code = match cfg!(feature = "split") {
            true => Code::Unasked,
            false => Code::Here,
        };
        Self {
            load,
            code: AnyRwSignal::new(code),
            waiting: AnyStoredValue::default(),
        }
    }

    /// What comes with the page.
    pub(super) fn here() -> Self {
        Self {
            code: AnyRwSignal::new(Code::Here),
            ..Self::new(|| Box::pin(std::future::ready(true)))
        }
    }

    /// Loads it once the page is on the screen as it is now.
    pub(super) fn want_after_the_next_frame(self) {
        leptos::task::spawn_local(async move {
            // Two frames: before the second, the first is on the screen.
            turn::frame().await;
            turn::frame().await;
            self.want();
        });
    }

    /// Waits until it is here, and has it loaded if nobody has yet; false if it
    /// cannot be had.
    pub(super) async fn loaded(self) -> bool {
        if self.code.get_untracked() == Code::Here {
            return true;
        }
        let (tell, told) = oneshot::channel();
        self.waiting.update_value(|waiting| waiting.push(tell));
        self.want();
        told.await.unwrap_or(false)
    }

    /// Whether somebody waits for it.
    pub(super) fn is_awaited(self) -> bool {
        self.waiting.with_value(|waiting| !waiting.is_empty())
    }

    /// Loads it, unless it is here or on its way, and does not wait. Goes on
    /// whoever stops waiting for it.
    pub(super) fn want(self) {
        if matches!(self.code.get_untracked(), Code::Loading | Code::Here) {
            return;
        }
        self.code.set(Code::Loading);
        leptos::task::spawn_local(async move {
            let is_here = (self.load)().await;
            self.code.set(match is_here {
                true => Code::Here,
                false => Code::Failed,
            });
            let waiting = self.waiting.try_update_value(std::mem::take);
            for tell in waiting.into_iter().flatten() {
                // Whoever has stopped waiting does not hear it.
                let _ = tell.send(is_here);
            }
        });
    }

    /// Whether it is here; asks again when that changes.
    pub(super) fn is_here(self) -> bool {
        self.code.get() == Code::Here
    }

    /// Reads with it, if it is here. Follows whether it is: a signal that only
    /// that code reads would be followed by nobody.
    pub(super) fn if_here<T>(
        self,
        read: impl FnOnce() -> Option<T>,
    ) -> Option<T> {
        self.is_here().then(read).flatten()
    }

    /// Whether it could not be had; asks again when that changes.
    fn has_failed(self) -> bool {
        self.code.get() == Code::Failed
    }

    /// Whether it is on its way; asks again when that changes.
    pub(super) fn is_loading(self) -> bool {
        self.code.get() == Code::Loading
    }
}

/// The code of a lab or a guide, and what builds its view once that is here.
#[derive(Clone, Copy)]
pub(super) struct Source {
    pub code: LaterCode,
    pub view: fn() -> Option<AnyView>,
}

/// Says that the code did not come, if it did not.
#[component]
pub(super) fn NotLoaded(code: LaterCode) -> impl IntoView {
    move || {
        code.has_failed().then(|| view! {
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
        }.into_any())
    }
}
