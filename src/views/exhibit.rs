//! The picture of a run that was recorded elsewhere, on a stage where nothing
//! was run yet. It is no run: it is in no history, and nothing is sent for it.

use super::reactive::{AnySignal, AnyStoredValue, memo};
use super::texts::texts;
use crate::browser::page;
use crate::experiments::{Experiment, Text};
use leptos::prelude::*;

/// The stage of Crawl as it was shown until the app ran: that picture came with
/// the page.
#[derive(Clone, Copy)]
pub(super) struct Still(AnyStoredValue<String>);

impl Still {
    /// Keeps it, before the app takes its place.
    pub(super) fn take() -> Self {
        let lanes = page::markup_of("#still .lanes");
        let lanes = lanes.map(|it| format!("<div class=\"lanes\">{it}</div>"));
        Self(AnyStoredValue::new(lanes.unwrap_or_default()))
    }
}

/// The picture of a recorded run on the stage of `lab`, in which it stands
/// first: the style sheet then hides what stands there otherwise.
#[component]
pub(super) fn Exhibit(
    lab: Experiment,
    /// Whether nothing was run, and nothing else was chosen than what was
    /// recorded.
    #[prop(into)]
    is_wanted: AnySignal<bool>,
) -> impl IntoView {
    let (texts, Still(still)) = (texts(), expect_context());
    let html = move || match lab {
        Experiment::Crawl => Some(still.get_value()),
        _ => texts.found(Text::stage(lab)?),
    };
    let is_wanted = memo(move || is_wanted.get());
    move || {
        let html = is_wanted.get().then(html).flatten()?;
        // It ends with where it comes from.
        let end = html.rfind("</p>")?;
        let (picture, rest) = html.split_at(end);
        let html = format!("{picture} Press Run for yours.{rest}");
        Some(view! { <div class="exhibit" inner_html=html></div> }.into_any())
    }
}
