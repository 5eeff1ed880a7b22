//! What the files of the site weigh. What of them a visit transfers, the tests
//! hold to `tests/budgets.json`.

use crate::harness::Deployment;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

/// Prints the size of each file, as a host would compress it.
pub(crate) fn report() {
    let built = Deployment::built();
    // What installs the page as an app is no part of a visit.
    let is_app =
        |name: &str| name.ends_with(".png") || name.ends_with(".webmanifest");
    let mut sizes: Vec<(usize, String)> = built
        .names()
        .filter(|name| !is_app(name) && *name != "404.html")
        .map(|name| (compressed(built.bytes(name)), name.to_owned()))
        .collect();
    sizes.sort();
    sizes.reverse();
    println!("The site, gzip -9, in bytes\n");
    for (size, name) in &sizes {
        println!("{size:>9}  {name}");
    }
    let total: usize = sizes.iter().map(|(size, _)| size).sum();
    println!("{total:>9}  in all");
}

fn compressed(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes bytes");
    encoder.finish().expect("memory takes bytes").len()
}
