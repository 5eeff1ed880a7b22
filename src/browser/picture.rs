//! A picture in shades of ink.

use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

/// A canvas to paint on.
pub struct Picture {
    canvas: HtmlCanvasElement,
}

impl Picture {
    /// The picture on `canvas`.
    #[must_use]
    pub fn of(canvas: &HtmlCanvasElement) -> Self {
        Self {
            canvas: canvas.clone(),
        }
    }

    /// Paints a shade for each pixel, row by row: 0 lets the paper through and
    /// 255 is black ink. Clears the picture if there are none.
    pub fn paint(&self, shades: &[u8]) {
        let context = self.canvas.get_context("2d").ok().flatten();
        let Some(context) = context
            .and_then(|it| it.dyn_into::<CanvasRenderingContext2d>().ok())
        else {
            return;
        };
        let (width, height) = (self.canvas.width(), self.canvas.height());
        if shades.is_empty() {
            context.clear_rect(0.0, 0.0, width.into(), height.into());
            return;
        }
        let ink = |shade: &u8| [0, 0, 0, *shade];
        let pixels: Vec<u8> = shades.iter().flat_map(ink).collect();
        let data = ImageData::new_with_u8_clamped_array_and_sh(
            Clamped(&pixels),
            width,
            height,
        );
        // Fails if the shades are not as many as the pixels.
        if let Ok(data) = data {
            let _ = context.put_image_data(&data, 0.0, 0.0);
        }
    }
}
