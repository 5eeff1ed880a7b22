//! What the built-in endpoint answers to a URL, and after how long: the grammar
//! of `sw.js` for where there is no Service Worker. It answers nothing itself.

use super::number_from_digits;
use percent_encoding::percent_decode_str;
use std::time::Duration;

/// Whatever is longer is cut to this, as httpbin does.
const LONGEST: Duration = Duration::from_secs(10);
/// The most bytes that can be asked for.
const MOST_BYTES: u64 = 100 * 1024 * 1024;
/// How long the page at `html` is, in bytes.
const HTML_BYTES: u64 = 137;

/// An answer of the endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// From the request to the last byte.
    pub delay: Duration,
    /// The HTTP status.
    pub status: u16,
    /// The length of the body.
    pub bytes: u64,
}

/// The first part of each of its paths.
const NAMES: [&str; 6] = ["delay", "status", "bytes", "drip", "json", "html"];

/// Whether `url` may be one of the endpoint's; quickly told of most that are
/// not.
#[must_use]
pub fn may_be_built_in(url: &str) -> bool {
    NAMES.iter().any(|name| url.contains(name))
}

/// Whether `url`, as it was typed, is one of the endpoint's.
#[must_use]
pub fn is_built_in(url: &str) -> bool {
    let path = url.strip_prefix("./").unwrap_or(url);
    let name = path.split(['/', '?', '#']).next();
    !url.contains("://") && name.is_some_and(|it| NAMES.contains(&it))
}

/// What the endpoint answers at `path`, which is a path below the page's folder
/// with its query, as a browser writes it in a URL. None if that is not one of
/// its paths.
#[must_use]
pub fn answer_at(path: &str) -> Option<Answer> {
    let (place, query) = path.split_once('?').unwrap_or((path, ""));
    let (name, argument) = place.split_once('/').unwrap_or((place, ""));
    // The endpoint does not tell an empty query from none.
    let path = if query.is_empty() { place } else { path };
    let answer = match name {
        "delay" => delay(argument, path),
        "status" => status(argument, path),
        "bytes" => size(argument).map(|bytes| at_once(200, bytes)),
        "drip" => nothing_below(name, argument).and_then(|()| drip(query)),
        "json" => nothing_below(name, argument).map(|()| {
            let states = r#","states":["idle","scheduled","running"]"#;
            at_once(200, told(path, states))
        }),
        "html" => {
            nothing_below(name, argument).map(|()| at_once(200, HTML_BYTES))
        }
        _ => return None,
    };
    Some(answer.unwrap_or_else(|refusal| {
        let error = format!(",\"error\":\"{}\"", refusal.sentence);
        at_once(refusal.status, told(path, &error))
    }))
}

/// Why something is not answered as asked.
struct Refusal {
    status: u16,
    sentence: String,
}

fn refused(sentence: String) -> Refusal {
    let status = 400;
    Refusal { status, sentence }
}

const fn at_once(status: u16, bytes: u64) -> Answer {
    Answer {
        delay: Duration::ZERO,
        status,
        bytes,
    }
}

/// The length of an answer in JSON that says of itself what stands in `rest`.
fn told(path: &str, rest: &str) -> u64 {
    let served_by = "Meanwhile's built-in endpoint";
    // Of what JSON escapes, a URL has the backslash alone.
    let path = path.replace('\\', "\\\\");
    let text =
        format!("{{\"served_by\":\"{served_by}\",\"path\":\"{path}\"{rest}}}");
    // And the end of the line.
    text.len() as u64 + 1
}

fn delay(argument: &str, path: &str) -> Result<Answer, Refusal> {
    let asked = seconds("delay", argument)?;
    let delay = asked.min(LONGEST.as_secs_f64());
    let note = match delay < asked {
        true => ",\"note\":\"A delay is at most 10 s, as httpbin's is.\"",
        false => "",
    };
    let number = match delay < asked {
        true => LONGEST.as_secs().to_string(),
        false => number_in_json(argument),
    };
    // It tells when it answers, in thirteen digits and three.
    let answered = "0000000000000.000";
    let rest =
        format!(",\"delay_s\":{number},\"answered_ms\":\"{answered}\"{note}");
    Ok(Answer {
        delay: Duration::from_secs_f64(delay),
        status: 200,
        bytes: told(path, &rest),
    })
}

/// The number of `digits` with at most one point, as JavaScript writes it. It is
/// not rounded: JavaScript rounds beyond 17 digits.
fn number_in_json(digits: &str) -> String {
    let number = digits.trim_start_matches('0');
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let fraction = fraction.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let first = fraction.trim_start_matches('0');
    let zeros = fraction.len() - first.len();
    let point = if first.len() > 1 { "." } else { "" };
    match (whole, first) {
        (whole, "") => whole.to_owned(),
        ("0", first) if zeros >= 6 => {
            format!("{}{point}{}e-{}", &first[..1], &first[1..], zeros + 1)
        }
        _ => format!("{whole}.{fraction}"),
    }
}

fn status(argument: &str, path: &str) -> Result<Answer, Refusal> {
    let is_number = is_digits(argument) && argument.len() == 3;
    let number = argument.parse().ok().filter(|_| is_number);
    let Some(status @ 200..600) = number else {
        let sentence = "A status is a whole number from 200 to 599.";
        return Err(refused(sentence.to_owned()));
    };
    let bytes = match status {
        204 | 205 | 304 => 0,
        _ => told(path, &format!(",\"status\":{status}")),
    };
    Ok(at_once(status, bytes))
}

fn drip(query: &str) -> Result<Answer, Refusal> {
    let parameter = |wanted: &str, otherwise: &str| {
        let mut pairs = query
            .split('&')
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(name, value)| (decoded(name), decoded(value)));
        let found = pairs.find(|(name, _)| name == wanted);
        found.map_or_else(|| otherwise.to_owned(), |(_, value)| value)
    };
    let duration = seconds("duration", &parameter("duration", "2"))?;
    let bytes = size(&parameter("numbytes", "10"))?;
    let delay = match bytes {
        // Without a body there is nothing to spread.
        0 => Duration::ZERO,
        _ => Duration::from_secs_f64(duration.min(LONGEST.as_secs_f64())),
    };
    Ok(Answer {
        delay,
        status: 200,
        bytes,
    })
}

/// A part of a query as `URLSearchParams` reads it.
fn decoded(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

/// A number of seconds: digits, with one point at most, which does not end it.
fn seconds(name: &str, text: &str) -> Result<f64, Refusal> {
    let number = number_from_digits(text).filter(|_| !text.ends_with('.'));
    number.ok_or_else(|| {
        refused(format!(
            "A {name} is a number of seconds, such as 3 or 0.5."
        ))
    })
}

fn size(text: &str) -> Result<u64, Refusal> {
    let number = text.parse().ok().filter(|_| is_digits(text));
    number.filter(|it| *it <= MOST_BYTES).ok_or_else(|| {
        let most = format!("{MOST_BYTES} (100 MiB)");
        refused(format!("A size is a whole number of bytes up to {most}."))
    })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

fn nothing_below(name: &str, argument: &str) -> Result<(), Refusal> {
    if argument.is_empty() {
        return Ok(());
    }
    Err(Refusal {
        status: 404,
        sentence: format!("There is nothing below {name}/."),
    })
}
