//! The instruments of these tests: what they set takes effect, and what they
//! report is so.

use crate::harness::{
    Api, Browser, Deployment, Engine, Headers, Lack, Motion, Scheme, Site,
    Viewport, in_each_engine, refused,
};
use serde_json::json;

in_each_engine!(
    a_browser_takes_the_settings_of_its_visitor,
    a_browser_without_service_workers_has_none,
    keys_reach_the_page,
    what_goes_wrong_is_reported,
    the_other_origin_answers_as_asked,
    the_other_origin_fails_as_asked,
    the_other_origin_remembers_every_request,
);

/// A page of its own in place of ours.
fn page(body: &str) -> Deployment {
    let page = format!(
        "<!doctype html><title>A page</title>\
         <link rel=\"icon\" href=\"icon.svg\">{body}"
    );
    let icon = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    Deployment::default()
        .with("index.html", page)
        .with("icon.svg", icon)
}

async fn a_browser_takes_the_settings_of_its_visitor(browser: &Browser) {
    let site = Site::host(page(""), Headers::Isolating, "/");
    browser.open(&site.url("")).await;
    let script = "const is = (query) => matchMedia(`(${query})`).matches;
        return [
          innerWidth,
          is('prefers-color-scheme: dark'),
          is('prefers-reduced-motion: reduce'),
          crossOriginIsolated,
        ];";
    let found = browser.js(script, &[]).await;
    // The one policy that the host can send to all is unknown to WebKit.
    let isolated = browser.engine() != Engine::WebKit;
    assert_eq!(found, json!([1280, false, false, isolated]));
    browser.resize(Viewport::Phone).await;
    let dark = !browser.lacks(Lack::Scheme);
    if dark {
        browser.prefer(Scheme::Dark).await;
    }
    let reduced = !browser.lacks(Lack::Motion);
    if reduced {
        browser.prefer_motion(Motion::Reduced).await;
    }
    browser.reload().await;
    let found = browser.js(script, &[]).await;
    assert_eq!(found, json!([390, dark, reduced, isolated]));
}

async fn a_browser_without_service_workers_has_none(browser: &Browser) {
    let site = Site::host(page(""), Headers::Isolating, "/");
    let script = "return [isSecureContext, 'serviceWorker' in navigator]";
    browser.open(&site.url("")).await;
    assert_eq!(browser.js(script, &[]).await, json!([true, true]));
    browser.forbid_service_workers().await;
    browser.open(&site.url("")).await;
    let secure = browser.engine() == Engine::Firefox;
    assert_eq!(browser.js(script, &[]).await, json!([secure, false]));
}

async fn keys_reach_the_page(browser: &Browser) {
    let body = "<label>Name <input></label><button>Go</button>\
        <script>window.keys = [];\
        addEventListener('keydown', (e) => keys.push(e.key + e.ctrlKey));\
        document.querySelector('button').onclick = () => keys.push('click');\
        </script>";
    let site = Site::host(page(body), Headers::Plain, "/");
    browser.open(&site.url("")).await;
    browser.fill("textbox", "Name", "a b").await;
    browser.press("Control+Enter").await;
    browser.press("Tab").await;
    browser.press("Space").await;
    let script = "return window.wrappedJSObject?.keys ?? window.keys";
    let keys = browser.js(script, &[]).await;
    let expected = [
        "afalse",
        " false",
        "bfalse",
        "Controltrue",
        "Entertrue",
        "Tabfalse",
        " false",
        "click",
    ];
    assert_eq!(keys, json!(expected));
    assert!(browser.has("button", "Go").await);
    assert!(!browser.has("button", "G").await);
    browser.click("button", "Go").await;
}

async fn what_goes_wrong_is_reported(browser: &Browser) {
    let site = Site::host(page("<h1>Fine</h1>"), Headers::Plain, "/");
    browser.open(&site.url("")).await;
    assert_eq!(browser.errors().await, [""; 0]);
    let policy = "<meta http-equiv=Content-Security-Policy \
        content=\"script-src 'self'\"><script>1</script>\
        <script src=wrong.js></script><img src=data:,>";
    let wrong = page(policy).with("wrong.js", "throw new Error('thrown');");
    site.deploy(wrong);
    browser.open(&site.url("?2")).await;
    browser
        .wait_for("the thrown error is reported", async || {
            let errors = browser.errors().await;
            // The policy is told first.
            let is_told = errors.iter().any(|it| it.contains("thrown"));
            is_told.then_some(())
        })
        .await;
    browser.open(&site.url("?3")).await;
    let violations = browser.violations().await;
    assert_eq!(violations.len(), 1, "{violations:?}");
    let wrong = browser.axe().await;
    assert!(
        wrong.iter().any(|it| it.starts_with("image-alt")),
        "{wrong:?}"
    );
}

const ASK: &str = "return Promise.all(arguments[0].map(async (url) => {
      try {
        const response = await fetch(url, { cache: 'no-store' });
        return [response.status, (await response.text()).length];
      } catch (error) {
        return error.name;
      }
    }));";

async fn the_other_origin_answers_as_asked(browser: &Browser) {
    let site = Site::host(page(""), Headers::Isolating, "/");
    let api = Api::start();
    browser.open(&site.url("")).await;
    let paths = [
        ("delay/0.1", 200),
        ("json", 200),
        ("status/404", 404),
        ("redirect/3", 200),
        ("timing/delay/0", 200),
    ];
    let urls = paths.map(|(path, _)| api.url(path));
    let answers = browser.js(ASK, &[json!(urls)]).await;
    for (index, (path, status)) in paths.iter().enumerate() {
        assert_eq!(answers[index][0], *status, "{path}");
    }
    let urls = ["bytes/100000", "slow-body?ms=10&chunks=5", "bytes/0"];
    let urls = urls.map(|path| api.url(path));
    let answers = browser.js(ASK, &[json!(urls)]).await;
    assert_eq!(answers, json!([[200, 100_000], [200, 5000], [200, 0]]));
}

async fn the_other_origin_fails_as_asked(browser: &Browser) {
    let site = Site::host(page(""), Headers::Isolating, "/");
    let api = Api::start();
    browser.open(&site.url("")).await;
    let urls = [
        api.url("redirect-loop"),
        api.url("reset"),
        api.url("truncated"),
        api.url("no-cors/delay/0"),
        refused(),
    ];
    let answers = browser.js(ASK, &[json!(urls)]).await;
    assert_eq!(answers, json!(vec!["TypeError"; 5]));
    assert!(api.count("/reset") > 0);
    assert_eq!(api.count("/no-cors"), 1);
}

async fn the_other_origin_remembers_every_request(browser: &Browser) {
    let site = Site::host(page(""), Headers::Isolating, "/");
    let api = Api::start();
    browser.open(&site.url("")).await;
    let in_a_row = "for (const url of arguments[0]) {
          await (await fetch(url, { cache: 'no-store' })).text();
        }";
    let urls = ["json?1", "json?2", "bytes/5"].map(|path| api.url(path));
    browser.js(in_a_row, &[json!(urls)]).await;
    assert_eq!(api.asked("/json"), ["/json?1", "/json?2"]);
    assert_eq!(api.most_in_flight("/"), 1);
    assert_eq!(api.finished("/"), 3);
    let urls = ["delay/0.5", "delay/0.6", "slow-body?ms=300&chunks=2"];
    let urls = urls.map(|path| api.url(path));
    browser.js(ASK, &[json!(urls)]).await;
    assert_eq!(api.most_in_flight("/"), 3);
    assert_eq!(api.most_in_flight("/delay"), 2);
    assert_eq!(api.finished("/"), 6);
    assert_eq!(api.abandoned("/"), 0);
    let give_up = "const given = new AbortController();
        const { signal } = given;
        const urls = arguments[0];
        const asking = urls.map((url) => fetch(url, { signal })
          .then((response) => response.text()).catch(() => {}));
        setTimeout(() => given.abort(), 200);
        await Promise.all(asking);";
    let urls = ["delay/60", "slow-body?ms=50&chunks=9999"];
    let urls = urls.map(|path| api.url(path));
    browser.js(give_up, &[json!(urls)]).await;
    browser
        .wait_for("the server notices that both are given up", async || {
            (api.abandoned("/") == 2).then_some(())
        })
        .await;
}
