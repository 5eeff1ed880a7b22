//! What is said of a run: the figures by form.

use super::{Failure, Form, Measured, Metric, Outcomes, Plan, Point};
use crate::experiments::figure::grouped;
use crate::experiments::{Reported, metric};
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

    /// The time to create and to finish all of them; none unless it came to
    /// its end.
    #[must_use]
    pub fn total(&self) -> Option<Duration> {
        self.extrapolated(Measured::total)
    }

    /// One of its times, for as many as there were to be; none unless it came
    /// to its end.
    pub(super) fn extrapolated(
        &self,
        part: fn(&Measured) -> Duration,
    ) -> Option<Duration> {
        let measured = self.measured?;
        Some(measured.extrapolated(part(&measured), self.count))
    }
}

impl Reported for FormReport {
    const NOUN: [&'static str; 2] = ["form", "forms"];
    const METRICS: &'static [metric::Metric<Self>] = &Metric::ALL;

    fn id(&self) -> &'static str {
        self.form.id()
    }

    fn name(&self) -> &'static str {
        self.form.name()
    }

    fn remark(&self, _step: Duration) -> String {
        match self.extrapolated_from() {
            Some(created) => {
                format!("extrapolated from {}", grouped(created.into()))
            }
            None => String::new(),
        }
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
                count: plan.setup.count,
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
}
