//! Every lab at every kind of host: it opens, runs, and ends as it should.

use crate::harness::{
    Browser, Deployment, Engine, Headers, Site, in_each_engine,
};
use crate::{go_offline, lab, visit};
use meanwhile::experiments::Experiment;
use std::time::Duration;

in_each_engine!(
    every_lab_runs_at_a_plain_host,
    every_lab_runs_at_an_isolating_host,
    every_lab_runs_below_a_path,
    every_lab_runs_by_https,
    every_lab_runs_with_no_network_after_a_visit,
    every_lab_ends_with_a_sentence_in_a_foreign_frame_without_storage,
    every_lab_ends_with_a_sentence_in_a_foreign_frame,
    a_quoted_hash_leads_to_the_setup,
);

const LONGEST_RUN: Duration = Duration::from_secs(60);

/// Runs the lab that is open, and gives the status at its end.
async fn run_to_end(browser: &Browser, lab: Experiment) -> String {
    let button = match lab {
        // All that it measures takes minutes.
        Experiment::Compare => "Measure race conditions of coroutines",
        _ => "Run",
    };
    browser.wait_for_status("Ready").await;
    browser.click("button", button).await;
    browser
        .wait_within(LONGEST_RUN, "the run ends", async || {
            let status = browser.status().await?;
            let ends = ["Finished", "Failed", "Stopped"];
            ends.iter()
                .any(|end| status.starts_with(end))
                .then_some(status)
        })
        .await
}

async fn all_finish(browser: &Browser, site: &Site) {
    for lab in Experiment::ALL {
        finishes(browser, site, lab).await;
    }
}

/// Runs a lab to its end: nothing is reported, by the page or by the browser,
/// and nobody but the page's host was asked for anything.
async fn finishes(browser: &Browser, site: &Site, lab: Experiment) {
    browser.errors().await;
    browser.open(&site.url(&lab::quick(lab))).await;
    let status = run_to_end(browser, lab).await;
    assert!(status.starts_with("Finished"), "{lab:?}: {status}");
    assert_eq!(browser.alerts().await, [""; 0], "{lab:?}");
    let asked = "return performance.getEntriesByType('resource')
        .map((entry) => entry.name)
        .filter((name) => !name.startsWith(arguments[0]))";
    let foreign = browser.js(asked, &[site.url("").into()]).await;
    assert_eq!(foreign, serde_json::json!([]), "{lab:?}");
    let mut errors = browser.errors().await;
    // With no network, a look for a newer release fails, as it may.
    errors.retain(|line| !line.contains("net::ERR_"));
    assert_eq!(errors, [""; 0], "{lab:?}");
}

async fn every_lab_runs_at_a_plain_host(browser: &Browser) {
    // On the first visit of each: every lab has a host of its own.
    for lab in Experiment::ALL {
        let site = Site::host(Deployment::built(), Headers::Plain, "/");
        finishes(browser, &site, lab).await;
    }
}

async fn every_lab_runs_at_an_isolating_host(browser: &Browser) {
    let site = Site::host(Deployment::built(), Headers::Isolating, "/");
    all_finish(browser, &site).await;
}

async fn every_lab_runs_by_https(browser: &Browser) {
    all_finish(browser, &Site::encrypted()).await;
}

async fn every_lab_runs_below_a_path(browser: &Browser) {
    let site = Site::host(Deployment::built(), Headers::Plain, "/a/b%20c/");
    all_finish(browser, &site).await;
}

async fn every_lab_runs_with_no_network_after_a_visit(browser: &Browser) {
    let mut site = Site::host(Deployment::built(), Headers::Plain, "/");
    visit(browser, &site).await;
    browser.wait_until_copied().await;
    go_offline(browser, &mut site).await;
    all_finish(browser, &site).await;
}

async fn every_lab_ends_with_a_sentence_in_a_foreign_frame_without_storage(
    browser: &Browser,
) {
    let site = Site::host(Deployment::built(), Headers::Open, "/");
    for lab in Experiment::ALL {
        let _around =
            frame(browser, &site, &lab::quick(lab), "allow-scripts").await;
        if browser.engine() == Engine::WebKit {
            // There such a frame has no host that a policy could mean by "self",
            // so no script of the page may load: its own text has to say so.
            let text = browser.js("return document.body.innerText", &[]).await;
            let text = text.as_str().unwrap_or_default().to_owned();
            assert!(text.contains("and not in a frame"), "{lab:?}: {text}");
        } else {
            ends_with_a_sentence(browser, lab).await;
        }
        leave_frame(browser).await;
    }
}

/// The storage is that of the foreign page's visitors alone, or blocked.
async fn every_lab_ends_with_a_sentence_in_a_foreign_frame(browser: &Browser) {
    let site = Site::host(Deployment::built(), Headers::Plain, "/");
    for lab in Experiment::ALL {
        let own = "allow-scripts allow-same-origin";
        let _around = frame(browser, &site, &lab::quick(lab), own).await;
        ends_with_a_sentence(browser, lab).await;
        leave_frame(browser).await;
    }
}

/// Opens a page of another site that has the page in a frame, and enters that.
async fn frame(
    browser: &Browser,
    site: &Site,
    setup: &str,
    sandbox: &str,
) -> Site {
    // Another port is another origin, and another name is another site.
    let address = site.url(setup).replace("127.0.0.1", "localhost");
    let page = format!(
        "<!doctype html><title>A page</title><iframe width=1200 height=800 \
         sandbox=\"{sandbox}\" src=\"{address}\"></iframe>"
    );
    let page = Deployment::default().with("index.html", page);
    let around = Site::host(page, Headers::Plain, "/");
    browser.open(&around.url("")).await;
    let frame = browser.find("iframe").await;
    frame.enter_frame().await.expect("a frame can be entered");
    around
}

async fn leave_frame(browser: &Browser) {
    let left = browser.driver.enter_default_frame().await;
    left.expect("a frame can be left");
}

async fn ends_with_a_sentence(browser: &Browser, lab: Experiment) {
    let status = run_to_end(browser, lab).await;
    let alerts = browser.alerts().await.join("\n");
    assert!(!alerts.contains("fault of its own"), "{lab:?}: {alerts}");
    // Workers may not be had there, and whoever needs them says so.
    assert!(
        status.starts_with("Finished") || !alerts.is_empty(),
        "{lab:?}: {status}"
    );
}

/// As a program through which the link went may have made of it: the Service
/// Worker knows, and without it the page that some hosts show for a path that
/// they do not have.
async fn a_quoted_hash_leads_to_the_setup(browser: &Browser) {
    let built = Deployment::built();
    let path = "%23/crawl?url=delay/0.2";
    let setup = "#/crawl?url=delay/0.2";
    let script = "return document.getElementById('boot') ? '' : location.href";
    let leads_to = async |address: &str| {
        browser
            .wait_for(&format!("it leads to {address}"), async || {
                let here = browser.try_js(script, &[]).await.ok()?;
                (here.as_str()? == address).then_some(())
            })
            .await;
    };
    let site = Site::host(built, Headers::Plain, "/below/");
    visit(browser, &site).await;
    for prefix in ["", "index.html"] {
        browser.open(&site.url(&format!("{prefix}{path}"))).await;
        leads_to(&site.url(setup)).await;
    }
    // The host's own page, as it would be shown there.
    let page = Deployment::built().text("404.html");
    let stray = Deployment::default()
        .with("index.html", "<!doctype html><title>Ours</title>")
        .with("%23/crawl", page.as_bytes())
        .with("index.html%23/crawl", page.as_bytes())
        // Relative to this scheme, it would be another host.
        .with("/evil/", "<!doctype html><title>Ours</title>")
        .with("/evil/%23/crawl", page.as_bytes());
    let site = Site::host(stray, Headers::Plain, "/");
    for prefix in ["", "index.html"] {
        browser.open(&site.url(&format!("{prefix}{path}"))).await;
        leads_to(&site.url(setup)).await;
    }
    browser.open(&site.url("/evil/%23/crawl")).await;
    leads_to(&site.url("/evil/#/crawl")).await;
}
