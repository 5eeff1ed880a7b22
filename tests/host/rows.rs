//! The grammar of a row, and the list as text.

use crate::{cases, ms};
use meanwhile::experiments::crawl::{
    Fields, Line, Plan, Preset, Row, RowError, Setup, lines_from_text,
    text_from_lines,
};
use proptest::prelude::*;
use std::time::Duration;

fn fields(url: &str, delay: &str, label: &str) -> Fields {
    Fields {
        url: url.to_owned(),
        delay: delay.to_owned(),
        label: label.to_owned(),
    }
}

fn row(text: &str) -> Result<Row, RowError> {
    Row::try_from(&Fields::split(text))
}

fn error(text: &str) -> Option<RowError> {
    row(text).err()
}

fn delay(text: &str) -> Result<Duration, RowError> {
    Row::try_from(&fields("delay/1", text, "")).map(|row| row.delay)
}

#[test]
fn a_row_is_a_url_a_delay_and_a_label() {
    for (text, url, delay, label) in [
        ("delay/1", "delay/1", "", ""),
        ("delay/1 +250ms", "delay/1", "250ms", ""),
        ("delay/1 #home", "delay/1", "", "home"),
        ("delay/1 +250ms #home", "delay/1", "250ms", "home"),
        (
            "  delay/1\t+ 250 ms  #  my home ",
            "delay/1",
            "250 ms",
            "my home",
        ),
        ("delay/1 #a +b #c", "delay/1", "", "a +b #c"),
        ("delay/1 +1s#a", "delay/1", "1s", "a"),
        ("https://a.test/x#y", "https://a.test/x#y", "", ""),
        ("https://a.test/x#y #z", "https://a.test/x#y", "", "z"),
        ("a+b +1s", "a+b", "1s", ""),
        ("", "", "", ""),
    ] {
        assert_eq!(Fields::split(text), fields(url, delay, label), "{text}");
    }
}

#[test]
fn what_is_neither_delay_nor_label_stays_with_the_url() {
    for text in ["delay/1 250ms", "not a url", "a b +1s #c"] {
        assert_eq!(Fields::split(text), fields(text, "", ""));
        assert_eq!(error(text), Some(RowError::SpaceInUrl));
    }
}

#[test]
fn delays_are_numbers_of_milliseconds_or_seconds() {
    for (text, expected) in [
        ("", Duration::ZERO),
        ("0ms", Duration::ZERO),
        ("250ms", ms(250)),
        ("250 ms", ms(250)),
        ("2s", ms(2000)),
        ("1.5s", ms(1500)),
        (".5s", ms(500)),
        ("2.s", ms(2000)),
        ("0.25ms", Duration::from_micros(250)),
        ("600s", ms(600_000)),
        ("600000ms", ms(600_000)),
    ] {
        assert_eq!(delay(text), Ok(expected), "{text}");
    }
}

#[test]
fn what_is_no_delay_is_quoted() {
    for text in [
        "250", "ms", "s", ".s", "1.2.3s", "-1s", "+1s", "1e3ms", "infs",
        "NaNms", "1m", "1,2,3s", "٣s", "soon", "1s 2s",
    ] {
        assert_eq!(delay(text), Err(RowError::Delay(text.to_owned())));
    }
}

#[test]
fn a_delay_is_at_most_ten_minutes() {
    let long = "9".repeat(400);
    for text in ["601s", "600.001s", "600001ms", &format!("{long}s")] {
        assert_eq!(delay(text), Err(RowError::DelayTooLong), "{text}");
    }
}

#[test]
fn urls_are_absolute_or_relative() {
    for text in [
        "delay/1",
        "./delay/1",
        "../up",
        "/from/the/root",
        "?query",
        "delay/1?at=12:30",
        "delay/1?to=a@b",
        "https://example.com",
        "http://example.com:8080/path?query#fragment",
        "HTTPS://EXAMPLE.COM/",
        "https://[::1]:3000/",
        "https://example.com/@user",
        "https://example.com?a@b",
        "https://bücher.example/straße",
    ] {
        let url = row(text).map(|row| row.url);
        assert_eq!(url.as_deref(), Ok(text));
    }
}

#[test]
fn a_row_without_a_url_cannot_be_sent() {
    let row = Row::try_from(&fields("", "250ms", ""));
    assert_eq!(row, Err(RowError::NoUrl));
    let row = Row::try_from(&fields("", "", "label"));
    assert_eq!(row, Err(RowError::NoUrl));
}

#[test]
fn a_space_or_a_control_character_in_a_url_is_refused() {
    for url in ["a b", "a\u{a0}b", "a\tb", "a\u{0}b", "a\u{7f}b"] {
        let row = Row::try_from(&fields(url, "", ""));
        assert_eq!(row, Err(RowError::SpaceInUrl), "{url:?}");
    }
}

#[test]
fn other_schemes_are_refused_by_name() {
    for (text, scheme) in [
        ("ftp://host/", "ftp"),
        ("file:///etc/hosts", "file"),
        ("javascript:alert(1)", "javascript"),
        ("data:text/plain,hi", "data"),
        ("view-source:https://a.test", "view-source"),
    ] {
        let expected = RowError::Scheme(scheme.to_owned());
        assert_eq!(error(text), Some(expected));
    }
}

#[test]
fn a_scheme_without_a_host_is_refused() {
    for text in [
        "http:",
        "https://",
        "https:/a",
        "http:a",
        "https://:80/",
        "https:///a",
        "https://?a",
        "http://#a",
    ] {
        assert_eq!(error(text), Some(RowError::NoHost), "{text}");
    }
}

#[test]
fn credentials_are_refused() {
    for text in [
        "https://me@host.test/",
        "https://me:secret@host.test/a",
        "https://@host.test",
        "http://me@host.test?a",
    ] {
        assert_eq!(error(text), Some(RowError::Credentials), "{text}");
    }
}

#[test]
fn credentials_are_refused_without_a_scheme_too() {
    // Relative to the scheme of the page, but absolute in all else.
    assert_eq!(error("//me@host.test/"), Some(RowError::Credentials));
}

#[test]
fn the_number_of_a_bad_row_leaves_comments_and_empty_lines_out() {
    let setup = Setup {
        lines: lines_from_text("delay/1\n\n# comment\nftp://host/"),
        ..Setup::default()
    };
    let wrong = RowError::Scheme("ftp".to_owned());
    assert_eq!(setup.rows(), Err((2, wrong)));
}

#[test]
fn comments_and_empty_lines_are_kept_and_never_sent() {
    let text = "# first\ndelay/1\n\n  # second: https://a.test  \ndelay/2";
    let lines = lines_from_text(text);
    let comment = |text: &str| Line::Comment(text.to_owned());
    assert_eq!(lines[0], comment("# first"));
    assert_eq!(lines[2], Line::Request(Fields::default()));
    assert_eq!(lines[3], comment("# second: https://a.test"));
    let setup = Setup {
        lines,
        ..Setup::default()
    };
    let places: Vec<usize> = setup.requests().map(|(place, _)| place).collect();
    assert_eq!(places, [1, 4]);
    let text = "# first\ndelay/1\n\n# second: https://a.test\ndelay/2";
    assert_eq!(text_from_lines(&setup.lines), text);
}

#[test]
fn lines_end_as_windows_ends_them_too() {
    let windows = lines_from_text("delay/1\r\ndelay/2\r\n");
    assert_eq!(windows, lines_from_text("delay/1\ndelay/2\n"));
    assert_eq!(windows.len(), 2);
}

#[test]
fn every_preset_can_be_run() {
    for preset in Preset::ALL {
        let setup = Setup {
            lines: preset.lines(),
            ..Setup::default()
        };
        let plan = Plan::try_from(&setup);
        let name = preset.name();
        assert!(plan.is_ok(), "{name}: {:?}", plan.err());
        assert_eq!(setup.requests().count(), setup.lines.len(), "{name}");
    }
}

#[test]
fn presets_are_what_their_names_say() {
    let rows = |preset: Preset| {
        let setup = Setup {
            lines: preset.lines(),
            ..Setup::default()
        };
        setup.rows().expect("every preset can be run")
    };
    let urls = |preset| -> Vec<String> {
        rows(preset).into_iter().map(|row| row.url).collect()
    };
    assert_eq!(urls(Preset::ThreeSites).len(), 3);
    assert_eq!(urls(Preset::Post), ["delay/3", "delay/3?b", "delay/3?c"]);
    let httpbin = urls(Preset::Httpbin);
    let public = |url: &String| url.starts_with("https://httpbin.org/delay/3");
    assert!(httpbin.len() == 3 && httpbin.iter().all(public));
    let mut twelve = urls(Preset::Twelve);
    twelve.sort_unstable();
    twelve.dedup();
    assert_eq!(twelve.len(), 12, "no URL is asked for twice");
    let failing = |url: &&String| {
        url.starts_with("status/") || url.contains("nobody.invalid")
    };
    let failures = urls(Preset::Failures);
    assert_eq!(failures.iter().filter(failing).count(), 3);
}

/// Text that comes close to rows now and then.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z]{1,4}",
        "[ \t]{1,2}",
        "[+#/:@?.%&=]{1,2}",
        "[0-9]{1,3}(ms|s)?",
        Just("https://".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

fn is_request_without_text(line: &Line) -> bool {
    *line == Line::Request(Fields::default())
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn no_text_is_too_strange_for_a_row(text in any_text()) {
        let fields = Fields::split(&text);
        let _ = fields.to_string();
        let _ = Row::try_from(&fields).map_err(|error| error.to_string());
    }

    #[test]
    fn a_row_that_is_printed_reads_as_the_same_row(text in any_text()) {
        let fields = Fields::split(&text);
        prop_assert_eq!(Fields::split(&fields.to_string()), fields);
    }

    #[test]
    fn fields_with_a_url_survive_as_text(
        url in "[!-\"$-*,-~][!-~]{0,11}",
        delay in "([0-9.a-z]{1,6})?",
        label in "([!-~]([ -~]{0,8}[!-~])?)?",
    ) {
        let fields = fields(&url, &delay, &label);
        prop_assert_eq!(Fields::split(&fields.to_string()), fields);
    }

    #[test]
    fn lines_survive_as_text(text in any_text()) {
        let mut lines = lines_from_text(&text);
        let again = lines_from_text(&text_from_lines(&lines));
        // Empty lines at the end of a text are none.
        while again.len() < lines.len()
            && lines.last().is_some_and(is_request_without_text)
        {
            lines.pop();
        }
        prop_assert_eq!(again, lines);
    }

    #[test]
    fn a_row_that_can_be_sent_can_be_sent_again(text in any_text()) {
        let fields = Fields::split(&text);
        if let Ok(row) = Row::try_from(&fields) {
            let again = Fields::split(&fields.to_string());
            prop_assert_eq!(Row::try_from(&again), Ok(row));
        }
    }
}

#[test]
fn a_row_whose_url_is_still_to_come_survives_as_text() {
    // As the editor holds them, and the browser remembers them.
    for typed in [fields("", "250ms", ""), fields("", "250ms", "home")] {
        let lines = [Line::Request(typed)];
        let text = text_from_lines(&lines);
        assert_eq!(lines_from_text(&text), lines, "{text:?}");
    }
}

#[test]
fn a_row_with_only_a_label_does_not_turn_into_a_comment() {
    let lines = [Line::Request(fields("", "", "home"))];
    let text = text_from_lines(&lines);
    assert_eq!(lines_from_text(&text), lines, "{text:?}");
}
