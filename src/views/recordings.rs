//! Recordings as files, written and read in pieces, so that a long one does not
//! hold the page. The code for that comes when a file or a link is first asked for.

use super::later_code::later_code;
use crate::browser::files::{self, Draft};
use crate::browser::page;
use crate::browser::turn::Breaks;
use crate::experiments::tasks::controls::{RECORDING, query_from_look};
use crate::experiments::{Experiment, LINK_BYTES, Look, with_packed};
use crate::trace::{Recording, write_chrome_trace};
use futures::future::LocalBoxFuture;
use std::rc::Rc;
use web_sys::File;

/// A kind of file that a recording is saved as.
#[derive(Clone, Copy)]
pub(super) enum Format {
    /// What this page opens again.
    Own,
    /// What Perfetto and `chrome://tracing` open.
    Chrome,
}

impl Format {
    /// How the names of such files end.
    const fn ending(self) -> &'static str {
        match self {
            Self::Own => "meanwhile.json",
            Self::Chrome => "trace.json",
        }
    }
}

/// What came of it, in a sentence: what was done, or why it was not.
pub(super) type Said = Result<String, String>;

/// Is told now and then which share of the work is done, if that takes long.
pub(super) type Tell = Rc<dyn Fn(f64)>;

later_code! {
    in recordings, by load:
    fn saving(
        recording: Rc<Recording>, format: Format, name: String, tell: Tell
    ) -> LocalBoxFuture<'static, Said> {
        Box::pin(async move {
            write(recording, format, tell).await.save(&name);
            Ok(format!("Saved as {name}."))
        })
    }

    fn linking(
        recording: Rc<Recording>, look: Look, show: Box<dyn Fn(String)>
    ) -> LocalBoxFuture<'static, Said> {
        Box::pin(copy_link(recording, look, show))
    }

    fn unpacking(text: String) -> Result<Recording, String> {
        let read = Recording::from_link(&text);
        read.map_err(|error| error.to_string())
    }

    fn reading(
        file: File, tell: Tell
    ) -> LocalBoxFuture<'static, Result<Recording, String>> {
        Box::pin(async move {
            let text = files::text_of(&file).await?;
            let mut breaks = Breaks::new();
            let pause =
                async |share| breaks.after_a_piece(|| tell(share)).await;
            let read = Recording::read_json(&text, pause).await;
            read.map_err(|error| error.to_string())
        })
    }
}

/// What to say if the code cannot be had.
const NOT_LOADED: &str = "the rest of this page did not load.";

/// Saves a recording as such a file of that name.
pub(super) async fn save(
    recording: Rc<Recording>,
    format: Format,
    name: String,
    tell: Tell,
) -> Said {
    let saved = match load().await {
        true => saving(recording, format, name.clone(), tell),
        false => None,
    };
    let not_saved = || format!("{name} was not saved: {NOT_LOADED}");
    saved.ok_or_else(not_saved)?.await
}

/// Copies a link that opens a recording and shows that of it. If the browser does
/// not let the page copy it, `show` is told the link.
pub(super) async fn link(
    recording: Rc<Recording>,
    look: Look,
    show: Box<dyn Fn(String)>,
) -> Said {
    let copied = match load().await {
        true => linking(recording, look, show),
        false => None,
    };
    let not_copied = || format!("The link was not copied: {NOT_LOADED}");
    copied.ok_or_else(not_copied)?.await
}

/// Reads the recording in a file; or says why it cannot be read.
pub(super) async fn read(file: File, tell: Tell) -> Result<Recording, String> {
    let recording = match load().await {
        true => reading(file, tell),
        false => None,
    };
    recording.ok_or(NOT_LOADED)?.await
}

/// Unpacks the recording of a link; or says why it cannot be read.
pub(super) async fn unpacked(text: String) -> Result<Recording, String> {
    let recording = match load().await {
        true => unpacking(text),
        false => None,
    };
    recording.ok_or(NOT_LOADED)?
}

/// The name of a file of that format.
pub(super) fn file_name(recording: &Recording, format: Format) -> String {
    format!("{}.{}", recording.file_name(), format.ending())
}

async fn write(recording: Rc<Recording>, format: Format, tell: Tell) -> Draft {
    let mut breaks = Breaks::new();
    let mut file = Draft::new("application/json");
    let take = async |piece: String, share| {
        file.write(&piece);
        breaks.after_a_piece(|| tell(share)).await;
    };
    match format {
        Format::Own => recording.write_json(take).await,
        Format::Chrome => write_chrome_trace(&recording, take).await,
    }
    file
}

async fn copy_link(
    recording: Rc<Recording>,
    look: Look,
    show: Box<dyn Fn(String)>,
) -> Said {
    let link = link_to(&recording, look);
    let has_all = link.is_some() || recording.source.is_none();
    let link = match has_all {
        true => link,
        false => {
            let source = None;
            let bare = (*recording).clone();
            link_to(&Recording { source, ..bare }, look)
        }
    };
    let Some(link) = link else {
        let events = recording.events.len();
        return Err(format!(
            "This run has {events} events, too many for a link: {LINK_BYTES} bytes are safe to \
             send. Save the recording and send the file."
        ));
    };
    let bytes = link.len();
    let lacks = match has_all {
        true => "",
        false => {
            " The text of the program does not fit into it: a file of the recording has that, too."
        }
    };
    if page::copy(&link).await {
        return Ok(format!(
            "Copied a link of {bytes} bytes that opens this run.{lacks}"
        ));
    }
    show(link);
    Ok(format!(
        "A link of {bytes} bytes that opens this run.{lacks} The browser did not let this page \
         copy it: copy it from the field."
    ))
}

/// A link that opens a recording, and shows that of it; `None` if it were too
/// long to send.
fn link_to(recording: &Recording, look: Look) -> Option<String> {
    let link = recording.to_link().map(|run| {
        let query = with_packed(query_from_look(look), RECORDING, &run);
        let address = page::address();
        let site = address.split('#').next().unwrap_or_default();
        format!("{site}{}", Experiment::Tasks.hash(&query))
    });
    link.filter(|link| link.len() <= LINK_BYTES)
}
