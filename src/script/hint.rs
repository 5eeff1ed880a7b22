//! What a value is wanted to be: the name of a type, as far as the text tells it,
//! and the first type that it is generic over: `Result<HashMap`.

/// What one of an Option or a Result is known by that is one of both.
pub(crate) const EITHER: &str = "?";

/// The outermost type.
pub(crate) fn head(hint: &str) -> &str {
    hint.split('<').next().unwrap_or_default()
}

/// What such a type holds; empty if that is not told.
pub(crate) fn inner(hint: &str) -> &str {
    hint.split_once('<').map_or("", |(_, inner)| inner)
}

/// What is wanted in the end: what an Option or a Result holds, or the value
/// itself.
pub(crate) fn innermost(hint: &str) -> &str {
    match head(hint) {
        "Result" | "Option" | EITHER => innermost(inner(hint)),
        other => other,
    }
}
