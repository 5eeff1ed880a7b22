//! Where a host is, by its name or address alone. Not who answers there.

use std::net::IpAddr;

/// How far away a host is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// This machine: RFC 1122, RFC 4291, RFC 6761.
    Loopback,
    /// The network around it: RFC 1918, RFC 3927, RFC 4193, RFC 6762, RFC 8375,
    /// and names that only a local resolver knows.
    LocalNetwork,
    /// Anywhere else.
    Public,
}

/// Where `host` is, which may have its port behind it, and brackets around an
/// address of version 6.
#[must_use]
pub fn reach(host: &str) -> Reach {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    match name.parse() {
        Ok(address) => reach_of_address(address),
        Err(_) => reach_of_name(&name),
    }
}

fn reach_of_address(address: IpAddr) -> Reach {
    let address = address.to_canonical();
    let is_local = match address {
        IpAddr::V4(it) => it.is_private() || it.is_link_local(),
        IpAddr::V6(it) => it.is_unique_local() || it.is_unicast_link_local(),
    };
    // What is asked of no address in particular, this machine answers.
    if address.is_loopback() || address.is_unspecified() {
        Reach::Loopback
    } else if is_local {
        Reach::LocalNetwork
    } else {
        Reach::Public
    }
}

fn reach_of_name(name: &str) -> Reach {
    let ends = [".local", ".internal", ".lan", ".home.arpa"];
    if name == "localhost" || name.ends_with(".localhost") {
        Reach::Loopback
    } else if ends.iter().any(|end| name.ends_with(end))
        || (!name.is_empty() && !name.contains('.'))
    {
        Reach::LocalNetwork
    } else {
        Reach::Public
    }
}
