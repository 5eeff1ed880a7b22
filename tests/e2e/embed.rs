//! The page in a frame of a page of another origin, and the code for it.

use crate::harness::{Browser, Deployment, Headers, Site, in_each_engine};
use crate::lab::{self, text};
use meanwhile::experiments::Experiment;

in_each_engine!(
    a_frame_of_another_origin_shows_the_lab_alone,
    no_lab_has_its_long_texts_in_a_frame,
    the_code_for_a_frame_is_copied,
    the_frame_is_as_high_as_the_lab_in_it,
);

/// The built page, where nothing can be remembered.
fn without_storage() -> Deployment {
    let forbid = "<script src=\"./forbid.js\"></script><title>";
    let built = Deployment::built();
    let index = built.text("index.html").replacen("<title>", forbid, 1);
    built.with("index.html", index).with(
        "forbid.js",
        "Object.defineProperty(window, 'localStorage', {
            get() { throw new DOMException('forbidden', 'SecurityError'); },
        });",
    )
}

async fn a_frame_of_another_origin_shows_the_lab_alone(browser: &Browser) {
    let site = Site::host(without_storage(), Headers::Isolating, "/");
    let setup = "?embed#/crawl?url=delay/0.2&url=delay/0.3&run=concurrent";
    let frame = format!(
        "<!doctype html><title>a post</title><h1>A post</h1>
         <iframe src=\"{}\" width=\"800\" height=\"700\"></iframe>",
        site.url(setup).replace('&', "&amp;"),
    );
    let around = Deployment::built().with("post.html", frame);
    let around = Site::host(around, Headers::Plain, "/");
    browser.goto(&around.url("post.html")).await;
    browser.enter_frame().await;
    browser.wait_for_status("Ready").await;
    let seen = "return ['.head', '.foot', '.why', '.title p', 'h1', '.stage',
        '.embed-foot'].filter((css) => document.querySelector(css)?.checkVisibility())";
    let seen = browser.js(seen, &[]).await;
    assert_eq!(seen, serde_json::json!(["h1", ".stage", ".embed-foot"]));
    lab::run(browser).await;
    let total = browser.metric("concurrent", "total").await;
    assert!(total >= Some(250.0), "{total:?}");
    // It says what it lacks.
    let said = text(browser, ".honesty").await;
    assert!(said.contains("Cross-origin isolated"), "{said}");
    // The way out has the setup as it stands.
    let link = browser.find(".embed-foot a").await;
    link.focus().await.expect("the link takes the focus");
    let leads = link.prop("href").await.expect("it has an address");
    let leads = leads.expect("it has an address");
    assert!(!leads.contains("embed"), "{leads}");
    assert!(
        leads.contains("#/crawl?url=delay/0.2&url=delay/0.3"),
        "{leads}"
    );
    assert_eq!(browser.violations().await, [""; 0]);
}

async fn no_lab_has_its_long_texts_in_a_frame(browser: &Browser) {
    let site = Site::start();
    for lab in Experiment::ALL {
        let setup = format!("?embed{}", lab.hash(""));
        browser.open("about:blank").await;
        browser.open(&site.url(&setup)).await;
        browser.wait_for_status("Ready").await;
        // The last of all labs, so that what is above is there.
        browser.find(".honesty").await;
        let seen = "return ['.why', '.why-words', '.compare-why', '.analogy',
            '.cost-analogy', '.goals-of-lab', '.history'].filter(
              (css) => document.querySelector(css)?.checkVisibility())";
        let seen = browser.js(seen, &[]).await;
        assert_eq!(seen, serde_json::json!([]), "{lab:?}");
    }
}

/// The code for a frame with a setup, as it is copied.
async fn code_for(browser: &Browser, site: &Site, setup: &str) -> String {
    browser.open(&site.url(setup)).await;
    browser.wait_for_status("Ready").await;
    // As in a browser that does not copy: then it stands there.
    let no_clipboard =
        "Object.defineProperty(navigator, 'clipboard', { value: undefined })";
    browser.js(no_clipboard, &[]).await;
    browser.click("button", "Copy embed code").await;
    browser.find(".embed-code").await;
    let code = "return document.querySelector('.embed-code').value";
    let code = browser.js(code, &[]).await;
    code.as_str().expect("a text").to_owned()
}

async fn the_code_for_a_frame_is_copied(browser: &Browser) {
    let site = Site::start();
    let code = code_for(browser, &site, "#/race?repeat=1&tasks=4").await;
    let source = "?embed#/race?tasks=4&amp;repeat=1\"";
    for part in ["<iframe src=\"", source, "title=\"Race · Meanwhile\""] {
        assert!(code.contains(part), "{part} is in {code}");
    }
    let height = code.split("height=\"").nth(1).expect("it has a height");
    let height: u32 = height
        .split('"')
        .next()
        .unwrap_or_default()
        .parse()
        .expect("a number");
    assert!((300..4_000).contains(&height), "{height}");
    assert_eq!(browser.errors().await, [""; 0]);
}

async fn the_frame_is_as_high_as_the_lab_in_it(browser: &Browser) {
    let site = Site::host(Deployment::built(), Headers::Isolating, "/");
    let setup = "#/crawl?url=delay/0.2&run=concurrent";
    let code = code_for(browser, &site, setup).await;
    let post = format!("<!doctype html><title>a post</title><p>Once{code}");
    let around = Deployment::built().with("post.html", post);
    let around = Site::host(around, Headers::Plain, "/");
    browser.goto(&around.url("post.html")).await;
    let mut heights = Vec::new();
    for runs in 0..2 {
        browser.enter_frame().await;
        browser.wait_for_status("Ready").await;
        if runs > 0 {
            lab::run(browser).await;
        }
        let inside = async || {
            let height = "return document.body.offsetHeight";
            browser.js(height, &[]).await
        };
        let outside =
            "const { offsetHeight } = document.querySelector('iframe');
            return offsetHeight";
        let fits = async || {
            browser.enter_frame().await;
            let inside = inside().await;
            browser.leave_frame().await;
            (browser.js(outside, &[]).await == inside).then_some(inside)
        };
        browser.leave_frame().await;
        let height = browser.wait_for("the frame fits", fits).await;
        heights.push(height.as_f64().unwrap_or_default());
    }
    assert!(heights[1] > heights[0] + 100.0, "{heights:?}");
}
