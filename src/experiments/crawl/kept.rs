//! Whose list the page opens on: the visitor's own, or one that came with a
//! link. Not where lists are kept: that is the browser's business.
//!
//! An address has no room for comments and blank lines. So an address that asks
//! for the same requests as a list that this browser keeps opens that list.

use super::row::requests;
use super::{Line, Preset, Row, Setup, lines_from_text, text_from_lines};
use crate::experiments::link::fingerprint;
use crate::http::{Reach, reach};

/// Whose list is on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// The visitor's own: it opens where no list is asked for.
    #[default]
    Mine,
    /// It came with a link, and stays apart from the visitor's own.
    Link,
}

/// What an address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// No list.
    Nothing,
    /// These lines.
    Lines(Vec<Line>),
    /// A list that did not travel with its link; its fingerprint, if the link
    /// tells it.
    LeftBehind(Option<String>),
}

/// The lists that this browser keeps, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptLists {
    /// The visitor's own.
    pub mine: Option<String>,
    /// The list of a link, as the visitor changed it last.
    pub changed_link: Option<String>,
}

/// The list to open, and whose it is; `None` for one that did not travel.
#[must_use]
pub fn list_to_open(
    asked: Asked,
    kept: &KeptLists,
) -> Option<(Vec<Line>, Whose)> {
    let mine = kept.mine.as_deref().map(lines_from_text);
    let changed_link = kept.changed_link.as_deref().map(lines_from_text);
    let all = [(mine.clone(), Whose::Mine), (changed_link, Whose::Link)];
    let mut kept = all
        .into_iter()
        .filter_map(|(lines, whose)| Some((lines?, whose)));
    let default = Preset::ThreeSites.lines();
    match asked {
        Asked::Nothing => Some((mine.unwrap_or(default), Whose::Mine)),
        Asked::Lines(lines) if mine.is_none() && lines == default => {
            Some((lines, Whose::Mine))
        }
        Asked::Lines(lines) => {
            let same = kept.find(|(kept, _)| asks_the_same(kept, &lines));
            Some(same.unwrap_or((lines, Whose::Link)))
        }
        Asked::LeftBehind(fingerprint) => {
            let fingerprint = fingerprint?;
            kept.find(|(kept, _)| fingerprint_of(kept) == fingerprint)
        }
    }
}

fn asks_the_same(one: &[Line], other: &[Line]) -> bool {
    let fields = |(_, fields)| fields;
    requests(one).map(fields).eq(requests(other).map(fields))
}

/// A short text that tells lists apart.
#[must_use]
pub fn fingerprint_of(lines: &[Line]) -> String {
    fingerprint(&text_from_lines(lines))
}

/// The hosts that a run of `setup` asks, each once, in the order of the list;
/// rows on the page's own host have none.
#[must_use]
pub fn hosts_of(setup: &Setup) -> Vec<String> {
    let mut hosts: Vec<String> = Vec::new();
    let rows = setup
        .requests()
        .filter_map(|(_, it)| Row::try_from(it).ok());
    for host in rows.filter_map(|row| host_of(&row.url)) {
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    hosts
}

/// The host and port of an absolute URL, in lower case.
fn host_of(url: &str) -> Option<String> {
    let scheme = url.split_once("://").map_or("", |(scheme, _)| scheme);
    let is_http = ["http", "https"]
        .iter()
        .any(|it| scheme.eq_ignore_ascii_case(it));
    let rest = match is_http {
        true => &url[scheme.len() + 3..],
        false => url.strip_prefix("//")?,
    };
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?;
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

/// A link may name this many hosts that are new to the browser without a
/// question.
pub const HOSTS_UNASKED: usize = 3;

/// The hosts of a link's list that are to be confirmed before its first run:
/// all new ones where there are more than [`HOSTS_UNASKED`], and those on the
/// visitor's own network if the page itself is on a public one.
#[must_use]
pub fn hosts_to_confirm(
    hosts: &[String],
    known: &[String],
    page_host: &str,
) -> Vec<String> {
    let is_new = |host: &&String| !known.contains(host);
    let new: Vec<&String> = hosts.iter().filter(is_new).collect();
    if new.len() > HOSTS_UNASKED {
        return new.into_iter().cloned().collect();
    }
    if is_private(page_host) {
        return Vec::new();
    }
    let private = |host: &&String| is_private(host);
    new.into_iter().filter(private).cloned().collect()
}

/// Whether a host, with or without its port, is this machine or on a private
/// network.
#[must_use]
pub fn is_private(host: &str) -> bool {
    reach(host) != Reach::Public
}
