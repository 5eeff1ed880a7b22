//! The address of the page: a setup as text, and back.

use crate::{cases, ms};
use meanwhile::experiments::Note;
use meanwhile::experiments::crawl::{
    Fields, Limit, Line, LinkError, ListFrom, OnError, Order, Policy, Preset,
    Setup, Strategy as Way, fingerprint_of, holds_compressed_list,
    lines_from_text, policy_query_with_remembered_list, query_from_setup,
    setup_from_query,
};
use meanwhile::experiments::{Experiment, Guide, LINK_BYTES, Look, Route};
use meanwhile::http::CacheMode;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;

/// The setup of a link that is followed to the letter.
fn setup(query: &str) -> Setup {
    let (setup, from, notes) = setup_from_query(query);
    assert_eq!(notes, vec![], "{query}");
    assert!(!matches!(from, ListFrom::LeftBehind(_)), "{query}");
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
        guess: meanwhile::experiments::Guesses::default(),
        look: Look::default(),
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
        guess: meanwhile::experiments::Guesses::default(),
        look: Look::default(),
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
    ] {
        for value in values.split(';') {
            if (name, value) == ("run", "sequential,") {
                continue;
            }
            let link = format!("{name}={value}");
            let (setup, from, notes) = setup_from_query(&link);
            assert_eq!(setup, Setup::default(), "{link}");
            assert_eq!(from, ListFrom::Default, "{link}");
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

/// A text of letters and digits that nothing compresses well.
fn noise(bytes: usize) -> String {
    let mut random = fastrand::Rng::with_seed(7);
    std::iter::repeat_with(|| random.alphanumeric())
        .take(bytes)
        .collect()
}

/// A list of that many different rows, with what does not travel readably.
fn long_list(rows: usize) -> Setup {
    let rows = (0..rows)
        .map(|row| format!("https://example.com/{row} +{row}ms #row {row}\n"));
    let rows: String = rows.collect();
    of_lines(&format!("# All of them\n\n{rows}"))
}

#[test]
fn a_list_too_long_to_be_readable_travels_compressed_and_whole() {
    for rows in [300, 600] {
        let long = Setup {
            repeat: 3,
            ..long_list(rows)
        };
        let link = query(&long);
        assert!(link.starts_with("list="), "{link}");
        assert!(link.ends_with("&repeat=3"), "{link}");
        assert!(holds_compressed_list(&link) && link.len() <= LINK_BYTES);
        let (read, from, notes) = setup_from_query(&link);
        assert_eq!((from, notes), (ListFrom::Link, vec![]));
        assert_eq!(read, long);
    }
    let short = query(&long_list(3));
    assert!(!holds_compressed_list(&short), "{short}");
}

#[test]
fn a_list_too_long_for_a_link_says_how_long() {
    let LinkError { bytes } = query_from_setup(&of_lines(&noise(20_000)))
        .expect_err("it is too long for a link");
    assert!((LINK_BYTES..21_000).contains(&bytes), "{bytes}");
    let said = LinkError { bytes }.to_string();
    assert!(said.contains("even compressed"), "{said}");
    // Too much to compress, to begin with.
    let huge = query_from_setup(&of_lines(&"delay/1\n".repeat(200_000)));
    let bytes = huge.map_err(|error| error.bytes);
    assert_eq!(bytes, Err(1_599_999));
}

#[test]
fn a_readable_link_may_be_as_long_as_promised_and_no_longer() {
    let of_length = |bytes: usize| of_lines(&"a".repeat(bytes - "url=".len()));
    assert_eq!(query(&of_length(LINK_BYTES)).len(), LINK_BYTES);
    assert!(holds_compressed_list(&query(&of_length(LINK_BYTES + 1))));
}

#[test]
fn a_compressed_list_that_was_cut_or_changed_is_said_to_be() {
    let link = query(&long_list(300));
    let cut = &link[..link.len() - 9];
    let changed = link.replace(&link[2000..2004], "AAAA");
    for link in [cut, &changed, "list=", "list=mine", "list=%00"] {
        let (setup, from, notes) = setup_from_query(link);
        assert_eq!(notes, [Note::DamagedList], "{link}");
        assert_eq!((setup, from), (Setup::default(), ListFrom::Default));
    }
}

#[test]
fn a_compressed_list_is_unpacked_up_to_a_limit() {
    use base64::Engine;
    let huge = vec![b'a'; 1_000_001];
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&huge, 9);
    let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let link = format!("list={}", engine.encode(packed));
    let (setup, from, notes) = setup_from_query(&link);
    assert_eq!(notes, [Note::LargeList]);
    assert_eq!((setup, from), (Setup::default(), ListFrom::Default));
}

#[test]
fn a_link_can_leave_the_list_to_the_browser() {
    let long = Setup {
        repeat: 5,
        ..of_lines(&noise(20_000))
    };
    let link = policy_query_with_remembered_list(&long);
    let print = fingerprint_of(&long.lines);
    assert_eq!(link, format!("list=remembered-{print}&repeat=5"));
    let (setup, from, notes) = setup_from_query(&link);
    assert_eq!(from, ListFrom::LeftBehind(Some(print)));
    assert_eq!(setup.lines, Setup::default().lines);
    assert_eq!((setup.repeat, notes), (5, vec![]));
}

#[test]
fn where_a_list_came_from_is_known() {
    for (link, expected) in [
        ("", ListFrom::Default),
        ("run=concurrent", ListFrom::Default),
        ("url=delay/1", ListFrom::Link),
        ("url=", ListFrom::Link),
        ("list=remembered", ListFrom::LeftBehind(None)),
        ("list=remembered&url=delay/1", ListFrom::Link),
    ] {
        assert_eq!(setup_from_query(link).1, expected, "{link}");
    }
}

#[test]
fn a_link_ends_in_nothing_that_is_cut_off() {
    for (row, link) in [
        ("delay/1 #slow (1 s)", "url=delay/1%20%23slow%20%281%20s%29"),
        ("delay/1 #done.", "url=delay/1%20%23done%2E"),
        ("delay/1 #what?!", "url=delay/1%20%23what?%21"),
        (
            "https://en.wikipedia.org/wiki/Rust_(programming_language)",
            "url=https://en.wikipedia.org/wiki/Rust_%28programming_language%29",
        ),
        ("https://a.test/x_", "url=https://a.test/x%5F"),
        ("https://a.test/x*y*", "url=https://a.test/x%2Ay%2A"),
        ("https://a.test/?a|b", "url=https://a.test/?a%7Cb"),
        ("https://a.test/", "url=https://a.test/"),
        ("delay/1?", "url=delay/1%3F"),
        // What stands behind links looks the same: it must not stand last.
        ("delay/1 #a>", "url=delay/1%20%23a%3E&repeat=1"),
        (
            "delay/1 #“a”",
            "url=delay/1%20%23%E2%80%9Ca%E2%80%9D&repeat=1",
        ),
    ] {
        let setup = of_lines(row);
        assert_eq!(query(&setup), link);
        assert_eq!(setup_from_query(link).0, setup, "{row}");
    }
}

#[test]
fn what_stands_behind_a_link_is_no_part_of_it() {
    for tail in [
        ".", ",", ")", ").", "!", "?", "…", ">", "%3E", "\"", "%22", "'", ");",
        "]", " ", "%20", "”", "。",
    ] {
        let tail = tail.replace('…', "%E2%80%A6");
        let tail = tail.replace('”', "%E2%80%9D").replace('。', "%E3%80%82");
        for link in ["url=delay/0.2", "url=delay/0.2&run=concurrent"] {
            let (read, _, notes) = setup_from_query(&format!("{link}{tail}"));
            assert_eq!((read, notes), (setup(link), vec![]), "{link}{tail}");
        }
    }
    // A bracket that is opened is closed.
    let wiki = "url=https://en.wikipedia.org/wiki/Rust_(programming_language)";
    assert!(requests(&setup(wiki))[0].url.ends_with("_language)"));
}

#[test]
fn markup_around_a_link_makes_no_difference() {
    let plain = setup("url=delay/0.2&url=delay/0.3&run=concurrent");
    for sign in ["&amp;", "&#38;", "&#038;", "&amp;amp;", "&&"] {
        let link = ["url=delay/0.2", "url=delay/0.3", "run=concurrent"];
        assert_eq!(setup(&link.join(sign)), plain, "{sign}");
    }
}

#[test]
fn a_plus_is_a_space_where_that_makes_a_better_row() {
    for (link, row) in [
        ("url=delay/0.2+%2B250ms+%23slow", "delay/0.2 +250ms #slow"),
        ("url=delay/0.2+%23very+slow", "delay/0.2 #very slow"),
        ("url=https://a.test/?q=1+1", "https://a.test/?q=1+1"),
        ("url=https://a.test/?q=a%20b+c", "https://a.test/?q=a b+c"),
        ("url=delay/1%20%23a+b", "delay/1 #a+b"),
    ] {
        assert_eq!(requests(&setup(link))[0].to_string(), row);
    }
}

#[test]
fn a_row_that_was_damaged_on_its_way_is_said_to_be() {
    let (_, _, notes) = setup_from_query("url=delay/1%20%23caf%E9");
    assert_eq!(notes, [Note::DamagedRow]);
}

#[test]
fn an_address_names_a_lab_and_its_setup() {
    let lab = |query: &'static str| Route::Lab(Experiment::Crawl, query.into());
    for (hash, route) in [
        ("", Route::Home),
        ("#", Route::Home),
        ("#/", Route::Home),
        ("#/crawl", lab("")),
        ("#crawl", lab("")),
        ("#/crawl?", lab("")),
        ("#/crawl?url=a?b&url=c", lab("url=a?b&url=c")),
        ("#/freez?job=1", Route::Unknown("freez")),
        ("#/freez%3Fjob", Route::Unknown("freez%3Fjob")),
        ("#/Crawl", lab("")),
        ("#/CRAWL?url=a", lab("url=a")),
        ("#/crawl/", lab("")),
        ("#/crawl/?url=a", lab("url=a")),
        ("#!/crawl?url=a", lab("url=a")),
        ("#/crawl&url=a", lab("url=a")),
        ("#/?url=a", lab("url=a")),
        ("#/crawl).", lab("")),
        ("#/crawl%3E", lab("")),
        ("#%2Fcrawl%3Furl%3Ddelay%2F0.2", lab("url=delay/0.2")),
        ("#/crawl%3Furl%3Ddelay/0.2", lab("url=delay/0.2")),
        (
            "#/crawl?url%3Ddelay/0.2%26run%3Dlimited",
            lab("url=delay/0.2&run=limited"),
        ),
        ("#%252Fcrawl%253Furl%253Da%252520b", lab("url=a%20b")),
        ("#%2Fcrawl%3Furl%3Da%2520%252B1s", lab("url=a%20%2B1s")),
    ] {
        assert_eq!(Route::parse(hash), route, "{hash}");
    }
    for lab in Experiment::ALL {
        let hash = format!("#/{}", lab.slug());
        assert_eq!(Route::parse(&hash), Route::Lab(lab, "".into()));
    }
    for guide in Guide::ALL {
        let hash = guide.hash("a=1&b=2");
        let route = Route::Guide(guide, "a=1&b=2".into());
        assert_eq!(Route::parse(&hash), route);
        let escaped = hash.replace(['?', '='], "%3D").replacen("%3D", "%3F", 1);
        assert_eq!(Route::parse(&escaped), route);
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
            guess: meanwhile::experiments::Guesses::default(),
            look: Look::default(),
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
        let (read, from, notes) = setup_from_query(&link);
        let is_default = setup.lines == Setup::default().lines;
        prop_assert_eq!(from == ListFrom::Default, is_default);
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
    fn a_link_ends_in_a_letter_a_digit_or_what_is_kept(setup in any_setup()) {
        let link = query(&setup);
        let last = link.chars().next_back().unwrap_or('=');
        let is_kept = last.is_ascii_alphanumeric() || "=/".contains(last);
        prop_assert!(is_kept, "{}", link);
        let cut = "()*'[]{}|\\^~";
        prop_assert!(!link.contains(|c| cut.contains(c)), "{}", link);
    }

    #[test]
    fn a_link_that_was_escaped_as_a_whole_reads_the_same(
        setup in any_setup(),
        times in 1_usize..=2,
    ) {
        let mut hash = format!("/crawl?{}", query(&setup));
        for _ in 0..times {
            hash = utf8_percent_encode(&hash, NON_ALPHANUMERIC).to_string();
        }
        let hash = format!("#{hash}");
        let route = Route::parse(&hash);
        let Route::Lab(Experiment::Crawl, query) = route else {
            panic!("{route:?}");
        };
        prop_assert_eq!(setup_from_query(&query).0, setup);
    }

    #[test]
    fn a_list_survives_compressed(
        lines in prop::collection::vec(row(), 1..12),
    ) {
        let mut lines = lines;
        // Long enough, whatever else there is.
        let long = Fields { url: "a".repeat(LINK_BYTES), ..Fields::default() };
        lines.push(Line::Request(long));
        let is_comment = |line: &Line| {
            matches!(line, Line::Request(it) if it.url.starts_with('#'))
        };
        lines.retain(|line| !is_comment(line));
        let setup = Setup { lines, ..Setup::default() };
        let link = query(&setup);
        prop_assert!(holds_compressed_list(&link));
        prop_assert_eq!(setup_from_query(&link).0, setup);
    }

    #[test]
    fn reading_and_printing_a_link_settles(link in any_link()) {
        let (setup, _, _) = setup_from_query(&link);
        if let Ok(printed) = query_from_setup(&setup) {
            let (again, _, mut notes) = setup_from_query(&printed);
            // A row that arrived damaged stays so, and is told again.
            notes.retain(|note| *note != Note::DamagedRow);
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
