//! Bytes as letters that a link can have: zlib, in base64 for addresses.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};

/// Why letters are no bytes.
pub(crate) enum Unreadable {
    /// They were cut or changed.
    Damaged,
    /// They are more bytes than were to be unpacked.
    TooLarge,
}

/// Packs `bytes`, compressed as hard as `level` says, of ten.
pub(crate) fn packed(bytes: &[u8], level: u8) -> String {
    URL_SAFE_NO_PAD.encode(compress_to_vec_zlib(bytes, level))
}

/// Unpacks at most so many bytes.
pub(crate) fn unpacked(
    letters: &str,
    most: usize,
) -> Result<Vec<u8>, Unreadable> {
    let packed = URL_SAFE_NO_PAD.decode(letters);
    let packed = packed.map_err(|_| Unreadable::Damaged)?;
    let bytes = decompress_to_vec_zlib_with_limit(&packed, most);
    bytes.map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => Unreadable::TooLarge,
        _ => Unreadable::Damaged,
    })
}
