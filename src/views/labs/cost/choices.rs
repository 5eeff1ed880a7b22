//! How many, in which forms, doing what.

use super::state::Page;
use crate::experiments::cost::controls::{BODY, COUNT, FORMS, HELD, WORKERS};
use crate::experiments::cost::{Form, Setup};
use crate::views::controls::{Chips, Menu, Words};
use leptos::prelude::*;

/// The forms, and how many of each.
#[component]
pub(super) fn Choices(page: Page) -> impl IntoView {
    let settings = page.choices;
    view! {
        <Chips settings of=&FORMS all=Form::OPTIONS/>
        <div class="policy">
            <Words settings of=&COUNT before="Create ">" of each"</Words>
            <Menu settings of=&BODY/>
            <Menu settings of=&HELD/>
            <Words settings of=&WORKERS before="Workers, at most "/>
            <button
                class="quiet preset"
                title="A million of each, as in the post's table; workers up to the budget."
                on:click=move |_| settings.set(Setup::of_the_post())
            >
                "The post's million"
            </button>
        </div>
    }
}
