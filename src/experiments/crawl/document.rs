//! Whole documents that name URLs, made rows of: sitemaps and pages, what a
//! browser recorded of the network, tables.
//!
//! No parser of these languages: it looks for URLs where each of them has them,
//! and counts what it leaves out.

use super::paste::{Pasted, labelled, named, read, starts_with_http};
use super::row::{Fields, Line, MAX_ROWS, check_url, lines_of, trim};
use crate::experiments::cell_text;
use serde::Deserialize;
use serde_json::Value;

/// The rows of `text`, if that is a document.
pub(super) fn rows_from(text: &str) -> Option<Pasted> {
    from_json(text)
        .or_else(|| from_markup(text))
        .or_else(|| from_table(text))
}

/// What was found in a document.
#[derive(Default)]
struct Found {
    rows: Vec<Fields>,
    /// What names no URL that can be sent.
    left_out: usize,
}

impl Found {
    /// Takes a URL, which is to be absolute, with what may be its name.
    fn take(&mut self, url: &str, name: &str) {
        match row_to(url).filter(|row| starts_with_http(&row.url)) {
            Some(row) => self.rows.extend(named(row, name)),
            None => self.left_out += 1,
        }
    }

    /// Takes the URL of a record, which may be relative as that of a row may,
    /// with its label as it is.
    fn take_record(&mut self, url: &str, label: &str) {
        match row_to(url) {
            Some(row) => self.rows.push(labelled(row, label)),
            None => self.left_out += 1,
        }
    }

    fn pasted(mut self, what: &str, left: &str) -> Pasted {
        let surplus = self.rows.len().saturating_sub(MAX_ROWS);
        self.rows.truncate(MAX_ROWS);
        let count = self.rows.len();
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let mut notes = vec![match count {
            0 => format!("There is no URL to send in {what}."),
            _ => format!("{count} row{} came from {what}.", plural(count)),
        }];
        match self.left_out {
            0 => {}
            1 => notes.push(format!("1 was left out: {left}.")),
            left_out => {
                notes.push(format!("{left_out} were left out: {left}."));
            }
        }
        if surplus > 0 {
            notes.push(format!(
                "{surplus} more row{} {} left out: a list has at most {MAX_ROWS}.",
                plural(surplus),
                if surplus == 1 { "was" } else { "were" },
            ));
        }
        let lines = self.rows.into_iter().map(Line::Request).collect();
        Pasted { lines, notes }
    }
}

fn row_to(url: &str) -> Option<Fields> {
    let url = trim(url);
    check_url(url).ok()?;
    Some(Fields {
        url: url.to_owned(),
        ..Fields::default()
    })
}

/// The part of an HTTP archive that matters here.
#[derive(Deserialize)]
struct Archive {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    request: Sent,
}

#[derive(Deserialize)]
struct Sent {
    #[serde(default)]
    method: String,
    url: String,
}

fn from_json(text: &str) -> Option<Pasted> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let mut found = Found::default();
    if let Ok(archive) = serde_json::from_str::<Archive>(text) {
        for Entry { request } in archive.log.entries {
            match request.method.as_str() {
                "" | "GET" => found.take(&request.url, ""),
                _ => found.left_out += 1,
            }
        }
        let left =
            "requests by other methods than GET, or not by http or https";
        return Some(found.pasted("the requests of a HAR file", left));
    }
    let value: Value = serde_json::from_str(text).ok()?;
    if let Value::Array(items) = &value {
        // A list of names is a list of hosts and paths, as it would be typed.
        for item in items.iter().filter_map(Value::as_str) {
            match read(item, 1) {
                Some(row) => found.rows.push(row),
                None => found.left_out += 1,
            }
        }
    }
    if found.rows.is_empty() {
        found = Found::default();
        urls_of(&value, &mut found);
    }
    Some(found.pasted("JSON", "texts that are no URL to send"))
}

/// Takes all that is called a URL and all absolute URLs, wherever they stand,
/// with the name beside them.
fn urls_of(value: &Value, found: &mut Found) {
    match value {
        Value::String(text) if starts_with_http(text) => found.take(text, ""),
        Value::Array(items) => {
            items.iter().for_each(|item| urls_of(item, found));
        }
        Value::Object(items) => {
            let name = ["name", "title", "label"].into_iter();
            let name = name.filter_map(|name| items.get(name)?.as_str()).next();
            let name = name.unwrap_or_default();
            for (key, item) in items {
                match item.as_str() {
                    Some(url) if key.eq_ignore_ascii_case("url") => {
                        found.take_record(url, name);
                    }
                    Some(url) if starts_with_http(url) => found.take(url, name),
                    _ => urls_of(item, found),
                }
            }
        }
        _ => {}
    }
}

fn from_markup(text: &str) -> Option<Pasted> {
    let lower = text.to_ascii_lowercase();
    let is_sitemap = lower.contains("<urlset")
        || lower.contains("<sitemapindex")
        || (lower.starts_with('<') && lower.contains("<loc>"));
    let is_page = ["<?xml", "<rss", "<feed", "<opml", "<!doctype", "<html"]
        .into_iter()
        .any(|start| lower.starts_with(start));
    let mut found = Found::default();
    if is_sitemap {
        for (tag, inner) in elements(text) {
            match name_of(tag) {
                "loc" => found.take(&unescaped(inner), ""),
                // Of pictures and films.
                name if name.ends_with(":loc") => found.left_out += 1,
                _ => {}
            }
        }
        let left = "places that are no page by http or https";
        return Some(found.pasted("a sitemap", left));
    }
    if !is_page {
        return None;
    }
    let is_html = lower.contains("<html") || lower.starts_with("<!doctype");
    for (tag, inner) in elements(text) {
        let href = attribute(tag, "href");
        match (name_of(tag), href) {
            ("a", Some(url)) => found.take(&url, &plain_text(inner)),
            ("link", Some(url)) if !is_html => found.take(&url, ""),
            ("link", None) if !is_html => found.take(&unescaped(inner), ""),
            ("outline", _) => {
                let url = attribute(tag, "xmlurl");
                let name = attribute(tag, "text").unwrap_or_default();
                url.iter().for_each(|url| found.take(url, &name));
            }
            _ => {}
        }
    }
    let what = if is_html {
        "the links of a page"
    } else {
        "the links of a feed"
    };
    Some(found.pasted(what, "links that are not absolute, by http or https"))
}

/// The tags of `text` that open something, each with what follows it up to the
/// next tag that closes one of that name.
fn elements(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split('<')
        .scan(0, move |place, piece| {
            let start = *place;
            *place += piece.len() + 1;
            Some((start, piece))
        })
        .filter(|(_, piece)| piece.starts_with(|c: char| c.is_alphabetic()))
        .filter_map(move |(start, piece)| {
            let (tag, _) = piece.split_once('>')?;
            let inner = text.get(start + tag.len() + 1..)?;
            let end = inner.find("</").unwrap_or(0);
            let name = tag.split([' ', '\n', '\t']).next()?;
            // An `a` may hold other elements; all else here holds text.
            let end = match name {
                "a" | "A" => {
                    inner.find("</a").or(inner.find("</A")).unwrap_or(end)
                }
                _ => end,
            };
            Some((tag, &inner[..end]))
        })
}

fn name_of(tag: &str) -> &str {
    tag.split(|c: char| c.is_whitespace() || c == '/')
        .next()
        .unwrap_or(tag)
}

/// The value of an attribute of a tag, if it has that.
pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let starts = lower.match_indices(name);
    let value = starts.into_iter().find_map(|(place, _)| {
        let before = lower[..place].chars().next_back()?;
        let rest = tag[place + name.len()..].trim_start().strip_prefix('=')?;
        before.is_whitespace().then(|| rest.trim_start())
    })?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match quote {
        Some(quote) => value[1..].split_once(quote)?.0,
        None => value.split(char::is_whitespace).next()?,
    };
    Some(unescaped(value))
}

/// The text of `markup`: without tags, in one line.
pub(super) fn plain_text(markup: &str) -> String {
    let pieces = markup.split('<').enumerate();
    let text: String = pieces
        .map(|(index, piece)| match (index, piece.split_once('>')) {
            (0, _) | (_, None) => piece,
            (_, Some((_, text))) => text,
        })
        .collect();
    let text = unescaped(&text);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// `text` with the characters that markup spells by name.
pub(super) fn unescaped(text: &str) -> String {
    let text = trim(text);
    let text = text
        .strip_prefix("<![CDATA[")
        .and_then(|text| text.strip_suffix("]]>"))
        .unwrap_or(text);
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&#39;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
}

/// Whether `text` is what a column of URLs is called.
pub(super) fn is_url_heading(text: &str) -> bool {
    let quotes = |c: char| c == '"' || c == '\'';
    let text = trim(text).trim_matches(quotes).to_ascii_lowercase();
    let names = [
        "url",
        "urls",
        "uri",
        "link",
        "links",
        "href",
        "loc",
        "address",
        "website",
        "site",
        "page",
        "page url",
        "landing page",
        "top pages",
    ];
    names.contains(&text.as_str())
}

/// A table whose first line names its columns, one of them URLs.
fn from_table(text: &str) -> Option<Pasted> {
    let lines = lines_of(text);
    let columns = Columns::named_in(&lines)?;
    let (records, head) = match columns.is_markdown() {
        true => (lines, 2),
        false => (records_of(lines), 1),
    };
    let mut found = Found::default();
    for record in records.iter().skip(head) {
        if trim(record).is_empty() {
            continue;
        }
        match columns.row_from(record) {
            Some(row) => found.rows.push(row),
            None => found.left_out += 1,
        }
    }
    let what = format!("the column “{}” of a table", columns.heading);
    Some(found.pasted(&what, "lines without a URL there"))
}

/// Which columns of a table a row is made of.
struct Columns {
    /// What parts them.
    sign: char,
    /// What that of the URLs is called.
    heading: String,
    url: usize,
    label: Option<usize>,
    delay: Option<usize>,
}

impl Columns {
    fn named_in(lines: &[String]) -> Option<Self> {
        let [first, second, ..] = lines else {
            return None;
        };
        let signs = match is_rule(second) {
            true => &['|'][..],
            false => &['\t', ',', ';'],
        };
        signs.iter().find_map(|&sign| Self::of(first, sign))
    }

    fn of(heading: &str, sign: char) -> Option<Self> {
        let cells = cells_of(heading, sign);
        let url = cells.iter().position(|cell| is_url_heading(&cell.text))?;
        (cells.len() > 1).then_some(())?;
        let column = |names: &[&str]| {
            cells.iter().position(|cell| {
                names.contains(&cell.text.to_ascii_lowercase().as_str())
            })
        };
        let label = column(&["label", "name", "title", "text", "description"]);
        let delay = column(&["delay", "added delay"]);
        let other = (0..cells.len()).find(|&place| {
            let is_other = place != url && delay != Some(place);
            is_other && !cells[place].text.is_empty()
        });
        Some(Self {
            sign,
            heading: cells[url].text.clone(),
            url,
            // As in a line of Markdown that stands alone, any name will do.
            label: label.or(other.filter(|_| sign == '|')),
            delay,
        })
    }

    fn is_markdown(&self) -> bool {
        self.sign == '|'
    }

    fn row_from(&self, record: &str) -> Option<Fields> {
        let cells = cells_of(record, self.sign);
        let cell = |place: Option<usize>| cells.get(place?);
        let mut row = read(&cell(Some(self.url))?.text, 2)?;
        if let Some(delay) = cell(self.delay).filter(|_| row.delay.is_empty()) {
            let delay = unguarded(&delay.text).trim_start_matches('+');
            row.delay = delay.to_owned();
        }
        match cell(self.label) {
            Some(label) if self.is_markdown() => label.name(row),
            Some(label) => Some(labelled(row, unguarded(&label.text))),
            None => Some(row),
        }
    }
}

/// Whether `line` is the line of dashes under the head of a table of Markdown.
pub(super) fn is_rule(line: &str) -> bool {
    let is_drawn = |c: char| matches!(c, '|' | '-' | ':') || c.is_whitespace();
    line.contains('|') && line.contains('-') && trim(line).chars().all(is_drawn)
}

/// The records in the lines of a table: an end of a line between quotes ends
/// none.
fn records_of(lines: Vec<String>) -> Vec<String> {
    let mut records: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in lines {
        let quotes = line.matches('"').count();
        match records.last_mut() {
            Some(last) if is_open => {
                last.push(' ');
                last.push_str(&line);
            }
            _ => records.push(line),
        }
        is_open ^= quotes % 2 == 1;
    }
    records
}

/// A cell of a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    /// What is in it, without the quotes around that.
    pub(super) text: String,
    is_quoted: bool,
}

impl Cell {
    /// `row` with this for a label. Where quotes or a guard tell its beginning
    /// and its end, all signs in it are part of it.
    pub(super) fn name(&self, row: Fields) -> Option<Fields> {
        let text = unguarded(&self.text);
        // Or it stands between single quotes.
        let is_guarded = text != self.text && !text.ends_with('\'');
        match (self.is_quoted || is_guarded) && !is_url_heading(text) {
            true => Some(labelled(row, text)),
            false => named(row, &self.text),
        }
    }
}

/// `cell` without the sign that [`cell_text`] puts before a formula.
fn unguarded(cell: &str) -> &str {
    let bare = cell.strip_prefix('\'');
    bare.filter(|bare| cell_text(bare) == cell).unwrap_or(cell)
}

/// The cells of a line of a table.
pub(super) fn cells_of(line: &str, sign: char) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut cell = Cell::default();
    let mut is_open = false;
    let mut letters = line.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if is_open && letters.peek() == Some(&'"') => {
                letters.next();
                cell.text.push('"');
            }
            '"' if is_open => is_open = false,
            '"' if trim(&cell.text).is_empty() => {
                is_open = true;
                cell.is_quoted = true;
            }
            _ if c == sign && !is_open => {
                cells.push(std::mem::take(&mut cell));
            }
            _ => cell.text.push(c),
        }
    }
    cells.push(cell);
    for cell in &mut cells {
        cell.text = trim(&cell.text).to_owned();
    }
    cells
}
