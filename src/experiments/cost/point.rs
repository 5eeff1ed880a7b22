//! What one form did in one run, kept for as long as the visit lasts.

use super::{Body, Form, Measured, Plan};
use crate::experiments::figure::{bytes_text, grouped, mean_bytes_text};
use crate::trace::duration_text;
use std::time::Duration;

/// What the upright axis has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quantity {
    /// The time to create and finish them.
    #[default]
    Time,
    /// The memory that they take together.
    Memory,
}

/// What one form did in one run.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The form.
    pub form: Form,
    /// What the run was to do.
    pub plan: Plan,
    /// What it did.
    pub measured: Measured,
}

impl Point {
    /// All of it in words, on a clock of that `step`.
    #[must_use]
    pub fn text(&self, step: Duration) -> String {
        let (plan, measured) = (&self.plan, &self.measured);
        let time = |part| {
            let part = measured.extrapolated(part, plan.setup.count);
            duration_text(part, step)
        };
        let mut each = Vec::new();
        if plan.setup.body == Body::Timer {
            each.push("awaiting a timer".to_owned());
        }
        if plan.setup.held > 0 {
            each.push(format!(
                "holding {}",
                bytes_text(plan.setup.held.into())
            ));
        }
        let mut text = format!(
            "{} {}",
            grouped(plan.setup.count.into()),
            self.form.plural()
        );
        if !each.is_empty() {
            text += &format!(" ({})", each.join(", "));
        }
        text += &format!(
            " were created in {} and finished in {}",
            time(measured.create),
            time(measured.finish),
        );
        if let Some(each) = measured.bytes_each {
            text += &format!(", at {} each", mean_bytes_text(each));
        }
        if let Some(first) = measured.first_time {
            let first = duration_text(first, step);
            text += &format!("; the first time, both took {first}");
        }
        if measured.created < plan.setup.count {
            let created = grouped(measured.created.into());
            text += &format!(": extrapolated from {created}");
        }
        text + "."
    }

    /// What it has of `quantity`, for `count` of them, in milliseconds or
    /// bytes; none if it is unknown or nothing.
    pub(super) fn value(&self, quantity: Quantity, count: u32) -> Option<f64> {
        let value = match quantity {
            Quantity::Time => {
                let total = self.measured.total();
                let total = self.measured.extrapolated(total, count);
                total.as_secs_f64() * 1e3
            }
            Quantity::Memory => self.measured.bytes_each? * f64::from(count),
        };
        (value > 0.0).then_some(value)
    }
}

/// Adds to the last point of JavaScript that `plan` brought how many bytes each
/// takes.
pub fn disclose(points: &mut [Point], plan: &Plan, bytes_each: f64) {
    let of_plan =
        |it: &&mut Point| it.form == Form::JsAsync && it.plan == *plan;
    if let Some(point) = points.iter_mut().rev().find(of_plan) {
        point.measured.bytes_each = Some(bytes_each);
    }
}
