//! A command that sends a request, as people copy it from a terminal, from
//! documentation or from their browser's tools: which URLs it asks for.

use super::row::trim;

const COMMANDS: [&str; 10] = [
    "curl",
    "curl.exe",
    "wget",
    "wget.exe",
    "http",
    "xh",
    "iwr",
    "irm",
    "invoke-webrequest",
    "invoke-restmethod",
];
const METHODS: [&str; 7] =
    ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/// Options of commands whose value may look like a URL and is none to send.
const WITH_VALUE: [&str; 22] = [
    "-H",
    "--header",
    "-X",
    "--request",
    "-d",
    "--data",
    "--data-raw",
    "--data-binary",
    "-o",
    "--output",
    "-u",
    "--user",
    "-A",
    "--user-agent",
    "-e",
    "--referer",
    "-b",
    "--cookie",
    "-x",
    "--proxy",
    "-Headers",
    "-Body",
];

/// Whether `text` is a command that asks for a URL.
pub(super) fn is_command(text: &str) -> bool {
    let text = bare(text);
    let (word, _) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let known = COMMANDS.contains(&word.to_ascii_lowercase().as_str());
    known || METHODS.contains(&word) || is_call(text)
}

/// Whether the program of a command sends to all URLs that it is given.
pub(super) fn takes_several(command: &str) -> bool {
    let command = bare(command).to_ascii_lowercase();
    command.starts_with("curl") || command.starts_with("wget")
}

fn is_call(text: &str) -> bool {
    let calls = ["fetch(", "await fetch(", "axios.get(", "requests.get("];
    calls.iter().any(|call| text.starts_with(call))
}

/// The first argument of a call, without its quotes; `None` of another command.
pub(super) fn argument_of_call(text: &str) -> Option<&str> {
    let (_, rest) =
        Some(bare(text)).filter(|it| is_call(it))?.split_once('(')?;
    let quote = rest.chars().next().filter(|c| "\"'`".contains(*c))?;
    Some(rest[1..].split_once(quote)?.0)
}

/// The words of a command that may be URLs, in order. None of a call, which is
/// no words.
pub(super) fn operands_of(text: &str) -> Vec<String> {
    let text = bare(text);
    if is_call(text) {
        return Vec::new();
    }
    let mut words = words_of(text).into_iter().skip(1);
    let mut operands = Vec::new();
    while let Some(word) = words.next() {
        if WITH_VALUE.contains(&word.as_str()) {
            words.next();
        } else if word.starts_with('#') {
            // A comment of the shell.
            break;
        } else if let Some(url) = word.strip_prefix("--url=") {
            operands.push(url.to_owned());
        } else if !word.starts_with('-') {
            operands.push(word);
        }
    }
    operands
}

/// A command without the prompt before it.
fn bare(text: &str) -> &str {
    text.trim_start_matches(['$', '%', '>', ' '])
}

/// The words of a command, as a shell tells them apart.
fn words_of(text: &str) -> Vec<String> {
    // As the command line of Windows escapes.
    let text = text.replace("^\"", "\"").replace("\\\"", "\"");
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    for c in text.chars() {
        match (c, quote) {
            (_, Some(open)) if c == open => quote = None,
            ('"' | '\'', None) => quote = Some(c),
            (_, None) if c.is_whitespace() => {
                words.push(std::mem::take(&mut word));
            }
            ('\\', None) => {}
            _ => word.push(c),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// Commands that go on over several lines, each on one; and of a script the
/// calls alone.
pub(super) fn joined_commands(lines: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    let mut goes_on = false;
    let mut in_call = false;
    for line in lines {
        let text = trim(&line);
        if in_call {
            in_call = !text.ends_with(");") && !text.ends_with("})");
            continue;
        }
        in_call = is_call(text) && text.ends_with('{');
        let body = text.strip_suffix(['\\', '^', '`']);
        let body = body.filter(|body| body.ends_with(' ') || goes_on);
        let body = body.filter(|body| goes_on || is_command(body));
        match joined.last_mut() {
            Some(last) if goes_on => {
                last.push(' ');
                last.push_str(body.unwrap_or(text));
            }
            _ => joined.push(body.unwrap_or(text).to_owned()),
        }
        goes_on = body.is_some();
    }
    joined
}
