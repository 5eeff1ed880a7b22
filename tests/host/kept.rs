//! Whose list opens, and which hosts are asked about first.

use meanwhile::experiments::crawl::{
    Asked, KeptLists, Preset, Setup, Whose, fingerprint_of, hosts_of,
    hosts_to_confirm, is_private, lines_from_text, list_to_open,
};
use proptest::prelude::*;

fn kept(mine: Option<&str>, changed_link: Option<&str>) -> KeptLists {
    KeptLists {
        mine: mine.map(str::to_owned),
        changed_link: changed_link.map(str::to_owned),
    }
}

fn asked(text: &str) -> Asked {
    Asked::Lines(lines_from_text(text))
}

#[test]
fn without_a_list_in_the_address_mine_opens() {
    let mine = lines_from_text("# mine\ndelay/1");
    let kept = kept(Some("# mine\ndelay/1"), Some("delay/2"));
    let opened = list_to_open(Asked::Nothing, &kept);
    assert_eq!(opened, Some((mine, Whose::Mine)));
    let opened = list_to_open(Asked::Nothing, &KeptLists::default());
    assert_eq!(opened, Some((Preset::ThreeSites.lines(), Whose::Mine)));
}

#[test]
fn an_address_with_the_requests_of_a_kept_list_opens_that_list() {
    let kept = kept(Some("# mine\n\ndelay/1"), Some("# theirs\ndelay/2"));
    let opened = list_to_open(asked("delay/1"), &kept);
    let mine = lines_from_text("# mine\n\ndelay/1");
    assert_eq!(opened, Some((mine, Whose::Mine)));
    let opened = list_to_open(asked("delay/2"), &kept);
    let theirs = lines_from_text("# theirs\ndelay/2");
    assert_eq!(opened, Some((theirs, Whose::Link)));
}

#[test]
fn any_other_list_is_the_links() {
    let kept = kept(Some("delay/1"), Some("delay/2"));
    let other = lines_from_text("delay/1\ndelay/2");
    let opened = list_to_open(asked("delay/1\ndelay/2"), &kept);
    assert_eq!(opened, Some((other, Whose::Link)));
}

#[test]
fn the_default_list_is_mine_until_i_have_another() {
    let default = Preset::ThreeSites.lines();
    let asked = Asked::Lines(default.clone());
    let opened = list_to_open(asked.clone(), &KeptLists::default());
    assert_eq!(opened, Some((default.clone(), Whose::Mine)));
    let opened = list_to_open(asked, &kept(Some("delay/2"), None));
    assert_eq!(opened, Some((default, Whose::Link)));
}

#[test]
fn a_list_that_did_not_travel_opens_where_it_is_kept_and_nowhere_else() {
    let text = "# long\ndelay/1\ndelay/2";
    let print = fingerprint_of(&lines_from_text(text));
    let left = Asked::LeftBehind(Some(print));
    let opened = list_to_open(left.clone(), &kept(Some(text), None));
    assert_eq!(opened, Some((lines_from_text(text), Whose::Mine)));
    let opened = list_to_open(left.clone(), &kept(None, Some(text)));
    assert_eq!(opened, Some((lines_from_text(text), Whose::Link)));
    let others = kept(Some("delay/1"), Some("delay/2"));
    assert_eq!(list_to_open(left, &others), None);
    // A link that does not say which list it means means none.
    let unnamed = Asked::LeftBehind(None);
    assert_eq!(list_to_open(unnamed, &kept(Some(text), None)), None);
}

#[test]
fn private_hosts_are_told_by_their_address_or_name() {
    let private = [
        "localhost",
        "localhost:3000",
        "a.localhost",
        "127.0.0.1",
        "10.0.0.1:80",
        "172.16.3.4",
        "192.168.1.10",
        "169.254.1.1",
        "0.0.0.0",
        "[::1]:8080",
        "[fd00::1]",
        "[fe80::1]",
        "[::ffff:10.0.0.1]",
        "printer.local",
        "printer",
        "printer.local.",
    ];
    for host in private {
        assert!(is_private(host), "{host}");
    }
    let public = [
        "example.com",
        "172.32.0.1",
        "192.169.1.1",
        "[2606:4700::1111]",
        "local.example.com",
        "11.0.0.1:80",
    ];
    for host in public {
        assert!(!is_private(host), "{host}");
    }
}

fn setup(text: &str) -> Setup {
    Setup {
        lines: lines_from_text(text),
        ..Setup::default()
    }
}

#[test]
fn hosts_are_those_of_absolute_urls_each_once() {
    let setup = setup(
        "delay/1?to=http://x\nhttps://A.test/x\nhttp://a.test/y\n//b.test:81?q\n/c\n# https://d.test/",
    );
    assert_eq!(hosts_of(&setup), ["a.test", "b.test:81"]);
}

#[test]
fn a_link_may_ask_three_new_hosts_and_none_at_home() {
    let hosts = |names: &[&str]| -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    };
    let four = hosts(&["a.test", "b.test", "c.test", "d.test"]);
    let none: [String; 0] = [];
    assert_eq!(hosts_to_confirm(&four[..3], &[], "page.test"), none);
    assert_eq!(hosts_to_confirm(&four, &[], "page.test"), four);
    assert_eq!(hosts_to_confirm(&four, &four[..1], "page.test"), none);
    let home = hosts(&["a.test", "192.168.1.1"]);
    assert_eq!(hosts_to_confirm(&home, &[], "page.test"), home[1..]);
    assert_eq!(hosts_to_confirm(&home, &home, "page.test"), none);
    // A page on this machine may ask this machine.
    assert_eq!(hosts_to_confirm(&home, &[], "localhost:8080"), none);
}

proptest! {
    #[test]
    fn whatever_is_kept_a_links_list_opens_as_its_requests(
        link in "(delay/[0-9]( #[a-z]+)?\n){0,5}",
        mine in proptest::option::of("(#[a-z]+\n|\n|delay/[0-9]\n){0,5}"),
        changed in proptest::option::of("(#[a-z]+\n|\n|delay/[0-9]\n){0,5}"),
    ) {
        let kept = kept(mine.as_deref(), changed.as_deref());
        let (lines, _) = list_to_open(asked(&link), &kept).expect("it opens");
        let opened = Setup { lines, ..Setup::default() };
        let meant = setup(&link);
        let opened: Vec<_> = opened.requests().map(|(_, it)| it.clone()).collect();
        let meant: Vec<_> = meant.requests().map(|(_, it)| it.clone()).collect();
        prop_assert_eq!(opened, meant);
    }
}
