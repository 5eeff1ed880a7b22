//! The address of the page: a setup as text, and back.

use crate::{cases, ms};
use meanwhile::experiments::Note;
use meanwhile::experiments::crawl::{
    Fields, LINK_BYTES, Limit, Line, LinkError, OnError, Order, Policy, Preset,
    Remembered, Setup, Strategy as Way, lines_from_text,
    policy_query_with_remembered_list, query_from_setup, setup_from_query,
};
use meanwhile::experiments::{Experiment, Route};
use meanwhile::http::CacheMode;
use proptest::prelude::*;

/// The setup of a link that is followed to the letter.
fn setup(query: &str) -> Setup {
    let (setup, remembered, notes) = setup_from_query(query);
    assert_eq!((remembered, notes), (Remembered::No, vec![]), "{query}");
    setup
}

fn query(setup: &Setup) -> String {
    query_from_setup(setup).expect("it is short enough for a link")
}

fn of_lines(text: &str) -> Setup {
    Setup {
        lines: lines_from_text(text),
        ..Setup::default()
    }
}

fn requests(setup: &Setup) -> Vec<Fields> {
    setup.requests().map(|(_, fields)| fields.clone()).collect()
}

fn limit(count: usize) -> Limit {
    Limit::new(count).expect("the limit is allowed")
}

#[test]
fn the_link_of_the_documentation_means_what_it_says() {
    let expected = Setup {
        lines: lines_from_text(
            "delay/1\ndelay/2\nhttps://example.com/a +250ms",
        ),
        strategies: vec![Way::Sequential, Way::Concurrent],
        limit: limit(4),
        policy: Policy {
            timeout: ms(10_000),
            on_error: OnError::Collect,
            ..Policy::default()
        },
        order: Order::InTurn,
        repeat: 3,
    };
    let link = "url=delay/1&url=delay/2&url=https://example.com/a%20%2B250ms\
        &run=sequential,concurrent&limit=4&timeout=10000&on-error=collect\
        &repeat=3";
    assert_eq!(setup(link), expected);
    // What equals the default is left out when it is printed.
    let short = "url=delay/1&url=delay/2&url=https://example.com/a%20%2B250ms\
        &repeat=3";
    assert_eq!(query(&expected), short);
}

#[test]
fn every_parameter_is_read() {
    let read = setup(
        "url=delay/1%20%232&run=promise-all,limited&limit=9&timeout=250\
         &retries=2&on-error=stop&cache=default&order=together&repeat=20",
    );
    let policy = Policy {
        timeout: ms(250),
        retries: 2,
        on_error: OnError::Stop,
        cache: CacheMode::Default,
    };
    let expected = Setup {
        lines: lines_from_text("delay/1 #2"),
        // In the order of the page, whatever that of the link.
        strategies: vec![Way::Limited, Way::PromiseAll],
        limit: limit(9),
        policy,
        order: Order::Together,
        repeat: 20,
    };
    assert_eq!(read, expected);
}

#[test]
fn the_default_setup_has_an_empty_query() {
    assert_eq!(query(&Setup::default()), "");
    assert_eq!(setup(""), Setup::default());
}

#[test]
fn what_equals_the_default_may_be_said() {
    let said = "run=sequential,concurrent&limit=4&timeout=10000&retries=0\
        &on-error=collect&cache=no-store&order=in-turn&repeat=1";
    assert_eq!(setup(said), Setup::default());
}

#[test]
fn a_plus_stands_for_itself() {
    let plain = setup("url=https://a.test/?q=1+1");
    assert_eq!(requests(&plain)[0].url, "https://a.test/?q=1+1");
    let escaped = "url=https://a.test/?q=1%2B1";
    assert_eq!(query(&plain), escaped);
    assert_eq!(setup(escaped), plain);
}

#[test]
fn a_list_without_a_request_is_not_the_default_list() {
    for list in ["", "\n\n", "# nothing to send"] {
        let empty = of_lines(list);
        assert_eq!(query(&empty), "url=");
        assert_eq!(requests(&setup("url=")), []);
    }
}

#[test]
fn comments_do_not_travel() {
    let list = of_lines("# my list\ndelay/1\n\ndelay/2");
    assert_eq!(query(&list), "url=delay/1&url=delay/2");
}

#[test]
fn no_strategy_is_a_choice_too() {
    let none = Setup {
        strategies: vec![],
        ..Setup::default()
    };
    assert_eq!(query(&none), "run=");
    assert_eq!(setup("run="), none);
}

#[test]
fn a_line_break_in_a_link_does_not_make_a_second_row() {
    let read = setup("url=delay/1%0Adelay/2");
    assert_eq!(requests(&read).len(), 1);
}

#[test]
fn bad_rows_are_kept() {
    let read = setup("url=ftp://a.test/&url=a%20b&url=delay/1%20%2Bsoon");
    let urls: Vec<String> =
        requests(&read).iter().map(Fields::to_string).collect();
    assert_eq!(urls, ["ftp://a.test/", "a b", "delay/1 +soon"]);
}

#[test]
fn unknown_parameters_are_noted_and_change_nothing() {
    let (setup, _, notes) = setup_from_query("wait=5&repeat=2&%E2%9C%93");
    let unknown = |name: &str| Note::Unknown(name.to_owned());
    assert_eq!(notes, [unknown("wait"), unknown("✓")]);
    assert_eq!(setup.repeat, 2);
}

#[test]
fn values_that_cannot_be_are_noted_and_the_default_holds() {
    for (name, values) in [
        ("run", "fast;sequential,;sequential,fast;Sequential"),
        ("limit", "0;-1;10001;four;;99999999999999999999"),
        ("timeout", "0;300001;1s;;1.5;-1"),
        ("retries", "6;-1;;many"),
        ("repeat", "0;21;;1.5"),
        ("on-error", ";ignore;Stop"),
        ("cache", ";off"),
        ("order", ";random"),
        ("list", ";mine"),
    ] {
        for value in values.split(';') {
            if (name, value) == ("run", "sequential,") {
                continue;
            }
            let link = format!("{name}={value}");
            let (setup, remembered, notes) = setup_from_query(&link);
            assert_eq!(setup, Setup::default(), "{link}");
            assert_eq!(remembered, Remembered::No, "{link}");
            let is_noted = matches!(
                notes.as_slice(),
                [Note::BadValue { name: noted, value: said, .. }]
                    if (*noted, said.as_str()) == (name, value)
            );
            assert!(is_noted, "{link}: {notes:?}");
        }
    }
}

#[test]
fn the_edges_of_what_is_allowed_are_allowed() {
    for link in [
        "limit=1",
        "limit=10000",
        "timeout=1",
        "timeout=300000",
        "retries=5",
        "repeat=20",
    ] {
        assert_eq!(query(&setup(link)), link);
    }
}

#[test]
fn a_list_too_long_for_a_link_says_how_long() {
    let row = "https://example.com/0123456789";
    let short = of_lines(&format!("{row}\n").repeat(200));
    assert!(query(&short).len() <= LINK_BYTES);
    let long = of_lines(&format!("{row}\n").repeat(300));
    let bytes = 300 * format!("url={row}&").len() - 1;
    assert_eq!(query_from_setup(&long), Err(LinkError { bytes }));
}

#[test]
fn a_link_may_be_as_long_as_promised_and_no_longer() {
    let of_length = |bytes: usize| of_lines(&"a".repeat(bytes - "url=".len()));
    assert_eq!(query(&of_length(LINK_BYTES)).len(), LINK_BYTES);
    let too_long = query_from_setup(&of_length(LINK_BYTES + 1));
    let bytes = LINK_BYTES + 1;
    assert_eq!(too_long, Err(LinkError { bytes }));
}

#[test]
fn a_link_can_leave_the_list_to_the_browser() {
    let long = Setup {
        repeat: 5,
        ..of_lines(&"delay/1\n".repeat(5000))
    };
    let link = policy_query_with_remembered_list(&long);
    assert_eq!(link, "list=remembered&repeat=5");
    let (setup, remembered, notes) = setup_from_query(&link);
    assert_eq!(remembered, Remembered::List);
    assert_eq!((setup.repeat, notes), (5, vec![]));
    let plain = policy_query_with_remembered_list(&Setup::default());
    assert_eq!(plain, "list=remembered");
}

#[test]
fn an_address_names_a_lab_and_its_setup() {
    let crawl = Experiment::Crawl;
    for (hash, route) in [
        ("", Route::Home),
        ("#", Route::Home),
        ("#/", Route::Home),
        ("#/crawl", Route::Lab(crawl, "")),
        ("#crawl", Route::Lab(crawl, "")),
        ("#/crawl?", Route::Lab(crawl, "")),
        ("#/crawl?url=a?b&url=c", Route::Lab(crawl, "url=a?b&url=c")),
        ("#/freez?job=1", Route::Unknown("freez")),
        ("#/Crawl", Route::Unknown("Crawl")),
    ] {
        assert_eq!(Route::parse(hash), route, "{hash}");
    }
    for lab in Experiment::ALL {
        let hash = format!("#/{}", lab.slug());
        assert_eq!(Route::parse(&hash), Route::Lab(lab, ""));
    }
}

/// A row as the editor may hold it, its parts told apart; empty ones do not
/// travel.
fn row() -> impl Strategy<Value = Line> {
    let url = prop_oneof![
        8 => "[!-~]{1,20}",
        8 => "https://[a-zé✓]{1,6}/[!-~]{0,12}",
        4 => "[a-z]{1,4} [a-z]{1,4}",
        1 => "",
    ];
    let delay = "([0-9]{1,4}(ms|s)?)?";
    let label = "([!-~é✓]([ -~]{0,6}[!-~])?)?";
    let fields = (url, delay, label).prop_map(|(url, delay, label)| {
        // What has a space in it is all URL.
        let fields = Fields { url, delay, label };
        Fields::split(&fields.to_string())
    });
    let travels = |fields: &Fields| !fields.is_empty();
    fields
        .prop_filter("an empty row", travels)
        .prop_map(Line::Request)
}

fn any_setup() -> impl Strategy<Value = Setup> {
    let lines = prop_oneof![
        Just(Preset::ThreeSites.lines()),
        prop::collection::vec(row(), 1..12),
    ];
    let policy = (
        1_u64..=300_000,
        0_u32..=5,
        prop::sample::select(vec![OnError::Collect, OnError::Stop]),
        prop::sample::select(vec![CacheMode::NoStore, CacheMode::Default]),
    );
    let policy =
        policy.prop_map(|(timeout, retries, on_error, cache)| Policy {
            timeout: ms(timeout),
            retries,
            on_error,
            cache,
        });
    let order = prop::sample::select(vec![Order::InTurn, Order::Together]);
    let strategies = prop::sample::subsequence(Way::ALL.to_vec(), 0..=7);
    let numbers = (1_usize..=10_000, 1_u32..=20);
    (lines, strategies, policy, order, numbers).prop_map(
        |(lines, strategies, policy, order, (count, repeat))| Setup {
            lines,
            strategies,
            limit: limit(count),
            policy,
            order,
            repeat,
        },
    )
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn a_setup_that_is_printed_reads_as_the_same_setup(setup in any_setup()) {
        let link = query(&setup);
        let (read, remembered, notes) = setup_from_query(&link);
        prop_assert_eq!(remembered, Remembered::No);
        prop_assert_eq!(notes, vec![]);
        prop_assert_eq!(read, setup, "{}", link);
    }

    #[test]
    fn a_link_has_nothing_in_it_that_would_break_it(setup in any_setup()) {
        let link = query(&setup);
        let breaks = |c: char| !c.is_ascii_graphic() || "\"<>`#".contains(c);
        prop_assert!(!link.contains(breaks), "{}", link);
    }

    #[test]
    fn reading_and_printing_a_link_settles(link in any_link()) {
        let (setup, _, _) = setup_from_query(&link);
        if let Ok(printed) = query_from_setup(&setup) {
            let (again, _, notes) = setup_from_query(&printed);
            prop_assert_eq!(notes, vec![]);
            prop_assert_eq!(query_from_setup(&again), Ok(printed));
        }
    }

    #[test]
    fn no_address_is_too_strange(link in any_link(), hash in any::<String>()) {
        let _ = setup_from_query(&link);
        let _ = Route::parse(&hash);
        let _ = Route::parse(&link);
    }
}

/// Text that comes close to links now and then.
fn any_link() -> impl Strategy<Value = String> {
    let names =
        "(url|run|limit|timeout|retries|repeat|on-error|cache|order|list)";
    let piece = prop_oneof![
        names,
        "[=&%?#+,]{1,2}",
        "%[0-9A-F]{2}",
        "[0-9]{1,6}",
        "(stop|default|together|remembered|sequential|delay/1)",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}
