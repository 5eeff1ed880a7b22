//! Writes values as text, as `{}` and `{:?}` do.

use crate::builtins::Iter;
use crate::fault::Outcome;
use crate::machine::Machine;
use crate::value::{Data, Kind, tags};
use crate::vm::NOT_AWAITED;
use std::cell::RefCell;
use std::fmt::Write as _;

/// A piece of a format.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Text(String),
    /// An argument, by its place, as the spec says.
    Argument(usize, Spec),
}

/// How a value is written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spec {
    pub(crate) is_debug: bool,
    pub(crate) is_pretty: bool,
    pub(crate) fill: Option<char>,
    pub(crate) align: Option<Align>,
    pub(crate) has_sign: bool,
    pub(crate) has_zeros: bool,
    pub(crate) width: Option<Count>,
    pub(crate) precision: Option<Count>,
    /// `x`, `X`, `b` or `o`.
    pub(crate) radix: Option<char>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Middle,
    Right,
}

/// A width or a precision: a number, or that of an argument.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Count {
    Is(usize),
    Of(usize),
}

/// No text of a format is wider.
const WIDEST: usize = 10_000;

/// Writes the pieces of a format.
pub(crate) fn formatted(
    machine: &Machine,
    pieces: &[Piece],
    arguments: &[Kind],
) -> Outcome<String> {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(piece) => text.push_str(piece),
            Piece::Argument(place, spec) => {
                let value = arguments.get(*place).unwrap_or(&Kind::Unset);
                text += &by_spec(machine, value, spec, arguments)?;
            }
        }
    }
    Ok(text)
}

fn by_spec(
    machine: &Machine,
    value: &Kind,
    spec: &Spec,
    arguments: &[Kind],
) -> Outcome<String> {
    let count = |count: Option<Count>| match count {
        None => Ok(None),
        Some(Count::Is(count)) => Ok(Some(count.min(WIDEST))),
        Some(Count::Of(place)) => {
            match arguments.get(place).map(Kind::target) {
                Some(Kind::Int(count)) => {
                    Ok(Some(usize::try_from(count).unwrap_or(0).min(WIDEST)))
                }
                _ => Err("A width is a whole number.".to_owned()),
            }
        }
    };
    let (width, precision) = (count(spec.width)?, count(spec.precision)?);
    let value = value.target();
    let is_number = matches!(value, Kind::Int(_) | Kind::Float(_));
    let mut text = match (&value, spec.radix) {
        (Kind::Int(number), Some('x')) => format!("{number:x}"),
        (Kind::Int(number), Some('X')) => format!("{number:X}"),
        (Kind::Int(number), Some('b')) => format!("{number:b}"),
        (Kind::Int(number), Some('o')) => format!("{number:o}"),
        (Kind::Int(number), Some('e')) => format!("{number:e}"),
        (Kind::Float(number), Some('e')) => format!("{number:e}"),
        (Kind::Float(number), None) if precision.is_some() => {
            format!("{number:.*}", precision.unwrap_or_default())
        }
        (Kind::Future(_), _) if !spec.is_debug => {
            return Err(NOT_AWAITED.into());
        }
        _ if spec.is_debug && spec.is_pretty => pretty(machine, &value, 0),
        _ if spec.is_debug => debug(machine, &value),
        _ => display(machine, &value)?,
    };
    // `#` has a number say what it is written in.
    let prefix = match spec.radix {
        Some('x' | 'X') if spec.is_pretty => "0x",
        Some('b') if spec.is_pretty => "0b",
        Some('o') if spec.is_pretty => "0o",
        _ => "",
    };
    text.insert_str(0, prefix);
    if let (Some(most), false) = (precision, is_number) {
        text = text.chars().take(most).collect();
    }
    if spec.has_sign && is_number && !text.starts_with('-') {
        text.insert(0, '+');
    }
    let missing = width.unwrap_or(0).saturating_sub(text.chars().count());
    if missing == 0 {
        return Ok(text);
    }
    if spec.has_zeros && is_number {
        let sign = usize::from(text.starts_with(['-', '+']));
        text.insert_str(sign + prefix.len(), &"0".repeat(missing));
        return Ok(text);
    }
    let otherwise = match is_number {
        true => Align::Right,
        false => Align::Left,
    };
    let before = match spec.align.unwrap_or(otherwise) {
        Align::Left => 0,
        Align::Middle => missing / 2,
        Align::Right => missing,
    };
    let fill = String::from(spec.fill.unwrap_or(' '));
    Ok(fill.repeat(before) + &text + &fill.repeat(missing - before))
}

/// As `{}` writes it.
pub(crate) fn display(machine: &Machine, value: &Kind) -> Outcome<String> {
    Ok(match value.target() {
        Kind::Bool(is) => is.to_string(),
        Kind::Int(number) => number.to_string(),
        Kind::Float(number) => number.to_string(),
        Kind::Char(letter) => letter.to_string(),
        Kind::Str(text) => text.to_string(),
        Kind::String(text) => text.borrow().clone(),
        Kind::Iter(iter) if letters(&iter).is_some() => {
            letters(&iter).unwrap_or_default()
        }
        Kind::Future(_) => return Err(NOT_AWAITED.into()),
        Kind::Native(native) if native.text().is_some() => {
            native.text().unwrap_or_default()
        }
        other => {
            let noun = match &other {
                Kind::Bare(tag) => named(machine, *tag),
                Kind::Data(data) => named(machine, data.tag),
                _ => None,
            };
            let noun = noun.unwrap_or_else(|| other.noun());
            return Err(
                format!("`{{}}` cannot write {noun}: use `{{:?}}`.").into()
            );
        }
    })
}

/// The letters that `char::to_uppercase` gives, which `{}` can write.
fn letters(iter: &RefCell<Iter>) -> Option<String> {
    match &*iter.try_borrow().ok()? {
        Iter::Items(items) if !items.is_empty() => items
            .iter()
            .map(|item| match item {
                Kind::Char(letter) => Some(*letter),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}

fn named(machine: &Machine, tag: u32) -> Option<String> {
    machine
        .program
        .shape(tag)
        .map(|shape| format!("`{}`", shape.name))
}

/// So deep values are written within each other.
const DEEPEST: u32 = 50;

/// As `{:?}` writes it.
pub(crate) fn debug(machine: &Machine, value: &Kind) -> String {
    let mut text = String::new();
    write_debug(machine, value, 0, &mut text);
    text
}

fn write_debug(machine: &Machine, value: &Kind, depth: u32, out: &mut String) {
    if depth > DEEPEST {
        out.push('…');
        return;
    }
    let write = |out: &mut String, items: &[Kind]| {
        for (place, item) in items.iter().enumerate() {
            if place > 0 {
                out.push_str(", ");
            }
            write_debug(machine, item, depth + 1, out);
        }
    };
    match value.target() {
        Kind::Unit => out.push_str("()"),
        Kind::Float(number) => {
            // Writing to a string cannot fail.
            let _ = write!(out, "{number:?}");
        }
        Kind::Char(letter) => {
            let _ = write!(out, "{letter:?}");
        }
        Kind::Str(text) => {
            let _ = write!(out, "{text:?}");
        }
        Kind::String(text) => {
            let _ = write!(out, "{:?}", text.borrow());
        }
        Kind::List(list) => {
            out.push('[');
            write(out, &list.items.borrow());
            out.push(']');
        }
        Kind::Map(map) => {
            out.push('{');
            for (place, (key, value)) in map.borrow().iter().enumerate() {
                if place > 0 {
                    out.push_str(", ");
                }
                let key = crate::builtins::value_of(key);
                write_debug(machine, &key, depth + 1, out);
                // A set has no values.
                if let Kind::Unit = value {
                    continue;
                }
                out.push_str(": ");
                write_debug(machine, value, depth + 1, out);
            }
            out.push('}');
        }
        Kind::Bare(tag) => out.push_str(&name(machine, tag)),
        Kind::Data(data) => write_data(machine, &data, depth, out),
        Kind::Range(range) => {
            if let Some(from) = &range.from {
                write_debug(machine, from, depth + 1, out);
            }
            out.push_str(if range.is_closed { "..=" } else { ".." });
            if let Some(to) = &range.to {
                write_debug(machine, to, depth + 1, out);
            }
        }
        Kind::Cell(cell) => {
            let name = match cell.is_ref_cell.get() {
                true => "RefCell",
                false => "Cell",
            };
            let _ = write!(out, "{name} {{ value: ");
            write_debug(machine, &cell.value.borrow(), depth + 1, out);
            out.push_str(" }");
        }
        Kind::Native(native) if native.text().is_some() => {
            out.push_str(&native.text().unwrap_or_default());
        }
        Kind::Future(_) => out.push_str("Future"),
        Kind::Closure(_) | Kind::Fn(_) | Kind::Builtin(_) | Kind::Maker(_) => {
            out.push_str("fn");
        }
        other => match display(machine, &other) {
            Ok(text) => out.push_str(&text),
            Err(_) => out.push_str(&other.noun()),
        },
    }
}

fn name(machine: &Machine, tag: u32) -> String {
    match tags::NAMES.get(tag as usize) {
        Some(name) => (*name).to_owned(),
        None => machine
            .program
            .shape(tag)
            .map_or_else(String::new, |shape| shape.name.clone()),
    }
}

fn write_data(machine: &Machine, data: &Data, depth: u32, out: &mut String) {
    out.push_str(&name(machine, data.tag));
    let shape = machine.program.shape(data.tag);
    let fields = data.fields.borrow();
    let names = shape.and_then(|shape| shape.fields.as_ref());
    if let Some(names) = names {
        out.push_str(" { ");
        for (place, (name, value)) in names.iter().zip(&*fields).enumerate() {
            if place > 0 {
                out.push_str(", ");
            }
            let _ = write!(out, "{}: ", machine.name(*name));
            write_debug(machine, value, depth + 1, out);
        }
        out.push_str(" }");
        return;
    }
    out.push('(');
    for (place, value) in fields.iter().enumerate() {
        if place > 0 {
            out.push_str(", ");
        }
        write_debug(machine, value, depth + 1, out);
    }
    if data.tag == tags::TUPLE && fields.len() == 1 {
        out.push(',');
    }
    out.push(')');
}

/// As `{:#?}` writes it.
fn pretty(machine: &Machine, value: &Kind, depth: usize) -> String {
    let (inside, outside) = ("    ".repeat(depth + 1), "    ".repeat(depth));
    let lines = |items: Vec<String>, open: &str, close: &str| {
        let items = items
            .into_iter()
            .map(|item| format!("{inside}{item},\n"))
            .collect::<String>();
        format!("{open}\n{items}{outside}{close}")
    };
    if depth > DEEPEST as usize {
        return "…".to_owned();
    }
    let written = |item: &Kind| pretty(machine, item, depth + 1);
    match value.target() {
        Kind::List(list) if !list.items.borrow().is_empty() => {
            let items = list.items.borrow().iter().map(written).collect();
            lines(items, "[", "]")
        }
        Kind::Data(data) if !data.fields.borrow().is_empty() => {
            let shape = machine.program.shape(data.tag);
            let names = shape.and_then(|shape| shape.fields.as_ref());
            let name = name(machine, data.tag);
            let fields = data.fields.borrow();
            match names {
                Some(names) => {
                    let fields =
                        names.iter().zip(&*fields).map(|(name, it)| {
                            format!("{}: {}", machine.name(*name), written(it))
                        });
                    lines(fields.collect(), &format!("{name} {{"), "}")
                }
                None => lines(
                    fields.iter().map(written).collect(),
                    &format!("{name}("),
                    ")",
                ),
            }
        }
        Kind::Map(map) if !map.borrow().is_empty() => {
            let map = map.borrow();
            let pairs = map.iter().map(|(key, value)| {
                let key = written(&crate::builtins::value_of(key));
                match value {
                    Kind::Unit => key,
                    value => format!("{key}: {}", written(value)),
                }
            });
            lines(pairs.collect(), "{", "}")
        }
        other => debug(machine, &other),
    }
}
