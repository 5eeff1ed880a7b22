//! Which hosts the text of a program names: it asks no others, and those of a
//! link are asked about like those of a list.

/// The hosts and ports of the absolute URLs in a text, each once, in lower case.
#[must_use]
pub fn hosts_in(text: &str) -> Vec<String> {
    let mut hosts: Vec<String> = Vec::new();
    for (place, _) in text.match_indices("://") {
        let (before, after) = (&text[..place], &text[place + 3..]);
        let before = before.to_ascii_lowercase();
        if !before.ends_with("http") && !before.ends_with("https") {
            continue;
        }
        if let Some(host) = host_at(after)
            && !hosts.contains(&host)
        {
            hosts.push(host);
        }
    }
    hosts
}

/// The host and port with which a text begins; `None` if it begins with none.
fn host_at(text: &str) -> Option<String> {
    let is_end = |c: char| c.is_whitespace() || "/?#\\\"'{}<>()".contains(c);
    let end = text.find(is_end).unwrap_or(text.len());
    let host = text[..end].rsplit('@').next()?;
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

/// Whether a program with this text may ask `url`, which is absolute, on a page
/// at the address `base`.
#[must_use]
pub fn may_ask(text: &str, url: &str, base: &str) -> bool {
    let host =
        |url: &str| url.split_once("://").and_then(|(_, rest)| host_at(rest));
    host(url) == host(base)
        || host(url).is_some_and(|host| hosts_in(text).contains(&host))
}
