//! The highlighted sources, which come when they are shown.

use crate::harness::{Browser, Deployment, Headers, Site, in_each_engine};
use crate::{go_offline, lab, visit};

in_each_engine!(
    sources_that_do_not_come_say_so_and_can_be_asked_for_again,
    sources_of_every_lab_are_there_with_no_network,
    only_the_sources_of_the_lab_are_fetched,
);

fn texts(built: &Deployment, name: &str) -> String {
    let is_it = |it: &&str| it.starts_with("texts-") && it.ends_with(name);
    let mut names = built.names().filter(is_it);
    names.next().expect("the build has such a file").to_owned()
}

const NOT_LOADED: &str = "This text did not load";

async fn sources_that_do_not_come_say_so_and_can_be_asked_for_again(
    browser: &Browser,
) {
    let built = Deployment::built();
    let name = texts(&built, "crawl.txt");
    // A host may answer with a page of its own.
    for broken in [
        built.clone().without(&name),
        built
            .clone()
            .with(&name, "<!doctype html><title>Not found</title>"),
    ] {
        let site = Site::host(broken, Headers::Plain, "/some/path/");
        browser.open(&site.url("")).await;
        browser.wait_for_status("Ready").await;
        lab::wait_for_text(browser, ".why", NOT_LOADED).await;
        assert_eq!(browser.alerts().await.len(), 1);
        site.deploy(built.clone());
        browser.click("button", "Try again").await;
        lab::wait_for_text(browser, ".why .code", "pub async fn").await;
        assert_eq!(browser.alerts().await.len(), 0);
    }
}

async fn sources_of_every_lab_are_there_with_no_network(browser: &Browser) {
    let built = Deployment::built();
    let mut site = Site::host(built, Headers::Plain, "/some/path/");
    visit(browser, &site).await;
    browser.wait_until_copied().await;
    go_offline(browser, &mut site).await;
    for (name, place, words) in [
        ("crawl", ".why .code", "pub async fn concurrent"),
        ("freeze", ".why .code", "pub async fn main"),
        ("tasks", ".source", "async fn main()"),
        ("race", ".why .code", "pub async fn task_await"),
        ("cost", ".why .code", "spawn_local"),
        ("compare", ".compare-why", "pub async fn task_no_await"),
    ] {
        browser.open(&site.url(&format!("#/{name}"))).await;
        browser.wait_for_status("Ready").await;
        lab::wait_for_text(browser, place, words).await;
    }
}

async fn only_the_sources_of_the_lab_are_fetched(browser: &Browser) {
    let site = Site::host(Deployment::built(), Headers::Plain, "/");
    browser.open(&site.url("#/freeze")).await;
    lab::wait_for_text(browser, ".why .code", "pub async fn").await;
    let script = "return performance.getEntriesByType('resource')
        .map(({ name }) => name.split('/').pop())
        .filter((name) => name.endsWith('.txt'))";
    let fetched = browser.js(script, &[]).await;
    let mut fetched: Vec<String> =
        serde_json::from_value(fetched).expect("names");
    fetched.sort();
    // They stand in one file with the recorded run on its stage.
    assert_eq!(fetched, ["freeze.txt"]);
}
