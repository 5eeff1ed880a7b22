//! What a path leads to.

use super::Compiler;
use crate::builtins::{self, Builtin};
use crate::value::tags;

/// What a path leads to.
pub(super) enum Found {
    Variable(u32),
    /// A function, by its number.
    Function(u32),
    /// A constant, by the number of its function.
    Constant(u32),
    /// Data of that tag, with so many fields.
    Data(u32, u32),
    Builtin(&'static Builtin),
    /// A number that the standard library names.
    Whole(i64),
    Float(f64),
}

impl Compiler {
    /// What a path leads to; `None` if it is not known.
    pub(super) fn resolve(&mut self, path: &syn::Path) -> Option<Found> {
        let mut names: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        if let [name] = names.as_slice()
            && let Some(slot) = self.find(name)
        {
            return Some(Found::Variable(slot));
        }
        if names[0] == "Self"
            && let Some(this) = &self.this
        {
            names[0] = this.clone();
        }
        if let Some(found) = self.own(&names) {
            return Some(found);
        }
        // A name that `use` gives is the whole path.
        if let Some(full) = self.uses.get(&names[0]) {
            let full: Vec<String> =
                full.split("::").map(str::to_owned).collect();
            let rest = names.split_off(1);
            names = full.into_iter().chain(rest).collect();
            let is_root = |name: &String| {
                matches!(name.as_str(), "crate" | "self" | "super")
            };
            let own = names.iter().position(|name| !is_root(name));
            let found = own.and_then(|first| self.own(&names[first..]));
            if found.is_some() {
                return found;
            }
        }
        known(&names)
    }

    fn own(&self, names: &[String]) -> Option<Found> {
        match names {
            [name] => {
                if let Some(code) = self.functions.get(name) {
                    return Some(Found::Function(*code));
                }
                if let Some(code) = self.constants.get(name) {
                    return Some(Found::Constant(*code));
                }
                let tag = *self.types.get(name)?.tags.get("")?;
                Some(self.data(tag))
            }
            [of, name] => {
                let of = self.types.get(of)?;
                if let Some(tag) = of.tags.get(name) {
                    return Some(self.data(*tag));
                }
                let constant = (of.number, name.clone());
                if let Some(code) = self.own_constants.get(&constant) {
                    return Some(Found::Constant(*code));
                }
                let name = self.numbers.get(name.as_str())?;
                let code = self.methods.get(&(of.number, *name))?;
                Some(Found::Function(*code))
            }
            _ => None,
        }
    }

    fn data(&self, tag: u32) -> Found {
        let shape = &self.shapes[(tag - tags::OWN) as usize];
        Found::Data(tag, shape.count)
    }

    /// The names that a single name could have meant, for sentences.
    pub(super) fn candidates(&self) -> Vec<String> {
        let mut names = self.visible();
        names.extend(self.functions.keys().cloned());
        names.extend(self.constants.keys().cloned());
        names.extend(self.types.keys().cloned());
        names.extend(self.uses.keys().cloned());
        names.extend(builtins::names().map(str::to_owned));
        names
    }
}

/// Where functions of the same names as here do something else.
const FOREIGN: [&str; 5] = ["tokio", "async_std", "smol", "embassy", "thread"];

/// What the standard library and the prelude call so.
fn known(names: &[String]) -> Option<Found> {
    // The names of other runtimes and of threads mean nothing here, even where
    // the prelude has a function that is called the same.
    if names.iter().any(|name| FOREIGN.contains(&name.as_str())) {
        return None;
    }
    let last = names.last()?.as_str();
    let before = names
        .len()
        .checked_sub(2)
        .map(|place| names[place].as_str());
    let data = match last {
        "None" => Some((tags::NONE, 0)),
        "Some" => Some((tags::SOME, 1)),
        "Ok" => Some((tags::OK, 1)),
        "Err" => Some((tags::ERR, 1)),
        "Pending" if before == Some("Poll") => Some((tags::PENDING, 0)),
        "Ready" if before == Some("Poll") => Some((tags::READY, 1)),
        "Left" if before == Some("Either") => Some((tags::LEFT, 1)),
        "Right" if before == Some("Either") => Some((tags::RIGHT, 1)),
        "Less" if before == Some("Ordering") => Some((tags::LESS, 0)),
        "Equal" if before == Some("Ordering") => Some((tags::EQUAL, 0)),
        "Greater" if before == Some("Ordering") => Some((tags::GREATER, 0)),
        "Reverse" => Some((tags::REVERSE, 1)),
        _ => None,
    };
    if let Some((tag, count)) = data {
        return Some(Found::Data(tag, count));
    }
    let number = match (before.unwrap_or_default(), last) {
        ("u8", "MAX") => Some(255),
        ("u16", "MAX") => Some(65_535),
        ("u32", "MAX") => Some(i64::from(u32::MAX)),
        ("i32", "MAX") => Some(i64::from(i32::MAX)),
        ("i32", "MIN") => Some(i64::from(i32::MIN)),
        ("i64" | "u64" | "usize" | "isize" | "i128" | "u128", "MAX") => {
            Some(i64::MAX)
        }
        ("i64" | "isize", "MIN") => Some(i64::MIN),
        ("u8" | "u16" | "u32" | "u64" | "usize", "MIN") => Some(0),
        _ => None,
    };
    if let Some(number) = number {
        return Some(Found::Whole(number));
    }
    let number = match (before.unwrap_or_default(), last) {
        ("f64" | "f32", "MAX") => Some(f64::MAX),
        ("f64" | "f32", "MIN") => Some(f64::MIN),
        ("f64" | "f32", "INFINITY") => Some(f64::INFINITY),
        ("f64" | "f32", "NEG_INFINITY") => Some(f64::NEG_INFINITY),
        ("f64" | "f32", "NAN") => Some(f64::NAN),
        ("f64" | "f32", "EPSILON") => Some(f64::EPSILON),
        ("consts", "PI") => Some(std::f64::consts::PI),
        _ => None,
    };
    if let Some(number) = number {
        return Some(Found::Float(number));
    }
    let in_type = before.filter(|it| is_type(it));
    let full = match (in_type, last) {
        (Some(of), last) => format!("{}::{last}", one_name(of)),
        // Two modules have a function of that name.
        (None, "channel") if before == Some("oneshot") => {
            "oneshot::channel".to_owned()
        }
        (None, last) => last.to_owned(),
    };
    builtins::find(&full).map(Found::Builtin)
}

/// Types that are one here.
fn one_name(name: &str) -> &str {
    match name {
        "Arc" => "Rc",
        "HashMap" => "BTreeMap",
        "HashSet" => "BTreeSet",
        "VecDeque" => "Vec",
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" | "i8" | "i16"
        | "i32" | "i128" | "isize" => "i64",
        "f32" => "f64",
        other => other,
    }
}

fn is_type(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
        || matches!(
            name,
            "str"
                | "char"
                | "bool"
                | "u8"
                | "u16"
                | "u32"
                | "u64"
                | "u128"
                | "usize"
                | "i8"
                | "i16"
                | "i32"
                | "i64"
                | "i128"
                | "isize"
                | "f32"
                | "f64"
        )
}

/// The name that is closest to what was written, if it is close.
pub(super) fn nearest<'a>(
    written: &str,
    names: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let far = |name: &&str| distance(written, name);
    let allowed = match written.chars().count() {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    };
    let close = names.filter(|name| *name != written && far(name) <= allowed);
    close.min_by_key(far)
}

/// How many letters have to be changed, added, left out or swapped with their
/// neighbours.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) =
        (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > 3 {
        return usize::MAX;
    }
    let mut rows: Vec<Vec<usize>> = vec![(0..=other.len()).collect()];
    for (row, letter) in one.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, against) in other.iter().enumerate() {
            let change = rows[row][column] + usize::from(letter != against);
            let mut least =
                change.min(rows[row][column + 1] + 1).min(next[column] + 1);
            if row > 0
                && column > 0
                && one[row - 1] == *against
                && *letter == other[column - 1]
            {
                least = least.min(rows[row - 1][column - 1] + 1);
            }
            next.push(least);
        }
        rows.push(next);
    }
    rows.last()
        .and_then(|row| row.last())
        .copied()
        .unwrap_or(usize::MAX)
}
