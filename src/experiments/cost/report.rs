//! What is said of a run: the figures by form.

use super::{Failure, Form, Measured, Metric, Outcomes, Plan, Point};
use crate::experiments::figure::{Figure, grouped, value_text};
use std::fmt::Write as _;
use std::time::Duration;

/// What one form did.
#[derive(Clone, Debug, PartialEq)]
pub struct FormReport {
    /// The form.
    pub form: Form,
    /// How many there were to be.
    pub count: u32,
    /// What was measured; none unless it came to its end.
    pub measured: Option<Measured>,
    /// Why it did not.
    pub failure: Option<Failure>,
}

impl FormReport {
    /// How many it was extrapolated from; none if all were created.
    #[must_use]
    pub fn extrapolated_from(&self) -> Option<u32> {
        let created = self.measured?.created;
        (created < self.count).then_some(created)
    }

    /// A word below the figures; may be empty.
    #[must_use]
    pub fn remark(&self) -> String {
        match self.extrapolated_from() {
            Some(created) => {
                format!("extrapolated from {}", grouped(created.into()))
            }
            None => String::new(),
        }
    }

    /// The time to create and to finish all of them; none unless it came to
    /// its end.
    #[must_use]
    pub fn total(&self) -> Option<Duration> {
        let measured = self.measured?;
        Some(measured.extrapolated(measured.total(), self.count))
    }

    /// The figure `metric`, on a clock of that `step`.
    #[must_use]
    pub fn figure(&self, metric: Metric, step: Duration) -> Figure {
        let Some(measured) = self.measured else {
            let text = match (&self.failure, metric) {
                (Some(_), Metric::Create) => "failed".to_owned(),
                _ => Figure::unknown().text,
            };
            return Figure { value: None, text };
        };
        let time = |part| {
            Figure::duration(
                Some(measured.extrapolated(part, self.count)),
                step,
            )
        };
        match metric {
            Metric::Create => time(measured.create),
            Metric::Finish => time(measured.finish),
            Metric::BytesEach => match measured.bytes_each {
                Some(bytes) => bytes_figure(bytes),
                None => Figure {
                    text: "not disclosed by this browser".to_owned(),
                    ..Figure::unknown()
                },
            },
            Metric::FutureSize => match measured.future {
                Some(size) => Figure::bytes(size.into()),
                None => Figure::unknown(),
            },
            Metric::PerSecond => match measured.per_second() {
                Some(rate) => Figure::count(rate.round() as usize),
                None => Figure::unknown(),
            },
        }
    }
}

/// Bytes that are an average: with a digit after the point where it counts.
fn bytes_figure(bytes: f64) -> Figure {
    let rounded = (bytes * 10.0).round() / 10.0;
    match rounded {
        0.0..1000.0 => Figure {
            value: Some(rounded),
            text: format!("{rounded:.1}\u{a0}B"),
        },
        _ => Figure::bytes(bytes.round() as u64),
    }
}

/// What is said of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The forms that ran, in the order of the page.
    pub forms: Vec<FormReport>,
    /// The plan that was run.
    pub plan: Plan,
}

impl Report {
    /// Reads the report off the outcomes of a run of `plan`.
    #[must_use]
    pub fn of(plan: &Plan, outcomes: &Outcomes) -> Self {
        let of = |outcome: super::Outcome| {
            let (measured, failure) = match outcome.result {
                Some(Ok(measured)) => (Some(measured), None),
                Some(Err(failure)) => (None, Some(failure)),
                None => (None, None),
            };
            FormReport {
                form: outcome.form,
                count: plan.count,
                measured,
                failure,
            }
        };
        Self {
            forms: outcomes.all().into_iter().map(of).collect(),
            plan: plan.clone(),
        }
    }

    /// The report on one form.
    #[must_use]
    pub fn form(&self, form: Form) -> Option<&FormReport> {
        self.forms.iter().find(|report| report.form == form)
    }

    /// Whether what JavaScript takes is still unknown.
    #[must_use]
    pub fn lacks_javascript(&self) -> bool {
        let measured = self.form(Form::JsAsync).and_then(|it| it.measured);
        measured.is_some_and(|it| it.bytes_each.is_none())
    }

    /// What failed, form by form.
    pub fn failures(&self) -> impl Iterator<Item = (Form, &Failure)> {
        let failure = |it: &'_ FormReport| it.failure.is_some();
        let failed = self.forms.iter().filter(move |it| failure(it));
        failed.filter_map(|it| Some((it.form, it.failure.as_ref()?)))
    }

    /// What was measured, as points of a chart.
    #[must_use]
    pub fn points(&self) -> Vec<Point> {
        let point = |report: &FormReport| {
            Some(Point {
                form: report.form,
                plan: self.plan.clone(),
                measured: report.measured?,
            })
        };
        self.forms.iter().filter_map(point).collect()
    }

    /// The table by form as text, its columns parted by tabs, in bare numbers.
    #[must_use]
    pub fn table_text(&self, step: Duration) -> String {
        let mut text = "form".to_owned();
        for metric in Metric::ALL {
            // Writing to a string cannot fail.
            let _ = write!(text, "\t{}", metric.id());
        }
        text += "\textrapolated-from";
        for report in &self.forms {
            let _ = write!(text, "\n{}", report.form.id());
            for metric in Metric::ALL {
                let value = report.figure(metric, step).value;
                let _ = write!(text, "\t{}", value_text(value));
            }
            let from = report.extrapolated_from().map(f64::from);
            let _ = write!(text, "\t{}", value_text(from));
        }
        text
    }
}
