//! What was measured, for other programs: as lines of text, as CSV, as JSON.

use super::figure::{cell_text, value_text, whole};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A value of a record.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// A number; `None` if it is not known.
    Number(Option<f64>),
    /// Yes or no.
    Flag(bool),
    /// Words; `None` if there are none.
    Text(Option<String>),
    /// Several whole numbers.
    Numbers(Vec<u32>),
}

impl Value {
    pub(crate) fn number(number: impl Into<f64>) -> Self {
        Self::Number(Some(number.into()))
    }

    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(Some(text.into()))
    }

    /// On one line, and never a formula of a spreadsheet.
    fn cell(&self) -> String {
        match self {
            Self::Number(number) => value_text(*number),
            Self::Flag(flag) => flag.to_string(),
            Self::Text(text) => {
                text.as_deref().map(cell_text).unwrap_or_default()
            }
            Self::Numbers(numbers) => {
                let numbers: Vec<_> =
                    numbers.iter().map(u32::to_string).collect();
                numbers.join(" ")
            }
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => match number.and_then(whole) {
                Some(whole) => to.serialize_i64(whole),
                None => number.serialize(to),
            },
            Self::Flag(flag) => to.serialize_bool(*flag),
            Self::Text(text) => text.serialize(to),
            Self::Numbers(numbers) => numbers.serialize(to),
        }
    }
}

/// Records that all have the same names.
#[derive(Clone, Debug)]
pub(crate) struct Records {
    names: Vec<String>,
    rows: Vec<Vec<Value>>,
}

impl Records {
    /// Records of as many values as there are `names`.
    pub(crate) fn new(
        names: impl IntoIterator<Item = impl Into<String>>,
        rows: impl IntoIterator<Item = Vec<Value>>,
    ) -> Self {
        Self {
            names: names.into_iter().map(Into::into).collect(),
            rows: rows.into_iter().collect(),
        }
    }

    /// A line of names and a line each, parted by tabs: what a spreadsheet
    /// takes from the clipboard.
    pub(crate) fn text(&self) -> String {
        self.lines("\t", &Value::cell).join("\n")
    }

    /// The same by <https://www.rfc-editor.org/rfc/rfc4180>. What is unknown
    /// is empty.
    pub(crate) fn csv(&self) -> String {
        let quoted = |value: &Value| {
            let cell = value.cell();
            let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
            match value {
                Value::Text(_) if !cell.chars().all(is_plain) => {
                    format!("\"{}\"", cell.replace('"', "\"\""))
                }
                _ => cell,
            }
        };
        self.lines(",", &quoted).join("\n") + "\n"
    }

    fn lines(
        &self,
        separator: &str,
        cell: &dyn Fn(&Value) -> String,
    ) -> Vec<String> {
        let mut lines = vec![self.names.join(separator)];
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(cell).collect();
            lines.push(cells.join(separator));
        }
        lines
    }

    /// A list of objects.
    pub(crate) fn json(&self) -> String {
        let names = &self.names;
        let rows = self.rows.iter();
        let objects: Vec<_> =
            rows.map(|values| Object { names, values }).collect();
        // Only maps whose keys are no texts can fail; these are.
        serde_json::to_string_pretty(&objects).unwrap_or_default()
    }
}

struct Object<'a> {
    names: &'a [String],
    values: &'a [Value],
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.names.len()))?;
        for (name, value) in self.names.iter().zip(self.values) {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}
