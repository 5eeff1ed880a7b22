//! What it cost, computed from the run, and what is worth noticing of it.

use super::{Body, Form, FormReport, Metric, Report};
use crate::experiments::figure::{bytes_text, grouped, long_text, ratio_text};
use crate::experiments::guess::time_beside_guess;
use crate::experiments::verdict::Words;
use crate::experiments::{Part, Verdict};
use crate::trace::{decimals, duration_text};
use std::time::Duration;

/// A page of wasm memory, in bytes: it grows by no less.
const PAGE: f64 = 65_536.0;

impl Report {
    /// What it comes to.
    #[must_use]
    pub fn verdict(&self, step: Duration) -> Verdict {
        let failure =
            |(form, failure): (Form, &_)| format!("{}: {failure}", form.name());
        Verdict {
            alerts: self.failures().map(failure).collect(),
            sentence: self.sentence(step),
            advice: None,
            findings: self.findings(step).into_iter().map(Into::into).collect(),
        }
    }

    /// What it cost: the first form as it is, the others beside it.
    #[must_use]
    pub fn sentence(&self, step: Duration) -> Vec<Part> {
        let mut words = Words::default();
        let mut first: Option<Duration> = None;
        for report in &self.forms {
            let (Some(measured), Some(total)) =
                (report.measured, report.total())
            else {
                continue;
            };
            let took = duration_text(measured.total(), step);
            let is_reckoned = report.extrapolated_from().is_some();
            let count = match first {
                Some(_) if !is_reckoned => "As many".to_owned(),
                _ => grouped(measured.created.into()),
            };
            let text = match first {
                _ if is_reckoned => format!(
                    " took {took}; {} would take {}, extrapolated.",
                    grouped(report.count.into()),
                    long_text(total, step),
                ),
                Some(first) => {
                    format!(" took {}.", compared(total, first, step))
                }
                None => format!(" took {took}{}.", report.rate_and_size(step)),
            };
            first = first.or(Some(total));
            words.begin(&format!("{count} "));
            words.name(report.form.id(), report.form.plural());
            words.say(text);
        }
        words.0
    }

    /// What was guessed beside what came of it, a sentence or two for each form
    /// that came to its end, and what each one took.
    #[must_use]
    pub fn beside_guesses(&self, step: Duration) -> Vec<String> {
        let said = |report: &FormReport| {
            let guess = self.plan.setup.guess.of(report.form.id())?;
            let total = report.total()?;
            let each = duration_text(total / report.count, Duration::ZERO);
            let why = match report.form.needs_workers() {
                true => format!(
                    "That is {each} each: a Worker is a thread with an engine of its own."
                ),
                false => format!(
                    "That is {each} each: a task is a little memory and an entry in a queue, no \
                     thread."
                ),
            };
            let name = report.form.name();
            Some(time_beside_guess(name, "", guess, total, step, &why))
        };
        self.forms.iter().filter_map(said).collect()
    }

    /// What is worth noticing, a sentence each.
    #[must_use]
    pub fn findings(&self, step: Duration) -> Vec<String> {
        let mut findings = Vec::new();
        if let Some(found) =
            self.forms.iter().find_map(|it| self.held(it, step))
        {
            findings.push(found);
        }
        findings.extend(self.first_times(step));
        let coarse = self.forms.iter().filter(|it| !it.form.needs_workers());
        let coarse = coarse.filter_map(|it| it.measured);
        let mut coarse = coarse.filter_map(|measured| {
            let each = PAGE / f64::from(measured.created);
            (measured.bytes_each? < each * 20.0).then_some(each)
        });
        if let Some(each) = coarse.next() {
            findings.push(format!(
                "Wasm memory grows by 64 KiB at a time, which is {} B for each of so few: \
                 create more for a finer figure.",
                decimals(each, 1),
            ));
        }
        let unseen =
            |it: &FormReport| it.measured.is_some_and(|it| it.total() < step);
        if self.forms.iter().any(unseen) {
            findings.push(format!(
                "This browser's clock moves by {} at a time and cannot time what takes less: \
                 create more.",
                duration_text(step, step)
            ));
        }
        let hidden = |it: &FormReport| {
            it.measured.is_some_and(|it| it.bytes_each.is_none())
        };
        if self.forms.iter().any(hidden) {
            findings.push(
                "This browser does not tell how much memory JavaScript takes during a run: it is \
                 in none of these figures."
                    .to_owned(),
            );
        }
        findings
    }

    /// What the first time in a new Worker was, beside the second.
    fn first_times(&self, step: Duration) -> Option<String> {
        let told = |it: &FormReport| {
            let measured = it.measured?;
            let first = compared(measured.first_time?, measured.total(), step);
            Some(format!("{} took {first}", it.form.plural()))
        };
        let each: Vec<String> = self.forms.iter().filter_map(told).collect();
        (!each.is_empty()).then(|| {
            format!(
                "These figures are of a second run in the same Worker, warmed up, since an engine \
                 compiles well what has run for a while. The first time, {}. For code that runs only \
                 once, that is what counts.",
                each.join("; ")
            )
        })
    }

    /// What the bytes held across the await come to.
    fn held(&self, report: &FormReport, step: Duration) -> Option<String> {
        let future = report.measured?.future?;
        let each = Metric::BYTES_EACH.of(report, step).text;
        let kept = match (self.plan.setup.held, self.plan.setup.body) {
            (0, Body::Trivial) => "it remembers next to nothing".to_owned(),
            (0, Body::Timer) => "it remembers its timer".to_owned(),
            (held, _) => format!("it holds {}", bytes_text(held.into())),
        };
        let advice = match self.plan.setup.held {
            0 => "Let it hold more, and see what follows.",
            _ => {
                "What is not needed after an await is better dropped before it."
            }
        };
        Some(format!(
            "Each of the futures is {future} B, since {kept} across its await; {} came to {each} \
             each. {advice}",
            report.form.plural(),
        ))
    }
}

impl FormReport {
    /// How many a second and how large, as far as that is known.
    fn rate_and_size(&self, step: Duration) -> String {
        let known = |metric: Metric, words: fn(String) -> String| {
            let figure = metric.of(self, step);
            figure.value.map(|_| words(figure.text))
        };
        let rate = known(Metric::PER_SECOND, |it| format!("{it} a second"));
        let size = known(Metric::BYTES_EACH, |it| format!("{it} each"));
        match (rate, size) {
            (Some(rate), Some(size)) => format!(": {rate}, {size}"),
            (Some(known), None) | (None, Some(known)) => format!(": {known}"),
            (None, None) => String::new(),
        }
    }
}

/// A time beside another; without a ratio if the clock is too coarse for one.
fn compared(time: Duration, other: Duration, step: Duration) -> String {
    let text = duration_text(time, step);
    if other < step || other.is_zero() || time < step {
        return text;
    }
    let ratio = time.as_secs_f64() / other.as_secs_f64();
    format!("{text}, {} as long", ratio_text(ratio))
}
