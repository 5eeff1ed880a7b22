//! What the style sheets must not ask.

use std::fs;
use std::path::Path;

/// A rule with `:has()` on what stands high in the page is looked at anew whenever
/// anything changes below it: browsers then go through the whole page for each
/// drawing of a run. What stands low, such as a chip and its checkbox, may ask.
#[test]
fn no_rule_asks_with_has_what_is_far_below() {
    const ALLOWED: [&str; 1] =
        ["&:has(input[type=\"checkbox\"]:focus-visible) {"];
    let style = Path::new(env!("CARGO_MANIFEST_DIR")).join("style");
    let mut sheets = 0;
    for folder in [style.join("labs"), style] {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("it can be read").path();
            if path.extension().is_none_or(|it| it != "css") {
                continue;
            }
            sheets += 1;
            let sheet = fs::read_to_string(&path).expect("it is text");
            for line in sheet.lines().filter(|it| it.contains(":has(")) {
                let name = path.display();
                assert!(ALLOWED.contains(&line.trim()), "{name}: {line}");
            }
        }
    }
    assert!(sheets > 10, "{sheets}");
}
