//! A row of the list: a URL, an added delay, a label.
//!
//! ```text
//! row   = URL [ space "+" delay ] [ space "#" label ]
//! delay = number ("ms" | "s")
//! ```
//!
//! An editor needs what was typed, right or wrong: that is [`Fields`]. A run
//! needs what is right: that is [`Row`].

use super::paste;
use crate::experiments::decimal_from;
use std::fmt;
use std::time::Duration;
use thiserror::Error;

/// The most rows that a run accepts.
pub const MAX_ROWS: usize = 10_000;
/// The longest added delay.
const MAX_DELAY: Duration = Duration::from_secs(600);

/// The parts of a row as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// The URL, and whatever could not be told apart from it.
    pub url: String,
    /// The added delay, without its plus sign.
    pub delay: String,
    /// The label, without its hash sign.
    pub label: String,
}

impl Fields {
    /// Tells the parts of one line of text apart; nothing of it is lost but
    /// spare space.
    #[must_use]
    pub fn split(text: &str) -> Self {
        let text = trim(text);
        // No URL begins with a plus: this row has none yet.
        let (url, rest) = match text.starts_with('+') {
            true => ("", text),
            false => text.split_once(char::is_whitespace).unwrap_or((text, "")),
        };
        let url = trim(url);
        let rest = trim(rest);
        let (delay, label) = match rest.strip_prefix('+') {
            Some(rest) => rest
                .split_once('#')
                .map_or((rest, None), |(d, l)| (d, Some(l))),
            None => ("", rest.strip_prefix('#')),
        };
        if !rest.is_empty() && !rest.starts_with(['+', '#']) {
            return Self {
                url: text.to_owned(),
                ..Self::default()
            };
        }
        Self {
            url: url.to_owned(),
            delay: trim(delay).to_owned(),
            label: trim(label.unwrap_or_default()).to_owned(),
        }
    }

    /// Whether it has the form of a row, wherever its URL leads.
    pub(super) fn is_row(&self) -> bool {
        let has_url = !self.url.is_empty();
        has_url
            && !self.url.contains(char::is_whitespace)
            && delay_from(&self.delay).is_ok()
    }

    /// Whether nothing was typed yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.url.is_empty() && self.delay.is_empty() && self.label.is_empty()
    }
}

impl fmt::Display for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)?;
        // A label alone would be read as a comment.
        let only_label = self.url.is_empty() && !self.label.is_empty();
        if !self.delay.is_empty() || only_label {
            let space = if self.url.is_empty() { "" } else { " " };
            write!(f, "{space}+{}", self.delay)?;
        }
        if !self.label.is_empty() {
            write!(f, " #{}", self.label)?;
        }
        Ok(())
    }
}

/// `text` without space at its ends, and without the marks that no one sees and
/// that no URL begins or ends with: of byte order, of joining and of direction.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| {
        let is_mark = matches!(
            c,
            '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}'
        );
        is_mark || c.is_whitespace()
    })
}

/// The lines of `text`, however they end; none after the last end.
pub(super) fn lines_of(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace(is_line_end, "\n");
    text.lines().map(str::to_owned).collect()
}

/// Whether `c` ends a line, on any system.
pub(super) fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A request, or the empty place for one.
    Request(Fields),
    /// A line that starts with a hash sign: kept, never sent.
    Comment(String),
}

/// Reads the lines of `text`.
#[must_use]
pub fn lines_from_text(text: &str) -> Vec<Line> {
    lines_of(text)
        .iter()
        .map(|line| match trim(line) {
            comment if comment.starts_with('#') => {
                Line::Comment(comment.to_owned())
            }
            request => Line::Request(Fields::split(request)),
        })
        .collect()
}

/// The requests among `lines`, by their line; comments and empty lines are none.
pub(super) fn requests(
    lines: &[Line],
) -> impl Iterator<Item = (usize, &Fields)> {
    let numbered = lines.iter().enumerate();
    numbered.filter_map(|(place, line)| match line {
        Line::Request(fields) if !fields.is_empty() => Some((place, fields)),
        _ => None,
    })
}

/// Writes `lines` as text, one a line.
#[must_use]
pub fn text_from_lines(lines: &[Line]) -> String {
    let texts: Vec<String> = lines
        .iter()
        .map(|line| match line {
            Line::Request(fields) => fields.to_string(),
            Line::Comment(text) => text.clone(),
        })
        .collect();
    texts.join("\n")
}

/// A request that can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where to: absolute with http or https, or relative to the page.
    pub url: String,
    /// What to wait before the request goes out.
    pub delay: Duration,
    /// What to call it; empty for its number.
    pub label: String,
}

impl TryFrom<&Fields> for Row {
    type Error = RowError;

    fn try_from(fields: &Fields) -> Result<Self, RowError> {
        let mended = paste::mended(fields).map(|(mended, _)| mended);
        let fields = mended.as_ref().unwrap_or(fields);
        check_url(&fields.url)?;
        Ok(Self {
            url: fields.url.clone(),
            delay: delay_from(&fields.delay)?,
            label: fields.label.clone(),
        })
    }
}

/// Why a row cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RowError {
    /// There is no URL.
    #[error("There is no URL before the delay or label.")]
    NoUrl,
    /// Something else follows the URL.
    #[error(
        "Not a URL: it has a space in it. A delay starts with +, as in +250ms, and a label with #."
    )]
    SpaceInUrl,
    /// More than one URL.
    #[error("There are several URLs: give each a row of its own.")]
    SeveralUrls,
    /// Neither a URL nor a path of the built-in endpoint.
    #[error(
        "Neither a URL nor a path of the built-in endpoint, such as delay/1. Write \
         https:// before a host, or ./ before a path of this page."
    )]
    Neither,
    /// A scheme other than http and https.
    #[error(
        "The scheme {0}: is not allowed; only http and https can be fetched here."
    )]
    Scheme(String),
    /// `http:` without a host.
    #[error("Not a URL: there is no host after the scheme.")]
    NoHost,
    /// A name or password before the host, which `fetch` refuses.
    #[error(
        "Requests go out without credentials: remove the name and password before the @."
    )]
    Credentials,
    /// Not a number with `ms` or `s`.
    #[error(
        "“{0}” is not a delay: write a number with ms or s, as in 250ms or 1.5s."
    )]
    Delay(String),
    /// A longer delay than a row may have.
    #[error("The added delay is at most 600 s.")]
    DelayTooLong,
}

pub(super) fn check_url(url: &str) -> Result<(), RowError> {
    if url.is_empty() {
        return Err(RowError::NoUrl);
    }
    if url.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err(paste::error_of(url).unwrap_or(RowError::SpaceInUrl));
    }
    let rest = match scheme_of(url) {
        Some(scheme) if is_http(scheme) => {
            let rest = url[scheme.len() + 1..].strip_prefix("//");
            rest.ok_or(RowError::NoHost)?
        }
        Some(scheme) => return Err(RowError::Scheme(scheme.to_owned())),
        // With the scheme of the page, or a path on its host.
        None => match url.strip_prefix("//") {
            Some(rest) => rest,
            None if is_relative(url) => return Ok(()),
            None => return Err(RowError::Neither),
        },
    };
    let (authority, _) = host_and_rest(rest);
    match authority {
        "" => Err(RowError::NoHost),
        _ if authority.starts_with(':') => Err(RowError::NoHost),
        _ if authority.contains('@') => Err(RowError::Credentials),
        _ => Ok(()),
    }
}

/// Where an address without its scheme divides into the host and all else.
pub(super) fn host_and_rest(text: &str) -> (&str, &str) {
    text.split_at(text.find(['/', '?', '#']).unwrap_or(text.len()))
}

/// The first segments of the paths that the built-in endpoint answers.
const ENDPOINT: [&str; 6] =
    ["delay", "status", "bytes", "drip", "json", "html"];

/// Whether `url` is a path of the built-in endpoint, or is spelled as a path on
/// the page's own host. All else without a scheme would be sent there too, and
/// mean another host.
pub(super) fn is_relative(url: &str) -> bool {
    let is_spelled = |start: &str| url.starts_with(start);
    ENDPOINT.contains(&host_and_rest(url).0)
        || ["/", "./", "../", "?"].into_iter().any(is_spelled)
}

pub(super) fn is_http(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

/// The scheme of an absolute URL, as RFC 3986 spells one.
pub(super) fn scheme_of(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let mut letters = scheme.chars();
    let spelled = letters.next()?.is_ascii_alphabetic()
        && letters
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    spelled.then_some(scheme)
}

fn delay_from(text: &str) -> Result<Duration, RowError> {
    if text.is_empty() {
        return Ok(Duration::ZERO);
    }
    let wrong = || RowError::Delay(text.to_owned());
    let (number, unit) = match text.strip_suffix("ms") {
        Some(number) => (number, 1e-3),
        None => (text.strip_suffix('s').ok_or_else(wrong)?, 1.0),
    };
    let seconds = decimal_from(number).ok_or_else(wrong)? * unit;
    let delay = Duration::try_from_secs_f64(seconds)
        .map_err(|_| RowError::DelayTooLong)?;
    if delay > MAX_DELAY {
        return Err(RowError::DelayTooLong);
    }
    Ok(delay)
}
