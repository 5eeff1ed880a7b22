//! What a request is: the words that the experiments and the browser share.
//!
//! Pure data; who sends it, and over what, is none of its business.

mod digits;
mod endpoint;
mod reach;

pub use digits::number_from_digits;
pub use endpoint::{Answer, answer_at, is_built_in, may_be_built_in};
pub use reach::{Reach, reach};

use crate::trace::Phase;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// A body longer than this, in bytes, is large: the page says so. Of any body
/// only the beginning is kept and the rest is counted.
pub const LARGE_BYTES: u64 = 1 << 20;
/// The longest body that is taken, in bytes: as much as the built-in endpoint
/// sends. Servers can go on for ever, and a small body can unpack into a huge
/// one.
pub const MOST_BYTES: u64 = 100 << 20;
/// How much of each body is shown, in characters.
pub const SHOWN_CHARACTERS: usize = 200;

/// Whether a request may be answered from the browser's cache.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize,
)]
pub enum CacheMode {
    /// Every request goes to the server and leaves nothing behind.
    #[default]
    NoStore,
    /// The browser's ordinary cache, in which requests for one URL queue up.
    Default,
}

/// A request to send: always `GET`, without credentials.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Request {
    /// Where to: absolute, or relative to the page.
    pub url: String,
    /// Whether the cache may answer.
    pub cache: CacheMode,
}

/// An answer, of whatever status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The media type as the server names it; empty if it does not.
    pub content_type: String,
    /// The length of the body as it arrived, decoded, in bytes.
    pub bytes: u64,
    /// The beginning of the body as text.
    pub text: String,
    /// Whether a mere wait stood in for the built-in endpoint.
    pub stand_in: bool,
    /// How long the server asks to wait before the next attempt; none where it
    /// does not, or does not let other origins read that it does.
    pub retry_after: Option<Duration>,
}

impl Response {
    /// Whether the body is longer than [`LARGE_BYTES`].
    #[must_use]
    pub fn is_large(&self) -> bool {
        self.bytes > LARGE_BYTES
    }
}

/// The beginning of a body as text: at most [`SHOWN_CHARACTERS`] characters,
/// with a dot for every control character but line breaks and tabs.
#[must_use]
pub fn shown_text(beginning: &[u8]) -> String {
    let shown = |c: char| match c {
        '\n' | '\t' => c,
        _ if c.is_control() => '·',
        _ => c,
    };
    let text = String::from_utf8_lossy(beginning);
    text.chars().take(SHOWN_CHARACTERS).map(shown).collect()
}

/// A media type as it is shown: at most [`SHOWN_CHARACTERS`] characters, since
/// a server may send any bytes that a header can hold, and as many.
#[must_use]
pub fn shown_type(named: &str) -> String {
    let end = named.char_indices().nth(SHOWN_CHARACTERS);
    let end = end.map_or(named.len(), |(end, _)| end);
    shown_text(&named.as_bytes()[..end])
}

/// The parts of an exchange, as far as the server lets the page know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Timing {
    /// The browser made no record of it.
    #[default]
    NotRecorded,
    /// Another origin, which does not send `Timing-Allow-Origin`.
    NotDisclosed,
    /// The server allows the page to know.
    Disclosed {
        /// Queueing, name lookup and connecting: before the request was sent.
        before_sent: Duration,
        /// From the request to the first byte of the answer.
        server: Duration,
        /// From the first to the last byte of the answer.
        body: Duration,
        /// The protocol as ALPN names it, such as `http/1.1`.
        protocol: String,
    },
}

/// Of `count` notes in the order of their `start`, the place of the one that
/// started closest to `sent`; `None` if there is none. Looks at few of them: each
/// look asks the browser.
#[must_use]
pub fn closest_to(
    sent: f64,
    count: u32,
    start: impl Fn(u32) -> f64,
) -> Option<u32> {
    let (mut from, mut to) = (0, count);
    while from < to {
        let middle = from.midpoint(to);
        match start(middle) < sent {
            true => from = middle + 1,
            false => to = middle,
        }
    }
    // The last that started before, and the first that did not.
    let around = [from.checked_sub(1), (from < count).then_some(from)];
    let distance = |place: u32| (start(place) - sent).abs();
    let around = around.into_iter().flatten();
    around.min_by(|a, b| distance(*a).total_cmp(&distance(*b)))
}

/// The longest pause that is made because a server asks for it.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How long `value`, of the header `Retry-After`, asks to wait at `now`, in
/// milliseconds since 1970: it is a number of seconds or a date.
///
/// The format: <https://www.rfc-editor.org/rfc/rfc9110#field.retry-after>; the
/// two forms of dates that are obsolete say nothing here.
#[must_use]
pub fn retry_after(value: &str, now: f64) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|it| it.is_ascii_digit()) {
        let seconds = value.parse().unwrap_or(u64::MAX);
        return Some(Duration::from_secs(seconds.min(u64::from(u32::MAX))));
    }
    let at = epoch_seconds(value)?;
    let wait = (at as f64 - now / 1e3).max(0.0);
    Duration::try_from_secs_f64(wait).ok()
}

/// The seconds from 1970 to a date such as `Sun, 06 Nov 1994 08:49:37 GMT`.
fn epoch_seconds(date: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
        "Nov", "Dec",
    ];
    let parts: Vec<&str> = date.split_ascii_whitespace().collect();
    let [_, day, month, year, time, "GMT"] = parts[..] else {
        return None;
    };
    let month = MONTHS.iter().position(|it| *it == month)? as i64 + 1;
    let number = |text: &str| text.parse::<u32>().ok().map(i64::from);
    let (day, year) = (number(day)?, number(year)?);
    let time: Vec<i64> = time.split(':').filter_map(number).collect();
    let [hours, minutes, seconds] = time[..] else {
        return None;
    };
    if day > 31 || year > 9999 || hours > 23 || minutes > 59 || seconds > 60 {
        return None;
    }
    // Days from civil, as of http://howardhinnant.github.io/date_algorithms.html:
    // a year begins with March, so that its length matters last.
    let (year, month) = match month {
        1 | 2 => (year - 1, month + 9),
        _ => (year, month - 3),
    };
    let days_before = (153 * month + 2) / 5 + day - 1;
    let leaps = year / 4 - year / 100 + year / 400;
    let days = year * 365 + leaps + days_before - 719_468;
    Some(((days * 24 + hours) * 60 + minutes) * 60 + seconds)
}

/// Why a request brought nothing to use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Failure {
    /// The server answered, with a status of 400 or above.
    Status(Box<Response>),
    /// No complete answer came in time.
    TimedOut(Duration),
    /// The browser could not, or may not, read any answer; it hides why.
    Unreadable,
    /// The answer began and then broke off.
    BrokenOff,
    /// The body is longer than [`MOST_BYTES`].
    TooLong,
    /// A page loaded by https may not ask by plain http.
    MixedContent,
    /// A page loaded by https asked a device of the local network by plain http,
    /// and got no answer that it may read.
    LocalNetwork,
    /// The browser does not accept the URL.
    NotAUrl(String),
    /// The thread that was to send it does not run; why, in a sentence.
    NoThread(String),
}

impl Failure {
    /// Whether the same request might succeed a moment later.
    #[must_use]
    pub fn is_worth_retrying(&self) -> bool {
        match self {
            Self::Status(response) => {
                response.status >= 500 || response.status == 429
            }
            Self::TimedOut(_)
            | Self::Unreadable
            | Self::BrokenOff
            | Self::LocalNetwork => true,
            Self::TooLong
            | Self::MixedContent
            | Self::NotAUrl(_)
            | Self::NoThread(_) => false,
        }
    }

    /// How long the server asks to wait before the next attempt, where that is
    /// what it means by its status.
    #[must_use]
    pub fn asked_pause(&self) -> Option<Duration> {
        match self {
            Self::Status(response) if matches!(response.status, 429 | 503) => {
                response.retry_after
            }
            _ => None,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(response) => write!(
                f,
                "The server answered with status {}, which says that it did not do what was asked.",
                response.status,
            ),
            Self::TimedOut(limit) => write!(
                f,
                "No complete answer within {}. The request was aborted; allow more time if the \
                 server is known to be slow.",
                crate::trace::duration_text(*limit, Duration::ZERO),
            ),
            Self::Unreadable => f.write_str(
                "No answer that this page may read: the host cannot be reached, refuses the \
                 connection, redirects in a circle, or does not allow other pages to read its \
                 answers (CORS). The browser does not tell a page which. Press “Find out more”, or \
                 open the URL in a tab of its own: if it loads there, it is CORS.",
            ),
            Self::BrokenOff => f.write_str(
                "The answer began and then broke off: the server or something on the way closed \
                 the connection.",
            ),
            Self::TooLong => write!(
                f,
                "The body is longer than {} MiB, which is the most that this page takes of one \
                 answer, unpacked. Ask for something shorter.",
                MOST_BYTES >> 20,
            ),
            Self::MixedContent => f.write_str(
                "Mixed content: this page came by https, and the browser does not let it ask by \
                 plain http. Use https, or open the page by http.",
            ),
            Self::LocalNetwork => f.write_str(
                "No answer that this page may read: it came by https, and asked a device of the \
                 local network by plain http. The browser takes that for mixed content, or wants a \
                 permission for local networks first. Allow it in the settings of this site, or \
                 open the page by http.",
            ),
            Self::NotAUrl(reason) => {
                // Some browsers end their reason as a sentence, some do not.
                let reason = reason.trim_end_matches('.');
                write!(f, "The browser does not accept this URL: {reason}.")
            }
            Self::NoThread(why) => f.write_str(why),
        }
    }
}

/// What it means that a page, which came by https or not, could read no answer
/// of `url`, which is absolute. The browser gives no reason; it alone decides
/// what it sends, and this is only said afterwards.
#[must_use]
pub fn unreadable(url: &str, page_is_https: bool) -> Failure {
    let rest = url.strip_prefix("http://").filter(|_| page_is_https);
    let Some(rest) = rest else {
        return Failure::Unreadable;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    match reach(host) {
        // The browser trusts this machine even without https.
        Reach::Loopback => Failure::Unreadable,
        Reach::LocalNetwork => Failure::LocalNetwork,
        Reach::Public => Failure::MixedContent,
    }
}

/// What a second look at an unreadable answer shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Diagnosis {
    /// A request that asks for nothing readable gets through.
    BlockedByCors,
    /// The first answer is a redirect, and following it fails.
    RedirectFails,
    /// Not even that gets through.
    NoAnswer,
    /// The page is isolated so strictly that nothing more can be found out.
    Hidden,
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BlockedByCors => {
                "The server answers, but without the header Access-Control-Allow-Origin, so the \
                 browser keeps the answer from this page (CORS). The server's owner can allow it."
            }
            Self::RedirectFails => {
                "The server answers with a redirect, and following it fails: it leads in a circle, \
                 or to a host that does not answer or does not allow this page."
            }
            Self::NoAnswer => {
                "Nothing comes back at all: the host does not exist, is switched off, or refuses \
                 the connection. Check the name and the port."
            }
            Self::Hidden => {
                "This page is isolated from others (require-corp), so the browser hides even \
                 whether the server answers. Open the URL in a tab of its own: if it loads there, \
                 the server does not allow other pages to read its answers (CORS)."
            }
        })
    }
}

/// Requests to send in one go, with what holds for all of them: for those who
/// send them outside Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// What to send, each after its added delay.
    pub requests: Vec<(Request, Duration)>,
    /// How long an attempt may take.
    pub timeout: Duration,
    /// How often a failed request is sent again.
    pub retries: u32,
    /// The pause before the first retry; each further one is twice as long.
    pub first_pause: Duration,
    /// Whether the first failure aborts the other requests.
    pub stops_at_error: bool,
}

/// What one request of a [`Batch`] tells of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It began.
    Started,
    /// It went into this phase.
    Entered(Phase),
    /// The server asked for this long a pause, and a pause begins.
    Asked(Duration),
    /// It is over, after that many attempts.
    Ended(Result<Response, Failure>, u32),
}
