//! The table of a run, described once: what is shown of it, copied and saved.

use super::figure::Figure;
use super::metric::Metric;
use super::records::{Records, Value};
use std::time::Duration;

/// What a table has a row for: a strategy, a mode, a form.
pub trait Reported: Sized + 'static {
    /// What it is called, one of them and several.
    const NOUN: [&'static str; 2];
    /// Its figures, in the order of the columns.
    const METRICS: &'static [Metric<Self>];

    /// Stable name in links, attributes, style sheets and files.
    fn id(&self) -> &'static str;

    /// Name on the page.
    fn name(&self) -> &'static str;

    /// A word below its first figure, on a clock of that `step`; may be empty.
    fn remark(&self, _step: Duration) -> String {
        String::new()
    }
}

/// A column of figures; see [`Metric`] for its parts.
#[derive(Clone, Debug)]
pub struct Column {
    /// Stable name.
    pub id: &'static str,
    /// Heading; empty if it is not shown.
    pub heading: &'static str,
    /// What exactly it is.
    pub definition: &'static str,
    name_in_files: String,
}

/// A row of figures.
#[derive(Clone, Debug)]
pub struct Row {
    /// Stable name.
    pub id: &'static str,
    /// Name on the page.
    pub name: &'static str,
    /// A figure for each column.
    pub figures: Vec<Figure>,
    /// A word below the first figure; may be empty.
    pub remark: String,
}

/// A table of figures.
#[derive(Clone, Debug)]
pub struct Table {
    /// What each row is of: a common noun.
    pub of: &'static str,
    /// Columns, in the order of the page.
    pub columns: Vec<Column>,
    /// Rows, in the order of the page.
    pub rows: Vec<Row>,
}

impl Table {
    /// The table of all that was reported, on a clock of that `step`.
    #[must_use]
    pub fn of<R: Reported>(reported: &[R], step: Duration) -> Self {
        let column = |metric: &Metric<R>| Column {
            id: metric.id,
            heading: metric.heading,
            definition: metric.definition,
            name_in_files: metric.name_in_files(),
        };
        let row = |it: &R| Row {
            id: it.id(),
            name: it.name(),
            figures: R::METRICS.iter().map(|of| of.of(it, step)).collect(),
            remark: it.remark(step),
        };
        Self {
            of: R::NOUN[0],
            columns: R::METRICS.iter().map(column).collect(),
            rows: reported.iter().map(row).collect(),
        }
    }

    /// To be copied: columns parted by tabs, bare numbers, times in
    /// milliseconds.
    #[must_use]
    pub fn text(&self) -> String {
        self.records(|column| column.id.to_owned()).text()
    }

    /// To be saved: the same as CSV, with units in the names.
    #[must_use]
    pub fn csv(&self) -> String {
        self.records(|column| column.name_in_files.clone()).csv()
    }

    /// To be saved: a JSON list with an object for each row.
    #[must_use]
    pub fn json(&self) -> String {
        self.records(|column| column.name_in_files.clone()).json()
    }

    fn records(&self, name: fn(&Column) -> String) -> Records {
        let names = self.columns.iter().map(name);
        let row = |row: &Row| {
            let figures = row.figures.iter().map(|it| Value::Number(it.value));
            std::iter::once(Value::text(row.id))
                .chain(figures)
                .collect()
        };
        Records::new(
            std::iter::once(self.of.to_owned()).chain(names),
            self.rows.iter().map(row),
        )
    }
}
