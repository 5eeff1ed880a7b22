//! Recordings as files, written and read in pieces, so that a long one does not
//! hold the page. The code for that comes when a file is first asked for.

use super::later_code::later_code;
use crate::browser::files::{self, Draft};
use crate::browser::turn::Breaks;
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
    pub(super) const fn ending(self) -> &'static str {
        match self {
            Self::Own => "meanwhile.json",
            Self::Chrome => "trace.json",
        }
    }
}

/// Is told now and then which share of the work is done, if that takes long.
pub(super) type Tell = Rc<dyn Fn(f64)>;

later_code! {
    in recordings, by load:
    fn writing(
        recording: Rc<Recording>, format: Format, tell: Tell
    ) -> LocalBoxFuture<'static, Draft> {
        Box::pin(async move {
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
        })
    }

    fn packing(recording: Rc<Recording>) -> Option<String> {
        recording.to_link()
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

/// Writes a recording as such a file; or says why not.
pub(super) async fn written(
    recording: Rc<Recording>,
    format: Format,
    tell: Tell,
) -> Result<Draft, String> {
    let file = match load().await {
        true => writing(recording, format, tell),
        false => None,
    };
    Ok(file.ok_or(NOT_LOADED)?.await)
}

/// Reads the recording in a file; or says why it cannot be read.
pub(super) async fn read(file: File, tell: Tell) -> Result<Recording, String> {
    let recording = match load().await {
        true => reading(file, tell),
        false => None,
    };
    recording.ok_or(NOT_LOADED)?.await
}

/// Packs a recording for a link; or says why not. `None` if it has too many
/// events for one.
pub(super) async fn packed(
    recording: Rc<Recording>,
) -> Result<Option<String>, String> {
    let packed = match load().await {
        true => packing(recording),
        false => None,
    };
    Ok(packed.ok_or(NOT_LOADED)?)
}

/// Unpacks the recording of a link; or says why it cannot be read.
pub(super) async fn unpacked(text: String) -> Result<Recording, String> {
    let recording = match load().await {
        true => unpacking(text),
        false => None,
    };
    recording.ok_or(NOT_LOADED)?
}
