//! The page: mounts the app on the body.

#[cfg(target_family = "wasm")]
fn main() {
    meanwhile::browser::panic::show_panics();
    // In a task of its own: compiling and starting the program was one already.
    wasm_bindgen_futures::spawn_local(async {
        meanwhile::browser::turn::Messages::new().turn().await;
        leptos::mount::mount_to_body(meanwhile::views::App);
    });
}

#[cfg(not(target_family = "wasm"))]
fn main() {
    eprintln!("This is a page for the browser: build it with ./dev serve.");
}
