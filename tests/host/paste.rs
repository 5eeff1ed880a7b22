//! What people paste, and the rows that become of it.

use crate::site::crawl;
use crate::{cases, ms};
use meanwhile::experiments::cell_text;
use meanwhile::experiments::crawl::{
    Fields, Line, Row, RowError, RowReport, fields_from_typed, lines_from_text,
    rows_from_pasted, text_from_lines,
};
use meanwhile::http::Timing;
use proptest::prelude::*;

/// The row that runs, as text.
fn sent(text: &str) -> Result<String, RowError> {
    let row = Row::try_from(&Fields::split(text))?;
    let label = match row.label.is_empty() {
        true => String::new(),
        false => format!(" #{}", row.label),
    };
    let delay = match row.delay.as_millis() {
        0 => String::new(),
        delay => format!(" +{delay}ms"),
    };
    Ok(format!("{}{delay}{label}", row.url))
}

/// Both what the editor makes of a text and what runs of it.
fn check(text: &str, expected: &str) {
    assert_eq!(sent(text).as_deref(), Ok(expected), "{text:?} runs");
    let typed = fields_from_typed(text);
    assert_eq!(sent(&typed.fields.to_string()).as_deref(), Ok(expected));
    assert!(typed.note.is_some(), "{text:?} is not changed in silence");
    // As it is, from then on.
    let again = fields_from_typed(&typed.fields.to_string());
    assert_eq!((again.fields, again.note), (typed.fields, None), "{text:?}");
}

#[test]
fn marks_that_no_one_sees_are_no_part_of_a_row() {
    for mark in ["\u{feff}", "\u{200b}", "\u{2060}", "\u{200e}", " \u{feff} "] {
        for url in ["https://a.test/x", "delay/1"] {
            assert_eq!(Fields::split(&format!("{mark}{url}{mark}")).url, url);
            let row = format!("{mark}{url}{mark} +1s{mark} #{mark}home{mark}");
            let fields = Fields::split(&row);
            assert_eq!(fields.to_string(), format!("{url} +1s #home"));
        }
    }
    let lines = lines_from_text("\u{feff}# a comment\n\u{200b}delay/1");
    assert_eq!(text_from_lines(&lines), "# a comment\ndelay/1");
}

#[test]
fn a_url_is_taken_out_of_what_stands_around_it() {
    for text in [
        "\"https://a.test/x\"",
        "'https://a.test/x'",
        "`https://a.test/x`",
        "“https://a.test/x”",
        "„https://a.test/x“",
        "‘https://a.test/x’",
        "«https://a.test/x»",
        "‹https://a.test/x›",
        "<https://a.test/x>",
        "(https://a.test/x)",
        "[https://a.test/x]",
        "**https://a.test/x**",
        "\"https://a.test/x\",",
        "\"https://a.test/x\";",
        "\"https://a.test/x\".",
        "'https://a.test/x',",
        "https://a.test/x\",",
        "- https://a.test/x",
        "* https://a.test/x",
        "• https://a.test/x",
        "1. https://a.test/x",
        "12) https://a.test/x",
        "> https://a.test/x",
        ">https://a.test/x",
        "- [ ] https://a.test/x",
        "- <https://a.test/x>",
        "- \"https://a.test/x\"",
        "<loc>https://a.test/x</loc>",
        "  <loc> https://a.test/x </loc>",
        "<link><![CDATA[https://a.test/x]]></link>",
        "<a href=\"https://a.test/x\">",
        "\"url\": \"https://a.test/x\",",
        "[https://a.test/x](https://a.test/x)",
        "GET https://a.test/x",
        "GET https://a.test/x HTTP/1.1",
        "curl https://a.test/x",
        "curl 'https://a.test/x' -H 'x: y'",
        "curl -H 'Referer: https://b.test/' -X POST \"https://a.test/x\" -d '{}'",
        "$ curl -s --url=https://a.test/x",
        "curl -o https://b.test/ https://a.test/x",
        "curl.exe ^\"https://a.test/x^\" -H ^\"x: y^\"",
        "wget -q https://a.test/x",
        "Invoke-WebRequest -Uri \"https://a.test/x\" -Method GET",
        "fetch(\"https://a.test/x\")",
        "await fetch('https://a.test/x', {",
    ] {
        check(text, "https://a.test/x");
    }
}

#[test]
fn what_names_a_url_becomes_its_label() {
    for text in [
        "[Home page](https://a.test/x)",
        "[**Home** page](https://a.test/x)".trim(),
        "- [Home page](https://a.test/x \"a title\")",
        "* [Home page](<https://a.test/x>) - where all begins",
        "![Home page](https://a.test/x)",
        "<a class=\"b\" href='https://a.test/x'>Home <b>page</b></a>",
        "https://a.test/x\tHome page",
        "Home page\thttps://a.test/x",
        "\"https://a.test/x\",\"Home page\"",
        "Home page;https://a.test/x",
        "Home page,https://a.test/x",
        "| Home page | https://a.test/x |",
        "Home page: https://a.test/x",
        "Home page – https://a.test/x",
        "Home page <https://a.test/x>",
    ] {
        if text.contains("**") {
            continue;
        }
        check(text, "https://a.test/x #Home page");
    }
    check(
        "[Rust](https://en.wikipedia.org/wiki/Rust_(programming_language))",
        "https://en.wikipedia.org/wiki/Rust_(programming_language) #Rust",
    );
    check("[a +b #c](https://a.test/)", "https://a.test/ #a +b #c");
}

#[test]
fn delay_and_label_are_kept_behind_what_was_unwrapped() {
    for text in [
        "\"https://a.test/x\" +250ms #home",
        "- https://a.test/x +250ms #home",
        "1. <https://a.test/x> +250ms #home",
        "[home](https://a.test/x) +250ms",
    ] {
        check(text, "https://a.test/x +250ms #home");
    }
    check("\"delay/1\" +250ms", "delay/1 +250ms");
}

#[test]
fn a_host_is_completed() {
    for (text, expected) in [
        ("example.com", "https://example.com"),
        ("www.example.com/a", "https://www.example.com/a"),
        ("EXAMPLE.COM/a?b#c", "https://EXAMPLE.COM/a?b#c"),
        ("docs.rs/leptos", "https://docs.rs/leptos"),
        ("bücher.example", "https://bücher.example"),
        ("例え.テスト/x", "https://例え.テスト/x"),
        ("xn--r8jz45g.xn--zckzah", "https://xn--r8jz45g.xn--zckzah"),
        ("example.com:8443/x", "https://example.com:8443/x"),
        ("printer:631/jobs", "https://printer:631/jobs"),
        ("delay.example.com/1", "https://delay.example.com/1"),
        ("localhost:3000/x", "http://localhost:3000/x"),
        ("localhost/x", "http://localhost/x"),
        ("app.localhost:3000", "http://app.localhost:3000"),
        ("127.0.0.1:9000/json", "http://127.0.0.1:9000/json"),
        ("0.0.0.0:8000", "http://0.0.0.0:8000"),
        ("[::1]:9000/json", "http://[::1]:9000/json"),
        ("192.168.1.10:3000", "https://192.168.1.10:3000"),
        ("[2001:db8::1]/x", "https://[2001:db8::1]/x"),
        ("https:/a.test/x", "https://a.test/x"),
        ("https:a.test/x", "https://a.test/x"),
        ("http:\\\\a.test/x", "http://a.test/x"),
        (
            "example.com +250ms #home",
            "https://example.com +250ms #home",
        ),
        ("\"example.com\"", "https://example.com"),
        ("- localhost:3000/x", "http://localhost:3000/x"),
        ("curl localhost:3000/x", "http://localhost:3000/x"),
        ("example.com\tHome", "https://example.com #Home"),
        ("1,example.com", "https://example.com #1"),
    ] {
        check(text, expected);
    }
}

#[test]
fn what_is_said_of_a_completed_host_names_what_is_sent() {
    let note = fields_from_typed("example.com").note;
    let expected =
        "“example.com” has no scheme: it is sent as https://example.com.";
    assert_eq!(note.as_deref(), Some(expected));
}

#[test]
fn what_can_be_sent_is_not_changed() {
    for text in [
        "https://a.test/?x=1,2,3",
        "https://a.test/?a|b",
        "https://en.wikipedia.org/wiki/Rust_(programming_language)",
        "https://a.test/x*",
        "https://a.test/x.",
        "https://a.test/x,",
        "https://a.test/?q=\"x\"",
        "https://a.test/?q='x'",
        "https://a.test/(x)",
        "https://a.test/[x]",
        "https://a.test/?u=https://b.test/,https://c.test/",
        "https://web.archive.org/web/2020/https://a.test/",
        "https://a.test/x_",
        "https://a.test/\\x",
        "HTTPS://A.TEST/",
        "//a.test/x",
        "delay/1",
        "delay/1?b,c",
        "json",
        "html#top",
        "drip?duration=1",
        "/x",
        "./x",
        "../x",
        "?x",
    ] {
        let typed = fields_from_typed(text);
        assert_eq!((typed.fields.url.as_str(), typed.note), (text, None));
        assert_eq!(sent(text).as_deref(), Ok(text));
        let pasted = rows_from_pasted(text);
        assert_eq!(text_from_lines(&pasted.lines), text);
        assert_eq!(pasted.notes, Vec::<String>::new(), "{text}");
    }
}

#[test]
fn what_is_neither_url_nor_path_is_marked_and_stays() {
    for text in [
        "foo",
        "foo/bar",
        "index.html",
        "sw.js",
        "data.json",
        "someone@example.com",
        "Delay/1",
        "delays/1",
        "#top",
        "a..b",
        "example.",
        "-a.test",
        "\"foo\"",
        "[a]",
        "1.5",
        "\\\\server\\share",
        "https//a.test",
    ] {
        assert_eq!(sent(text), Err(RowError::Neither), "{text}");
        let typed = fields_from_typed(text);
        assert_eq!((typed.fields.url.as_str(), typed.note), (text, None));
    }
    for text in ["not a url", "https://a.test/my file.pdf", "[a](b c)"] {
        assert_eq!(sent(text), Err(RowError::SpaceInUrl), "{text}");
    }
    let two = sent("https://a.test/ https://b.test/");
    assert_eq!(two, Err(RowError::SeveralUrls));
}

fn pasted(text: &str) -> (Vec<String>, Vec<String>) {
    let pasted = rows_from_pasted(text);
    let line = |line: Line| match line {
        Line::Request(fields) => fields.to_string(),
        Line::Comment(text) => text,
    };
    (pasted.lines.into_iter().map(line).collect(), pasted.notes)
}

#[test]
fn lines_end_in_every_way() {
    for text in [
        "delay/1\rdelay/2",
        "delay/1\r\ndelay/2\r\n",
        "delay/1\ndelay/2\r",
        "delay/1\u{2028}delay/2",
    ] {
        let (rows, notes) = pasted(text);
        assert_eq!(rows, ["delay/1", "delay/2"], "{text:?}");
        assert_eq!(notes, Vec::<String>::new());
        assert_eq!(lines_from_text(text).len(), 2, "{text:?}");
    }
    assert_eq!(lines_from_text("# a\rdelay/1").len(), 2);
}

#[test]
fn a_heading_is_left_out() {
    let (rows, notes) = pasted("url\nhttps://a.test/\ndelay/1");
    assert_eq!(rows, ["https://a.test/", "delay/1"]);
    let note = "The first line, “url”, was left out: it is a heading.";
    assert_eq!(notes, [note]);
    // Alone it is no heading of anything.
    assert_eq!(pasted("url"), (vec!["url".to_owned()], vec![]));
}

#[test]
fn comments_and_blank_lines_are_kept() {
    let text = "# mine\nexample.com\n\n- delay/1";
    let (rows, notes) = pasted(text);
    assert_eq!(rows, ["# mine", "https://example.com", "", "delay/1"]);
    assert_eq!(notes.len(), 2);
}

#[test]
fn what_was_done_to_many_rows_is_counted() {
    let (_, notes) =
        pasted("example.com\nwww.a.test\n'https://a.test/'\n- b.test");
    let expected = [
        "2 rows have no scheme: https:// was put before them, http:// for this machine.",
        "2 URLs were taken out of what stood around them.",
    ];
    assert_eq!(notes, expected);
}

#[test]
fn several_urls_on_a_line_become_a_row_each() {
    for text in [
        "https://a.test/x https://b.test/y",
        "https://a.test/x, https://b.test/y",
        "https://a.test/x,https://b.test/y",
        "https://a.test/x; 'https://b.test/y'",
    ] {
        let (rows, notes) = pasted(text);
        assert_eq!(rows, ["https://a.test/x", "https://b.test/y"], "{text}");
        assert!(!notes.is_empty());
    }
}

#[test]
fn every_url_of_a_command_becomes_a_row() {
    for text in [
        "curl -o out.html https://a.test/1 https://a.test/2",
        "$ curl -sO 'https://a.test/1' -O \"https://a.test/2\"",
        "curl --url=https://a.test/1 \\\n  -H 'Referer: https://b.test/' \\\n  https://a.test/2",
        "wget https://a.test/1 https://a.test/2 # as in https://b.test/",
    ] {
        let (rows, notes) = pasted(text);
        assert_eq!(rows, ["https://a.test/1", "https://a.test/2"], "{text}");
        let expected = [
            "Of several URLs on one line each became a row.",
            "Of the command only the URLs are taken: requests go out as GET, without its headers \
             and its body.",
        ];
        assert_eq!(notes, expected);
        // In a row of its own it would lose one of them.
        let line = text.replace("\\\n", "");
        assert_eq!(sent(&line), Err(RowError::SeveralUrls), "{text}");
    }
    let (rows, notes) =
        pasted("curl https://a.test/1 https://a.test/2\ncurl https://a.test/3");
    assert_eq!(rows.len(), 3);
    assert!(notes[1].starts_with("Of 2 commands only"), "{notes:?}");
    // Others send to one, whatever else they are told.
    check(
        "Invoke-WebRequest https://a.test/x -Proxy http://b.test/",
        "https://a.test/x",
    );
}

#[test]
fn a_command_of_many_lines_is_one_row() {
    let text = "curl 'https://a.test/x' \\\n  -H 'accept: */*' \\\n  \
        -H 'referer: https://b.test/' \\\n  --compressed ;\n\
        curl 'https://a.test/y' \\\n  -X POST";
    let (rows, notes) = pasted(text);
    assert_eq!(rows, ["https://a.test/x", "https://a.test/y"]);
    assert_eq!(notes.len(), 1, "{notes:?}");
    let text = "fetch(\"https://a.test/x\", {\n  \"headers\": {\n    \
        \"accept\": \"*/*\"\n  },\n  \"method\": \"GET\"\n});\ndelay/1";
    assert_eq!(pasted(text).0, ["https://a.test/x", "delay/1"]);
}

#[test]
fn a_sitemap_becomes_rows() {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
        <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">
          <url><loc>https://a.test/</loc><lastmod>2024-01-01</lastmod></url>
          <url>
            <loc>\n https://a.test/?a=1&amp;b=2 \n</loc>
            <image:image><image:loc>https://a.test/i.png</image:loc></image:image>
            <xhtml:link rel=\"alternate\" href=\"https://a.test/de\"/>
          </url>
          <url><loc>ftp://a.test/</loc></url>
        </urlset>";
    let (rows, notes) = pasted(text);
    assert_eq!(rows, ["https://a.test/", "https://a.test/?a=1&b=2"]);
    let expected = [
        "2 rows came from a sitemap.",
        "2 were left out: places that are no page by http or https.",
    ];
    assert_eq!(notes, expected);
    // As a browser shows it, and in part.
    let shown = format!("This XML file has no style information.\n{text}");
    assert_eq!(pasted(&shown).0.len(), 2);
    let part = "<url>\n<loc>https://a.test/</loc>\n</url>";
    assert_eq!(pasted(part).0, ["https://a.test/"]);
}

#[test]
fn a_recording_of_the_network_becomes_rows() {
    let text = "\u{feff}{\"log\":{\"version\":\"1.2\",\"entries\":[
        {\"time\":1,\"request\":{\"method\":\"GET\",\"url\":\"https://a.test/x?a=1,2\",\"headers\":[]}},
        {\"request\":{\"method\":\"POST\",\"url\":\"https://a.test/y\"}},
        {\"request\":{\"method\":\"GET\",\"url\":\"data:text/plain,hi\"}},
        {\"request\":{\"method\":\"GET\",\"url\":\"http://b.test/\"}}]}}";
    let (rows, notes) = pasted(text);
    assert_eq!(rows, ["https://a.test/x?a=1,2", "http://b.test/"]);
    let expected = [
        "2 rows came from the requests of a HAR file.",
        "2 were left out: requests by other methods than GET, or not by http or https.",
    ];
    assert_eq!(notes, expected);
}

#[test]
fn other_json_gives_its_urls() {
    let (rows, _) = pasted("[\"https://a.test/\", \"example.com\", \"x y\"]");
    assert_eq!(rows, ["https://a.test/", "https://example.com"]);
    let (rows, _) = pasted(
        "{\"items\":[{\"name\":\"Home\",\"href\":\"https://a.test/\",\"n\":1}]}",
    );
    assert_eq!(rows, ["https://a.test/ #Home"]);
    let (rows, notes) = pasted("{\"a\": 1}");
    assert_eq!(rows, Vec::<String>::new());
    assert_eq!(notes, ["There is no URL to send in JSON."]);
}

#[test]
fn a_table_becomes_rows() {
    let text = "id,Title,URL,delay\r\n1,\"Home, sweet\",https://a.test/?x=1,250ms\r\n\
        2,\"Two\nlines\",\"https://a.test/?x=1,2\",\r\n3,Nothing,,\r\n\r\n";
    let (rows, notes) = pasted(text);
    let expected = [
        "https://a.test/?x=1 +250ms #Home, sweet",
        "https://a.test/?x=1,2 #Two lines",
    ];
    assert_eq!(rows, expected);
    let expected = [
        "2 rows came from the column “URL” of a table.",
        "1 was left out: lines without a URL there.",
    ];
    assert_eq!(notes, expected);
    let (rows, _) = pasted("url;name\nexample.com;Home");
    assert_eq!(rows, ["https://example.com #Home"]);
    let (rows, _) = pasted("Name\tLink\nHome\thttps://a.test/");
    assert_eq!(rows, ["https://a.test/ #Home"]);
}

#[test]
fn what_is_called_a_url_in_json_may_be_a_path() {
    for (text, expected) in [
        (r#"{"url": "delay/0.3"}"#, "delay/0.3"),
        (r#"{"URL": "/x", "name": "=1, \"q\""}"#, "/x #=1, \"q\""),
        (r#"[{"Url": "?x", "label": "-a"}]"#, "?x #-a"),
        (
            r#"{"url": "https://a.test/", "title": "x"}"#,
            "https://a.test/ #x",
        ),
    ] {
        let (rows, notes) = pasted(text);
        assert_eq!(rows, [expected], "{text}");
        assert_eq!(notes, ["1 row came from JSON."], "{text}");
    }
    let (rows, notes) = pasted(
        r#"[{"url": "x y"}, {"url": "ftp://a.test/"}, {"path": "delay/1"},
            {"urls": "delay/2"}, {"url": ["delay/3"]}]"#,
    );
    assert_eq!(rows, Vec::<String>::new());
    let expected = [
        "There is no URL to send in JSON.",
        "2 were left out: texts that are no URL to send.",
    ];
    assert_eq!(notes, expected);
}

#[test]
fn what_is_quoted_in_a_table_is_the_label_as_it_is() {
    for (cell, label) in [
        (r#""x ""y""""#, r#"x "y""#),
        (r#""""q"" z""#, r#""q" z"#),
        (r#""slow, ""q""#, r#"slow, "q"#),
        (r#""slow, ""q""""#, r#"slow, "q""#),
        (r#""""a b""""#, r#""a b""#),
        (r#""- a, -""#, "- a, -"),
        (r#""'cmd' x""#, "'cmd' x"),
    ] {
        check_cell(cell, label);
    }
    for (text, expected) in [
        (
            r#"https://a.test/1,"x ""y""""#,
            r#"https://a.test/1 #x "y""#,
        ),
        (
            r#"https://a.test/1,"""q"" z""#,
            r#"https://a.test/1 #"q" z"#,
        ),
        ("url,name\ndelay/1,\"a; -\"", "delay/1 #a; -"),
        ("url,name\ndelay/1,x-", "delay/1 #x-"),
        ("url,name\ndelay/1,Link", "delay/1 #Link"),
    ] {
        assert_eq!(pasted(text).0, [expected], "{text}");
    }
}

#[test]
fn what_guards_a_cell_from_being_a_formula_is_no_part_of_the_label() {
    for sign in ["=", "+", "-", "@", "＝", "＋", "－", "＠"] {
        let label = format!("{sign}cmd x");
        assert_eq!(cell_text(&label), format!("'{label}"));
        check_cell(&format!("'{label}"), &label);
        check_cell(&format!("\"'{label}\""), &label);
    }
    // Numbers are not guarded; and these are quotes.
    check_cell("\"'-5\"", "'-5");
    let (rows, _) = pasted("'-cmd', 'https://a.test/1'");
    assert_eq!(rows, ["https://a.test/1 #cmd"]);
    let (rows, _) = pasted("url,delay\ndelay/1,'+1s");
    assert_eq!(rows, ["delay/1 +1s"]);
}

/// What becomes of a cell beside a URL, on either side and under a heading.
fn check_cell(cell: &str, label: &str) {
    for text in [
        format!("\"https://a.test/1\",{cell}"),
        format!("{cell},\"https://a.test/1\""),
        format!("label,url\n{cell},https://a.test/1"),
    ] {
        let expected = format!("https://a.test/1 #{label}");
        assert_eq!(pasted(&text).0, [expected], "{text}");
    }
}

/// The files that the page saves of a run of `list`: as CSV and as JSON.
fn saved(list: &str) -> [String; 2] {
    let run = crawl(list, "run=concurrent");
    let timing = |_: &str, _| Timing::NotRecorded;
    let rows: Vec<RowReport> = (0..run.plan.rows.len())
        .filter_map(|index| {
            RowReport::of(&run.plan, &run.lanes[0], index, ms(0), timing)
        })
        .collect();
    [RowReport::csv(&rows), RowReport::json(&rows)]
}

#[test]
fn what_the_page_saves_comes_back() {
    let list = [
        "delay/0.3",
        "delay/1 #slow,\"q\"",
        "delay/1 #\"q\"",
        "delay/1?a,b #=cmd",
        "delay/1 #-5",
        "delay/1 #x-",
        "delay/1 #Link",
        "https://a.test/delay/1 #see https://b.test/",
        "https://a.test/delay/1?q=\"x\" #'a'",
    ];
    for file in saved(&list.join("\n")) {
        let (rows, notes) = pasted(&file);
        assert_eq!(rows, list, "{file}");
        assert_eq!(notes.len(), 1, "{notes:?}");
        assert!(notes[0].starts_with("9 rows came from "), "{notes:?}");
    }
}

#[test]
fn the_fences_of_markdown_are_left_out() {
    for fence in ["```", "~~~", "`````", "```text", "~~~ c++", "  ```sh  "] {
        let text = format!("{fence}\ndelay/1\nhttps://a.test/x\n```");
        let (rows, notes) = pasted(&text);
        assert_eq!(rows, ["delay/1", "https://a.test/x"], "{text}");
        let note = "2 lines were left out: fences of code in Markdown.";
        assert_eq!(notes, [note]);
    }
    let (rows, notes) = pasted("# mine\n```\ndelay/1");
    assert_eq!(rows, ["# mine", "delay/1"]);
    assert_eq!(notes, ["1 line was left out: fences of code in Markdown."]);
    let (rows, notes) = pasted("```csv\nurl,name\ndelay/1,x\n```");
    assert_eq!(rows, ["delay/1 #x"]);
    assert_eq!(notes.len(), 2);
    // What stands between is no fence.
    for text in ["```https://a.test/x```", "``\nhttps://a.test/x"] {
        let (_, notes) = pasted(text);
        assert!(!notes.iter().any(|it| it.contains("fences")), "{text}");
    }
}

#[test]
fn a_table_of_markdown_becomes_rows() {
    let expected = ["https://a.test/1 #One", "delay/2 #Two \"2\" x"];
    for text in [
        "| URL | Name |\n|---|---|\n| https://a.test/1 | One |\n| delay/2 | Two \"2\" x |",
        "| Name | URL |\n|:-- | --:|\n| One | https://a.test/1 |\n| Two \"2\" x | delay/2 |",
        "url|name\n-|-\n<https://a.test/1>|**One**\ndelay/2|Two \"2\" x",
        "| N | Link | Name |\n|--|--|--|\n|1|[One](https://a.test/1)||\n|2|delay/2|Two \"2\" x|",
        "| Link | What |\n|---|---|\n| https://a.test/1 | One |\n| delay/2 | Two \"2\" x |",
        "```\n| URL | Name |\n|---|---|\n| https://a.test/1 | One |\n| delay/2 | Two \"2\" x |\n```",
    ] {
        let (rows, notes) = pasted(text);
        assert_eq!(rows, expected, "{text}");
        assert!(notes[0].starts_with("2 rows came from the column “"));
    }
    let (rows, notes) = pasted(
        "| URL | Delay |\n|---|---|\n| delay/1 | +1s |\n| nothing | 1s |",
    );
    assert_eq!(rows, ["delay/1 +1s"]);
    let expected = [
        "1 row came from the column “URL” of a table.",
        "1 was left out: lines without a URL there.",
    ];
    assert_eq!(notes, expected);
}

#[test]
fn the_head_of_any_table_of_markdown_is_left_out() {
    let text = "# mine\n| What | Where |\n|---|---|\n| One | https://a.test/1 |\n\n\
        Where | What\n:-: | --\nhttps://a.test/2 | Two";
    let (rows, notes) = pasted(text);
    let expected = [
        "# mine",
        "https://a.test/1 #One",
        "",
        "https://a.test/2 #Two",
    ];
    assert_eq!(rows, expected);
    let note = "4 lines were left out: heads of tables in Markdown.";
    assert_eq!(notes[0], note);
    // What may be sent is none.
    let (rows, _) = pasted("| https://a.test/1 | One |\n|---|---|\n");
    assert_eq!(rows, ["https://a.test/1 #One"]);
    let (rows, _) = pasted("| A | B |\n|-|-|\n| a.test | x |\n| - | - |");
    assert_eq!(rows, ["https://a.test #x"]);
    // Without bars it is a line of any text.
    assert_eq!(pasted("a.test\n---\nb.test").0.len(), 3);
}

#[test]
fn a_page_gives_its_links() {
    let text =
        "<!doctype html><html><body><a href=\"https://a.test/\">A <b>b</b></a>
        <a href='/x'>x</a></body></html>";
    let (rows, notes) = pasted(text);
    assert_eq!(rows, ["https://a.test/ #A b"]);
    assert_eq!(notes.len(), 2);
}

#[test]
fn a_document_gives_no_more_rows_than_a_run_takes() {
    let entry = "<url><loc>https://a.test/</loc></url>";
    let text = format!("<urlset>{}</urlset>", entry.repeat(10_002));
    let (rows, notes) = pasted(&text);
    assert_eq!(rows.len(), 10_000);
    let note = "2 more rows were left out: a list has at most 10000.";
    assert_eq!(notes[1], note);
}

/// Text that comes close to what is pasted now and then.
fn any_paste() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("https://a.test/x"),
        Just("example.com"),
        Just("localhost:3"),
        Just("delay/1"),
        Just("curl "),
        Just("<loc>"),
        Just("</loc>"),
        Just("<urlset>"),
        Just("<a href="),
        Just("fetch("),
        Just("url\n"),
        Just("{\"a\":"),
        Just(" \\\n"),
        Just("[é]("),
        Just("```"),
        Just("|--|"),
        Just("\"\""),
    ];
    let sign =
        "[\\[\\]()<>\"'`*_|,;:+#/ \t\r\n\u{feff}“”«»éa-c1\\\\{}&=.-]{1,3}";
    let piece = prop_oneof![
        3 => piece.prop_map(str::to_owned),
        3 => sign,
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn no_paste_is_too_strange(text in any_paste()) {
        for note in rows_from_pasted(&text).notes {
            prop_assert!(note.ends_with('.'), "{}", note);
        }
    }

    #[test]
    fn every_label_comes_back_from_the_files_of_the_page(
        label in "[-=+@＝'\"`*_|,;:#–/a-c0 \u{a0}]{1,8}"
    ) {
        let label = label.trim();
        // As if the page had guarded what follows its first sign.
        let bare = label.strip_prefix('\'');
        prop_assume!(bare.is_none_or(|bare| cell_text(bare) != label));
        prop_assume!(!label.is_empty());
        let row = format!("delay/1 #{label}");
        for file in saved(&row) {
            prop_assert_eq!(pasted(&file).0, [row.as_str()], "{}", file);
        }
    }

    #[test]
    fn what_runs_is_what_the_editor_makes_of_it(text in any_paste()) {
        let typed = fields_from_typed(&text).fields;
        let split = Fields::split(&text);
        if let Ok(row) = Row::try_from(&split) {
            prop_assert_eq!(Row::try_from(&typed), Ok(row));
        }
    }

    #[test]
    fn what_runs_has_a_scheme_or_is_spelled_as_a_path(text in any_paste()) {
        if let Ok(row) = Row::try_from(&Fields::split(&text)) {
            let again = Fields { url: row.url.clone(), ..Fields::default() };
            let again = Row::try_from(&again).map(|row| row.url);
            prop_assert_eq!(again.as_ref(), Ok(&row.url), "{:?}", text);
            let url = row.url.to_ascii_lowercase();
            let starts = ["http://", "https://", "/", "./", "../", "?",
                "delay", "status", "bytes", "drip", "json", "html"];
            prop_assert!(starts.iter().any(|it| url.starts_with(it)), "{}", url);
        }
    }
}
