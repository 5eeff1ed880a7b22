//! How the recorded run of an example is called: by who records it, and by who
//! draws it.

/// The name of the file with the run of the example that asks this question.
pub(crate) fn exhibit_name(question: &str) -> String {
    let words = question.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    format!("example-{}", words.join("-").to_ascii_lowercase())
}
