//! What is written down of building and hosting the page agrees with itself.

use std::fs;
use std::path::Path;

fn text(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What stands between two texts.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text
        .split_once(from)
        .unwrap_or_else(|| panic!("{from} is there"));
    let (found, _) = rest
        .split_once(to)
        .unwrap_or_else(|| panic!("{to} follows"));
    found
}

#[test]
fn the_workflow_builds_as_everybody_does_and_uploads_what_was_built() {
    let workflow = text(".github/workflows/pages.yml");
    let commands: Vec<&str> = workflow
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- run: "))
        .collect();
    assert_eq!(commands, ["./dev build"]);
    let help = between(&text("dev"), "help() {", "END\n}").to_owned();
    assert!(help.contains("./dev build  "), "{help}");
    let upload = between(&workflow, "upload-pages-artifact", "\n\n");
    let folder = between(&text("Trunk.toml"), "dist = \"", "\"").to_owned();
    assert!(upload.ends_with(&format!("path: {folder}")), "{upload}");
    assert!(workflow.contains("actions/deploy-pages@"));
}

/// The options change what may be fetched, and in how many pieces it comes.
#[test]
fn trunk_alone_builds_the_same_page() {
    let dev = text("dev");
    let build = between(&dev, "build_site() {\n", "\n}").trim();
    assert_eq!(build, "trunk build --offline --locked");
    let serve = between(&dev, "exec trunk serve ", "\n");
    assert_eq!(
        serve,
        "--offline --locked --address 127.0.0.1 --port \"$port\""
    );
    // Nor does the environment, but for where the tools are.
    assert!(!dev.contains("TRUNK_"), "dev sets nothing for Trunk");
}

/// Trunk does not start where something is missing that it is to watch or to
/// ignore, and a fresh clone has neither `target` nor `node_modules`.
#[test]
fn trunk_alone_starts_in_a_fresh_clone() {
    let trunk = text("Trunk.toml");
    assert!(!trunk.contains("\nignore ="), "{trunk}");
    let ignored = text(".gitignore");
    let watched = between(&trunk, "\nwatch = [\"", "\"]");
    for path in watched.split("\", \"") {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert!(root.join(path).exists(), "{path}");
        let is_made = ignored.lines().any(|line| line == format!("/{path}"));
        assert!(!is_made, "{path}");
    }
}

#[test]
fn the_containers_policy_is_that_of_the_page() {
    let index = text("index.html");
    let policy =
        between(&index, "\"Content-Security-Policy\" content=\"", "\"");
    let nginx = text("docs/deploy/nginx.conf");
    let sent = between(&nginx, "Content-Security-Policy \"", "\"");
    assert_eq!(sent, format!("{policy}; frame-ancestors $frames"));
    let container = text("docs/deploy/Containerfile");
    let root = between(&nginx, "root ", ";");
    assert!(container.contains(&format!("COPY dist {root}\n")));
    let port = between(&nginx, "listen ", ";");
    assert!(container.contains(&format!("EXPOSE {port}\n")));
}
