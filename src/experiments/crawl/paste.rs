//! What people paste, made rows of: URLs in quotes, in Markdown, in commands,
//! in tables and files, and hosts without a scheme.
//!
//! It changes nothing that can be sent as it is, and whatever it cannot read
//! it leaves to be marked by the check of a [`Row`](super::Row).

use super::command::{
    argument_of_call, is_command, joined_commands, operands_of, takes_several,
};
use super::document;
use super::row::{
    Fields, Line, RowError, check_url, host_and_rest, is_http, is_line_end,
    is_relative, lines_of, scheme_of, trim,
};
use crate::trace::cut;

/// How often one wrapping may stand in another.
const DEPTH: u8 = 6;
/// How much of a text a note quotes, in characters.
const QUOTED: usize = 60;

/// One row, as it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// The row.
    pub fields: Fields,
    /// What was done to it, in a sentence; none if nothing was.
    pub note: Option<String>,
}

/// Rows, as they are to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// The rows, and the comments and blank lines between them.
    pub lines: Vec<Line>,
    /// What was done to them and what was left out, in sentences.
    pub notes: Vec<String>,
}

/// Reads one row as it was typed or pasted.
#[must_use]
pub fn fields_from_typed(text: &str) -> Typed {
    let typed = Fields::split(text);
    match mended(&typed) {
        Some((fields, mending)) => {
            let note = Some(mending.sentence(trim(text), &fields.url));
            Typed { fields, note }
        }
        None => Typed {
            fields: typed,
            note: None,
        },
    }
}

/// Reads a text of many lines, or a whole document: a sitemap, the requests
/// that a browser recorded (HAR), a table (CSV, Markdown), a page.
#[must_use]
pub fn rows_from_pasted(text: &str) -> Pasted {
    let text = trim(text);
    if let Some(pasted) = document::rows_from(text) {
        return pasted;
    }
    let (fences, lines): (Vec<_>, Vec<_>) =
        lines_of(text).into_iter().partition(|line| is_fence(line));
    if fences.is_empty() {
        return rows_from_lines(lines);
    }
    let mut pasted = rows_from_pasted(&lines.join("\n"));
    let note = left_out(fences.len(), "fences of code in Markdown");
    pasted.notes.extend(note);
    pasted
}

/// Whether `line` only begins or ends a block of code in Markdown.
fn is_fence(line: &str) -> bool {
    let line = trim(line);
    let is_made_of = |sign: char| {
        let word = line.trim_start_matches(sign);
        let is_letter = |c: char| c.is_alphanumeric() || "+-#_".contains(c);
        line.len() - word.len() >= 3 && trim(word).chars().all(is_letter)
    };
    is_made_of('`') || is_made_of('~')
}

/// What is said of `count` lines that became no rows.
fn left_out(count: usize, what: &str) -> Option<String> {
    let lines = match count {
        0 => return None,
        1 => "1 line was".to_owned(),
        _ => format!("{count} lines were"),
    };
    Some(format!("{lines} left out: {what}."))
}

/// How a row became one that can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mending {
    /// There was no scheme.
    Completed,
    /// Something stood around it.
    Unwrapped,
    /// It was part of a command, which may say more than a row can.
    Command,
}

impl Mending {
    fn sentence(self, text: &str, url: &str) -> String {
        let text = quoted(text);
        match self {
            Self::Completed => {
                format!("“{text}” has no scheme: it is sent as {url}.")
            }
            Self::Unwrapped => format!("“{text}” was read as {url}."),
            Self::Command => format!(
                "Of the command only {url} is taken: requests go out as GET, without its headers \
                 and its body.",
            ),
        }
    }
}

/// What is said of a command of which several rows came.
const URLS_OF_COMMAND: &str = "Of the command only the URLs are taken: requests go out as GET, \
     without its headers and its body.";

fn quoted(text: &str) -> String {
    cut(text.to_owned(), QUOTED)
}

/// The row that `typed` means, where that cannot be sent as it is but can be
/// understood.
pub(super) fn mended(typed: &Fields) -> Option<(Fields, Mending)> {
    if typed.url.is_empty() || stands(&typed.url) {
        return None;
    }
    // To take one of its URLs would lose the others.
    if is_command(&typed.url) && several(&typed.url).is_some() {
        return None;
    }
    if let Some(url) = completed(&typed.url) {
        let fields = Fields {
            url,
            ..typed.clone()
        };
        return Some((fields, Mending::Completed));
    }
    let mending = match is_command(&typed.url) {
        true => Mending::Command,
        false => Mending::Unwrapped,
    };
    let keep = |own: &String, found: String| match own.is_empty() {
        true => found,
        false => own.clone(),
    };
    if let Some(found) = read(&typed.url, DEPTH) {
        let fields = Fields {
            url: found.url,
            delay: keep(&typed.delay, found.delay),
            label: keep(&typed.label, found.label),
        };
        return Some((fields, mending));
    }
    // What was taken for a delay or a label may belong to a name.
    Some((read(&typed.to_string(), DEPTH)?, mending))
}

/// Whether `url` is to be checked as it is: it has a scheme, or is a path.
fn stands(url: &str) -> bool {
    // Nearly all are, of ten thousand rows, and reading on takes much longer.
    if is_plain(url) {
        return true;
    }
    if url.contains(char::is_whitespace) || loose_end(url).is_some() {
        return false;
    }
    let has_scheme = scheme_of(url).is_some() && completed(url).is_none();
    has_scheme || url.starts_with("//") || is_relative(url)
}

/// Whether `url` begins with a scheme that is sent, has no space, and ends with
/// no quote or bracket.
fn is_plain(url: &str) -> bool {
    let has_scheme = url.starts_with("https://") || url.starts_with("http://");
    let ends_well = url.ends_with(|c: char| c.is_ascii_alphanumeric());
    has_scheme && ends_well && url.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The URL before a quote or a bracket at its end that nothing opened: the end
/// of a wrapping whose beginning was not taken along.
fn loose_end(url: &str) -> Option<&str> {
    scheme_of(url).filter(|scheme| is_http(scheme))?;
    let rest = url.trim_end_matches([',', ';']);
    let quote = |c: char| rest.ends_with(c) && rest.matches(c).count() % 2 == 1;
    let angle = rest.ends_with('>') && !rest.contains('<');
    let ends = quote('"') || quote('”') || quote('»') || quote('`') || angle;
    let bare = |c: char| matches!(c, '"' | '”' | '»' | '`' | '>');
    ends.then(|| rest.trim_end_matches(bare))
}

fn without_loose_end(url: String) -> String {
    match loose_end(&url) {
        Some(rest) => without_loose_end(rest.to_owned()),
        None => url,
    }
}

/// The URL that `text` is with a scheme before it, if it begins with a host.
fn completed(text: &str) -> Option<String> {
    if text.contains(char::is_whitespace) {
        return None;
    }
    // With one slash, or none, or those of a path of Windows.
    if let Some(scheme) = scheme_of(text).filter(|scheme| is_http(scheme)) {
        let rest = &text[scheme.len() + 1..];
        let bare = rest.trim_start_matches(['/', '\\']);
        if rest.starts_with("//") || !is_full_host(host_and_rest(bare).0) {
            return None;
        }
        return Some(without_loose_end(format!("{scheme}://{bare}")));
    }
    let (host, _) = host_and_rest(text);
    if is_relative(text) || !(is_full_host(host) || is_host_with_port(host)) {
        return None;
    }
    let scheme = if is_loopback(host) { "http" } else { "https" };
    Some(without_loose_end(format!("{scheme}://{text}")))
}

fn without_port(host: &str) -> Option<&str> {
    let Some((name, port)) = host.rsplit_once(':') else {
        return Some(host);
    };
    if host.ends_with(']') {
        return Some(host);
    }
    let is_port = port.parse::<u16>().is_ok() && !port.starts_with('+');
    is_port.then_some(name)
}

/// Whether nobody would take `host` for a word or a file.
fn is_full_host(host: &str) -> bool {
    let Some(name) = without_port(host) else {
        return false;
    };
    if let Some(address) =
        name.strip_prefix('[').and_then(|it| it.strip_suffix(']'))
    {
        return address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    if name.parse::<std::net::Ipv4Addr>().is_ok() || is_loopback(host) {
        return true;
    }
    let name = name.strip_suffix('.').unwrap_or(name);
    let Some((first, last)) = name.rsplit_once('.') else {
        return false;
    };
    let is_top = last.chars().count() > 1
        && (last.chars().all(char::is_alphabetic)
            || last.to_ascii_lowercase().starts_with("xn--"));
    let is_file = FILES.contains(&last.to_ascii_lowercase().as_str());
    first.split('.').all(is_label) && is_top && !is_file
}

fn is_label(label: &str) -> bool {
    let letter = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let is_edge = |c: char| c == '-';
    !label.is_empty()
        && label.chars().all(letter)
        && !label.starts_with(is_edge)
        && !label.ends_with(is_edge)
}

/// A name of one word is a host where a port follows it, as in `printer:631`.
fn is_host_with_port(host: &str) -> bool {
    let Some(name) = without_port(host).filter(|name| *name != host) else {
        return false;
    };
    let is_scheme = ["tel", "sms", "urn", "data", "about", "geo", "tag"];
    let is_word = is_label(name) && name.contains(char::is_alphabetic);
    is_word && !is_scheme.contains(&name) && !is_relative(name)
}

fn is_loopback(host: &str) -> bool {
    let name = without_port(host).unwrap_or(host).to_ascii_lowercase();
    let v4 = name.parse::<std::net::Ipv4Addr>();
    name == "localhost"
        || name.ends_with(".localhost")
        || matches!(name.as_str(), "[::1]" | "[::]")
        || v4.is_ok_and(|it| it.is_loopback() || it.is_unspecified())
}

/// Endings of files that are no ending of a host.
const FILES: [&str; 40] = [
    "asp", "aspx", "css", "csv", "doc", "docx", "exe", "gif", "gz", "har",
    "htm", "html", "ico", "jpeg", "jpg", "js", "json", "jsp", "jsx", "lock",
    "log", "map", "mjs", "pdf", "php", "png", "svg", "tar", "toml", "ts",
    "tsv", "txt", "wasm", "webp", "woff", "xhtml", "xls", "xlsx", "xml",
    "yaml",
];

/// The URL that can be sent, as it is or completed.
fn settled(url: &str) -> Option<String> {
    if let Some(url) = loose_end(url) {
        return settled(url);
    }
    if let Some(url) = completed(url) {
        return Some(url);
    }
    check_url(url).is_ok().then(|| url.to_owned())
}

/// The row in `text`, whatever stands around it.
pub(super) fn read(text: &str, depth: u8) -> Option<Fields> {
    let text = trim(text);
    let depth = depth.checked_sub(1)?;
    if text.is_empty() {
        return None;
    }
    let plain = Fields::split(text);
    if let Some(url) = settled(&plain.url) {
        return Some(Fields { url, ..plain });
    }
    without_marker(text)
        .and_then(|rest| read(rest, depth))
        .or_else(|| from_command(text, depth))
        .or_else(|| from_markdown(text, depth))
        .or_else(|| from_element(text, depth))
        .or_else(|| from_pair(text, depth))
        .or_else(|| from_columns(text, depth))
        .or_else(|| from_sentence(text, depth))
}

/// What follows the mark of an item of a list, or of a quotation.
fn without_marker(text: &str) -> Option<&str> {
    for mark in ["[ ] ", "[x] ", "[X] ", "•", "‣", "◦", "▪", "·", ">"]
    {
        if let Some(rest) = text.strip_prefix(mark) {
            return Some(rest);
        }
    }
    let (mark, rest) = text.split_once(char::is_whitespace)?;
    let number = mark.strip_prefix('(').unwrap_or(mark);
    let number = number.strip_suffix(['.', ')', ':']);
    let is_digit = |c: char| c.is_ascii_digit();
    let is_number =
        number.is_some_and(|it| !it.is_empty() && it.chars().all(is_digit));
    (is_number || matches!(mark, "-" | "*" | "–" | "—" | "$")).then_some(rest)
}

/// The wrappings that open and close with one character each.
const PAIRS: [(char, char); 17] = [
    ('"', '"'),
    ('\'', '\''),
    ('`', '`'),
    ('“', '”'),
    ('„', '“'),
    ('„', '”'),
    ('”', '”'),
    ('‘', '’'),
    ('‚', '‘'),
    ('«', '»'),
    ('»', '«'),
    ('‹', '›'),
    ('<', '>'),
    ('(', ')'),
    ('[', ']'),
    ('*', '*'),
    ('_', '_'),
];

fn from_pair(text: &str, depth: u8) -> Option<Fields> {
    if is_quoted_record(text) {
        return None;
    }
    PAIRS.into_iter().find_map(|(open, close)| {
        let rest = text.strip_prefix(open)?;
        let (inner, tail) = rest.rsplit_once(close)?;
        let tail = trim(tail.trim_start_matches([',', ';', '.', ':', '!']));
        match tail {
            "" => read(inner, depth),
            _ if tail.starts_with(['+', '#']) => {
                read(&format!("{inner} {tail}"), depth)
            }
            _ => None,
        }
    })
}

/// Whether the quotes at both ends of `text` are those of two cells of a table.
fn is_quoted_record(text: &str) -> bool {
    let text = text.trim_end_matches([',', ';']);
    let is_record = |sign| document::cells_of(text, sign).len() > 1;
    text.starts_with('"')
        && text.ends_with('"')
        && ['\t', ';', ','].into_iter().any(is_record)
}

/// `[name](URL "title")`, and `[name]: URL`.
fn from_markdown(text: &str, depth: u8) -> Option<Fields> {
    let text = text.strip_prefix('!').unwrap_or(text);
    let rest = text.strip_prefix('[')?;
    if let Some((name, url)) = rest.split_once("]: ") {
        return named(read(url, depth)?, name);
    }
    let (name, rest) = rest.split_once("](")?;
    let mut open = 1_usize;
    let close = rest.char_indices().find_map(|(place, c)| {
        match c {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        (open == 0).then_some(place)
    })?;
    let target = trim(&rest[..close]);
    let target = target
        .split_once(char::is_whitespace)
        .map_or(target, |(target, _)| target);
    let tail = trim(&rest[close + 1..]);
    let found = match tail.starts_with(['+', '#']) {
        true => read(&format!("{target} {tail}"), depth),
        false => read(target, depth),
    };
    named(found?, name)
}

/// `fields` with `name` for a label, if that is a name and there is none yet.
pub(super) fn named(fields: Fields, name: &str) -> Option<Fields> {
    let around = |c: char| c.is_whitespace() || "\"'`*_“”:|=,;-–—".contains(c);
    let name = name.trim_matches(around);
    let is_name = !name.contains("://") && !document::is_url_heading(name);
    let words: Vec<&str> = name.split_whitespace().collect();
    Some(match is_name {
        true => labelled(fields, &words.join(" ")),
        false => fields,
    })
}

/// `fields` with `label` as it is, but in one line, if there is none yet.
pub(super) fn labelled(mut fields: Fields, label: &str) -> Fields {
    if fields.label.is_empty() {
        let lines = label.split(|c: char| c.is_control() || is_line_end(c));
        let lines: Vec<&str> =
            lines.map(trim).filter(|line| !line.is_empty()).collect();
        fields.label = lines.join(" ");
    }
    fields
}

/// `<loc>URL</loc>`, and `<a href="URL">name</a>`.
fn from_element(text: &str, depth: u8) -> Option<Fields> {
    let rest = text.strip_prefix('<')?;
    let (tag, rest) = rest.split_once('>')?;
    let inner = rest.rsplit_once("</").map_or(rest, |(inner, _)| inner);
    if let Some(url) = document::attribute(tag, "href") {
        let found = read(&url, depth)?;
        return named(found, &document::plain_text(inner));
    }
    rest.contains("</").then_some(())?;
    read(&document::unescaped(inner), depth)
}

fn from_command(text: &str, depth: u8) -> Option<Fields> {
    if !is_command(text) {
        return None;
    }
    if let Some(argument) = argument_of_call(text) {
        return read(argument, depth);
    }
    let url = urls_of_command(text).into_iter().next()?;
    Some(Fields {
        url,
        ..Fields::default()
    })
}

/// The URLs that a command asks for: the absolute ones, or the first host.
fn urls_of_command(text: &str) -> Vec<String> {
    let words = operands_of(text);
    let absolute = words.iter().filter(|word| starts_with_http(word));
    let urls: Vec<String> = absolute.filter_map(|word| settled(word)).collect();
    if !urls.is_empty() {
        return urls;
    }
    let host = words.iter().find_map(|word| settled(word));
    host.into_iter().collect()
}

pub(super) fn starts_with_http(text: &str) -> bool {
    let starts = |scheme: &str| {
        text.get(..scheme.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(scheme))
    };
    starts("http://") || starts("https://")
}

/// A row of a table: the URL, and beside it a name.
fn from_columns(text: &str, depth: u8) -> Option<Fields> {
    ['\t', '|', ';', ','].into_iter().find_map(|sign| {
        let cells = document::cells_of(text, sign);
        let is_list = matches!(sign, ',' | ';');
        let cells: Vec<&document::Cell> =
            cells.iter().filter(|cell| !cell.text.is_empty()).collect();
        if cells.len() < 2 {
            return None;
        }
        let mut rows = Vec::new();
        for cell in cells.iter().map(|cell| cell.text.as_str()) {
            // The comma may be one of the query.
            let is_torn =
                is_list && text.starts_with(cell) && cell.contains('?');
            let row = read(cell, depth).filter(|_| !is_torn);
            rows.extend(row.map(|row| (cell, row)));
        }
        let with_scheme = rows.iter().find(|(cell, _)| cell.contains("://"));
        let (place, row) = with_scheme.or(rows.first())?.clone();
        let mut names = cells
            .into_iter()
            .filter(|cell| cell.text != place && !cell.text.contains("://"));
        match names.next() {
            Some(cell) => cell.name(row),
            None => Some(row),
        }
    })
}

/// One URL at the end of a text, which names it.
fn from_sentence(text: &str, depth: u8) -> Option<Fields> {
    let (name, url) = text.rsplit_once(char::is_whitespace)?;
    if !url.contains("://") || name.contains("://") {
        return None;
    }
    named(read(url, depth)?, name)
}

/// The URLs of a line that holds several, apart from each other.
#[must_use]
pub(super) fn several(line: &str) -> Option<Vec<String>> {
    let text = trim(line);
    if is_command(text) {
        let urls = Some(text).filter(|it| takes_several(it));
        return urls.map(urls_of_command).filter(|urls| urls.len() > 1);
    }
    let spare = |c: char| c == ',' || c == ';';
    let words: Vec<&str> = text
        .split(char::is_whitespace)
        .map(|word| word.trim_matches(spare))
        .filter(|word| !word.is_empty())
        .collect();
    let is_url = |word: &&str| {
        let bare = word.trim_start_matches(['"', '\'', '<', '`']);
        starts_with_http(bare)
    };
    if words.len() > 1 && words.iter().all(is_url) {
        return Some(words.into_iter().map(str::to_owned).collect());
    }
    // Glued by commas, unless one URL holds the other.
    let [glued] = words.as_slice() else {
        return None;
    };
    let apart = glued.replace(",http", "\nhttp").replace(";http", "\nhttp");
    let urls: Vec<String> = apart.lines().map(str::to_owned).collect();
    let is_whole =
        |url: &String| is_url(&url.as_str()) && url.matches("://").count() == 1;
    let is_apart = urls.len() > 1
        && urls.iter().all(is_whole)
        && !urls[0].contains(['?', '#']);
    is_apart.then_some(urls)
}

/// Reads lines of which each is a row, a comment or blank.
fn rows_from_lines(lines: Vec<String>) -> Pasted {
    let count = lines.len();
    let lines = without_table_heads(lines);
    let heads = count - lines.len();
    let mut lines = joined_commands(lines).into_iter().peekable();
    let mut notes = Vec::new();
    let heading = lines.peek().map(|line| trim(line).to_owned());
    let heading = heading.filter(|it| document::is_url_heading(it));
    if let Some(heading) = heading.filter(|_| lines.len() > 1) {
        lines.next();
        notes.push(format!(
            "The first line, “{}”, was left out: it is a heading.",
            quoted(&heading),
        ));
    }
    notes.extend(left_out(heads, "heads of tables in Markdown"));
    let mut reading = Reading::default();
    lines.for_each(|line| reading.take_line(trim(&line)));
    notes.extend(reading.notes());
    Pasted {
        lines: reading.lines,
        notes,
    }
}

/// `lines` without the heads of tables of Markdown, which a line of dashes
/// ends.
fn without_table_heads(lines: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    let mut is_in_table = false;
    for line in lines {
        if !document::is_rule(&line) {
            is_in_table &= line.contains('|');
            kept.push(line);
            continue;
        }
        // Further down it is a row of empty cells; and what names a URL is no
        // head, whatever it stands above.
        if !is_in_table {
            kept.pop_if(|head| head.contains('|') && !head.contains("://"));
        }
        is_in_table = true;
    }
    kept
}

/// What became of the lines that were read so far.
#[derive(Default)]
struct Reading {
    lines: Vec<Line>,
    mendings: Vec<(Mending, String)>,
    split_lines: usize,
}

impl Reading {
    fn take_line(&mut self, line: &str) {
        if line.starts_with('#') {
            self.lines.push(Line::Comment(line.to_owned()));
            return;
        }
        let Some(urls) = several(line) else {
            self.take(line);
            return;
        };
        self.split_lines += 1;
        urls.iter().for_each(|url| self.take(url));
        if is_command(line) {
            let note = URLS_OF_COMMAND.to_owned();
            self.mendings.push((Mending::Command, note));
        }
    }

    fn take(&mut self, row: &str) {
        let typed = fields_from_typed(row);
        if let Some(note) = typed.note {
            let mending = mended(&Fields::split(row));
            let mending = mending.map(|(_, mending)| (mending, note));
            self.mendings.extend(mending);
        }
        self.lines.push(Line::Request(typed.fields));
    }

    fn notes(&self) -> Vec<String> {
        let split = "Of several URLs on one line each became a row.";
        let split = (self.split_lines > 0).then(|| split.to_owned());
        split.into_iter().chain(summary(&self.mendings)).collect()
    }
}

/// What was done to the rows, each way in one sentence.
fn summary(mendings: &[(Mending, String)]) -> Vec<String> {
    let ways = [Mending::Completed, Mending::Unwrapped, Mending::Command];
    let sentence = |way: Mending| {
        let mut notes = mendings.iter().filter(|(it, _)| *it == way);
        let (first, count) = (notes.next()?, notes.count() + 1);
        Some(match (count, way) {
            (1, _) => first.1.clone(),
            (_, Mending::Completed) => format!(
                "{count} rows have no scheme: https:// was put before them, http:// for this \
                 machine.",
            ),
            (_, Mending::Unwrapped) => format!(
                "{count} URLs were taken out of what stood around them.",
            ),
            (_, Mending::Command) => format!(
                "Of {count} commands only the URLs are taken: requests go out as GET, without \
                 headers and bodies.",
            ),
        })
    };
    ways.into_iter().filter_map(sentence).collect()
}

/// Why a text that holds no row cannot be one.
pub(super) fn error_of(url: &str) -> Option<RowError> {
    several(url).map(|_| RowError::SeveralUrls)
}
