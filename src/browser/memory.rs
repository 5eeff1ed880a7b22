//! How much memory there is of what.

/// The size in bytes of a page of wasm memory, by which it grows.
const PAGE: usize = 64 * 1024;

/// How large this wasm's memory is, in bytes. It grows, and never shrinks.
#[must_use]
pub fn wasm_bytes() -> f64 {
    (core::arch::wasm32::memory_size::<0>() * PAGE) as f64
}
