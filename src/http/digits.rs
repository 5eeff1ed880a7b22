//! Numbers in digits, as URLs have them and fields.

/// The number that digits with at most one point are, rounded right where there
/// are no more than 15 of them.
///
/// The standard library's `parse` for `f64` rounds right beyond that as well,
/// and brings a table of 10 kB that no compression makes smaller.
#[must_use]
pub fn number_from_digits(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |part: &str| part.bytes().all(|c| c.is_ascii_digit());
    let count = whole.len() + fraction.len();
    if count == 0 || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    // What comes later is too small to tell.
    let fraction = &fraction[..fraction.len().min(18)];
    let digits = whole.bytes().chain(fraction.bytes());
    let number = digits
        .fold(0.0, |number, digit| number * 10.0 + f64::from(digit - b'0'));
    let scale = fraction.bytes().fold(1.0, |scale, _| scale * 10.0);
    Some(number / scale)
}
