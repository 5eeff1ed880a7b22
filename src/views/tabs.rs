//! Tabs to choose one of several by.

use crate::views::reactive::AnySignal;
use leptos::prelude::*;

/// A tab: the stable name of what has its colour, empty if nothing has, and its
/// own name.
pub(super) type Tab = (&'static str, &'static str);

/// A row of tabs, of which one may be pressed.
#[component]
pub(super) fn Tabs(
    /// What there is a choice of, for those who hear the page.
    #[prop(into)]
    label: String,
    /// The tabs, in their order.
    tabs: Vec<Tab>,
    /// The place of the one that is pressed.
    #[prop(into)]
    pressed: AnySignal<Option<usize>>,
    /// Called with the place of one that the visitor presses.
    #[prop(into)]
    press: Callback<usize>,
) -> impl IntoView {
    let tab = |(place, (id, name)): (usize, Tab)| {
        let id = (!id.is_empty()).then_some(id);
        view! {
            <button
                class="tab"
                data-strategy=id
                aria-pressed=move || (pressed.get() == Some(place)).to_string()
                on:click=move |_| press.run(place)
            >
                {id.map(|_| view! { <span class="swatch"></span> }.into_any())}
                {name}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="tabs" role="group" aria-label=label>
            {tabs.into_iter().enumerate().map(tab).collect_view()}
        </div>
    }
}
