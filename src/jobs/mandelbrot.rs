//! The Mandelbrot set: each pixel is computed by itself, and those within the
//! set take the longest.

use crate::{Answer, Steps};

/// The width of the picture, in pixels.
pub const WIDTH: usize = 300;
/// The height of the picture, in pixels.
pub const HEIGHT: usize = 200;

/// A step ends with the pixel that reaches so many iterations.
const BATCH: u64 = 8192;

pub(crate) struct Mandelbrot {
    most: u64,
    iterations: u64,
    fresh: Vec<u8>,
}

impl Mandelbrot {
    pub(crate) const fn new(most: u64) -> Self {
        Self {
            most,
            iterations: 0,
            fresh: Vec::new(),
        }
    }
}

impl Steps for Mandelbrot {
    fn step(&mut self, from: u64, to: u64) -> u64 {
        let enough = self.iterations + BATCH;
        let mut pixel = from;
        while pixel < to && self.iterations < enough {
            let iterations = escape(pixel, self.most);
            self.iterations += iterations;
            self.fresh.push(shade(iterations, self.most));
            pixel += 1;
        }
        pixel
    }

    fn answer(&self) -> Answer {
        Answer::Iterations(self.iterations)
    }

    fn take_shades(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.fresh)
    }
}

/// How often z² + c can be taken before it leaves the circle of radius 2.
fn escape(pixel: u64, most: u64) -> u64 {
    let column = (pixel % WIDTH as u64) as f64;
    let row = (pixel / WIDTH as u64) as f64;
    let re = -2.2 + 3.0 * column / WIDTH as f64;
    let im = -1.0 + 2.0 * row / HEIGHT as f64;
    let (mut x, mut y) = (0.0, 0.0);
    let mut iterations = 0;
    while iterations < most && x * x + y * y <= 4.0 {
        (x, y) = (x * x - y * y + re, 2.0 * x * y + im);
        iterations += 1;
    }
    iterations
}

/// The set itself is ink; around it, the later a point escapes the darker.
fn shade(iterations: u64, most: u64) -> u8 {
    match iterations {
        _ if iterations >= most => 255,
        // As much darker with each doubling, which spreads the shades evenly.
        _ => (iterations.max(1).ilog2() * 20).min(220) as u8,
    }
}
