//! Methods of `&str` and `String`.

use super::iterators::Iter;
use super::{Call, Kind};
use crate::fault::Outcome;
use std::cell::RefCell;
use std::rc::Rc;

/// A text as the lossy reading of bytes.
pub(super) fn from_bytes(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let Kind::List(list) = call.take()?.target() else {
        return Err("This needs bytes.".into());
    };
    let byte = |it: &Kind| match it {
        Kind::Int(number) => u8::try_from(*number).unwrap_or(b'?'),
        _ => b'?',
    };
    let bytes: Vec<u8> = list.items.borrow().iter().map(byte).collect();
    Ok(Kind::string(String::from_utf8_lossy(&bytes)))
}

pub(super) fn method(
    target: &Kind,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Option<Kind>> {
    if let Kind::String(text) = target
        && let Some(value) = changing(text, call)?
    {
        return Ok(Some(value));
    }
    let Some(text) = crate::arith::text(target) else {
        return Ok(None);
    };
    reading(&text, call)
}

/// What changes a `String`.
fn changing(
    text: &Rc<RefCell<String>>,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Option<Kind>> {
    const LONGEST: usize = 64 << 20;
    match call.name {
        "push_str" => {
            let more = call.text()?;
            if text.borrow().len() + more.len() > LONGEST {
                return Err("This String would be longer than 64 MB.".into());
            }
            text.borrow_mut().push_str(&more);
        }
        "push" => match call.take()?.target() {
            Kind::Char(letter) => text.borrow_mut().push(letter),
            other => return Err(call.wrong("a char", &other)),
        },
        "pop" => {
            let letter = text.borrow_mut().pop();
            return Ok(Some(Kind::option(letter.map(Kind::Char))));
        }
        "clear" => text.borrow_mut().clear(),
        "truncate" => {
            let length = call.count()?;
            let mut text = text.borrow_mut();
            if length < text.len() && !text.is_char_boundary(length) {
                return Err(
                    "The program panicked: in the middle of a character".into(),
                );
            }
            text.truncate(length);
        }
        "insert_str" => {
            let (at, more) = (call.count()?, call.text()?);
            let mut text = text.borrow_mut();
            if !text.is_char_boundary(at) {
                return Err(
                    "The program panicked: no place of a character".into()
                );
            }
            text.insert_str(at, &more);
        }
        _ => return Ok(None),
    }
    Ok(Some(Kind::Unit))
}

/// What splits or finds: a text, a char, several, or a closure.
enum Needle {
    Text(String),
    Letters(Vec<char>),
    Closure(Kind),
}

impl Needle {
    fn from(value: Kind) -> Outcome<Self> {
        let target = value.target();
        if let Some(text) = crate::arith::text(&target) {
            return Ok(Self::Text(text));
        }
        match target {
            Kind::Char(letter) => Ok(Self::Letters(vec![letter])),
            Kind::List(list) => {
                let letter = |it: &Kind| match it {
                    Kind::Char(letter) => Some(*letter),
                    _ => None,
                };
                let items = list.items.borrow();
                Ok(Self::Letters(items.iter().filter_map(letter).collect()))
            }
            Kind::Closure(_) | Kind::Fn(_) | Kind::Builtin(_) => {
                Ok(Self::Closure(target))
            }
            other => Err(format!(
                "A text is searched for a text, a char or a closure, and this is {}.",
                other.noun()
            )
            .into()),
        }
    }

    /// The next match at or behind a place: where, and how long.
    fn next(
        &self,
        text: &str,
        from: usize,
        call: &mut Call<'_, '_, '_>,
    ) -> Outcome<Option<(usize, usize)>> {
        match self {
            Self::Text(needle) => {
                let found = text[from..].find(needle.as_str());
                Ok(found.map(|at| (from + at, needle.len())))
            }
            Self::Letters(_) | Self::Closure(_) => {
                for (at, letter) in text[from..].char_indices() {
                    if self.is(letter, call)? {
                        return Ok(Some((from + at, letter.len_utf8())));
                    }
                }
                Ok(None)
            }
        }
    }

    fn is(&self, letter: char, call: &mut Call<'_, '_, '_>) -> Outcome<bool> {
        match self {
            Self::Text(_) => Ok(false),
            Self::Letters(letters) => Ok(letters.contains(&letter)),
            Self::Closure(function) => {
                call.asks(function, vec![Kind::Char(letter)])
            }
        }
    }
}

fn split(
    text: &str,
    needle: &Needle,
    most: usize,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Vec<Kind>> {
    let mut parts = Vec::new();
    let (mut begins, mut from) = (0, 0);
    while parts.len() + 1 < most {
        let Some((at, length)) = needle.next(text, from, call)? else {
            break;
        };
        if length == 0 {
            // Between all letters, as Rust does.
            let next = text[from..].chars().next().map(char::len_utf8);
            parts.push(Kind::str(&text[begins..at]));
            begins = at;
            match next {
                Some(next) if at < text.len() => from = at + next,
                _ => break,
            }
            continue;
        }
        parts.push(Kind::str(&text[begins..at]));
        (begins, from) = (at + length, at + length);
    }
    parts.push(Kind::str(&text[begins..]));
    Ok(parts)
}

fn list(parts: Vec<Kind>) -> Kind {
    Kind::iter(Iter::items(parts))
}

#[expect(clippy::too_many_lines, reason = "an arm for each method")]
fn reading(text: &str, call: &mut Call<'_, '_, '_>) -> Outcome<Option<Kind>> {
    let plain = match call.name {
        "trim" => Some(text.trim()),
        "trim_start" => Some(text.trim_start()),
        "trim_end" => Some(text.trim_end()),
        "as_str" => Some(text),
        _ => None,
    };
    if let Some(text) = plain {
        return Ok(Some(Kind::str(text)));
    }
    Ok(Some(match call.name {
        "len" => Kind::Int(text.len() as i64),
        "is_empty" => Kind::Bool(text.is_empty()),
        "to_uppercase" => Kind::string(text.to_uppercase()),
        "to_lowercase" => Kind::string(text.to_lowercase()),
        "to_ascii_uppercase" => Kind::string(text.to_ascii_uppercase()),
        "to_ascii_lowercase" => Kind::string(text.to_ascii_lowercase()),
        "into_boxed_str" => Kind::str(text),
        "chars" => list(text.chars().map(Kind::Char).collect()),
        "char_indices" => list(
            text.char_indices()
                .map(|(at, letter)| {
                    Kind::tuple(vec![Kind::Int(at as i64), Kind::Char(letter)])
                })
                .collect(),
        ),
        "bytes" => {
            list(text.bytes().map(|it| Kind::Int(i64::from(it))).collect())
        }
        "as_bytes" | "into_bytes" => {
            Kind::vec(text.bytes().map(|it| Kind::Int(i64::from(it))).collect())
        }
        "lines" => list(text.lines().map(Kind::str).collect()),
        "split_whitespace" => {
            list(text.split_whitespace().map(Kind::str).collect())
        }
        "split" => {
            let needle = Needle::from(call.take()?)?;
            list(split(text, &needle, usize::MAX, call)?)
        }
        "rsplit" => {
            let needle = Needle::from(call.take()?)?;
            let mut parts = split(text, &needle, usize::MAX, call)?;
            parts.reverse();
            list(parts)
        }
        "splitn" => {
            let most = call.count()?;
            let needle = Needle::from(call.take()?)?;
            list(split(text, &needle, most, call)?)
        }
        "split_once" => {
            let needle = Needle::from(call.take()?)?;
            let found = needle.next(text, 0, call)?;
            Kind::option(found.map(|(at, length)| {
                let (before, after) = (&text[..at], &text[at + length..]);
                Kind::tuple(vec![Kind::str(before), Kind::str(after)])
            }))
        }
        "contains" => {
            let needle = Needle::from(call.take()?)?;
            Kind::Bool(needle.next(text, 0, call)?.is_some())
        }
        "find" => {
            let needle = Needle::from(call.take()?)?;
            let found = needle.next(text, 0, call)?;
            Kind::option(found.map(|(at, _)| Kind::Int(at as i64)))
        }
        "rfind" => match Needle::from(call.take()?)? {
            Needle::Text(needle) => {
                let found = text.rfind(needle.as_str());
                Kind::option(found.map(|at| Kind::Int(at as i64)))
            }
            needle => {
                let mut found = None;
                for (at, letter) in text.char_indices() {
                    if needle.is(letter, call)? {
                        found = Some(Kind::Int(at as i64));
                    }
                }
                Kind::option(found)
            }
        },
        "starts_with" => match Needle::from(call.take()?)? {
            Needle::Text(needle) => Kind::Bool(text.starts_with(&needle)),
            needle => match text.chars().next() {
                Some(letter) => Kind::Bool(needle.is(letter, call)?),
                None => Kind::Bool(false),
            },
        },
        "ends_with" => match Needle::from(call.take()?)? {
            Needle::Text(needle) => Kind::Bool(text.ends_with(&needle)),
            needle => match text.chars().last() {
                Some(letter) => Kind::Bool(needle.is(letter, call)?),
                None => Kind::Bool(false),
            },
        },
        "strip_prefix" => match Needle::from(call.take()?)? {
            Needle::Text(needle) => {
                Kind::option(text.strip_prefix(&needle).map(Kind::str))
            }
            needle => match text.chars().next() {
                Some(letter) if needle.is(letter, call)? => {
                    Kind::some(Kind::str(&text[letter.len_utf8()..]))
                }
                _ => Kind::NONE,
            },
        },
        "strip_suffix" => match Needle::from(call.take()?)? {
            Needle::Text(needle) => {
                Kind::option(text.strip_suffix(&needle).map(Kind::str))
            }
            needle => match text.chars().last() {
                Some(letter) if needle.is(letter, call)? => {
                    let end = text.len() - letter.len_utf8();
                    Kind::some(Kind::str(&text[..end]))
                }
                _ => Kind::NONE,
            },
        },
        "trim_matches" | "trim_start_matches" | "trim_end_matches" => {
            let needle = Needle::from(call.take()?)?;
            let mut rest = text;
            if call.name != "trim_end_matches" {
                loop {
                    let cut = match &needle {
                        Needle::Text(needle) => rest
                            .strip_prefix(needle.as_str())
                            .filter(|_| !needle.is_empty()),
                        needle => match rest.chars().next() {
                            Some(letter) if needle.is(letter, call)? => {
                                Some(&rest[letter.len_utf8()..])
                            }
                            _ => None,
                        },
                    };
                    match cut {
                        Some(cut) => rest = cut,
                        None => break,
                    }
                }
            }
            if call.name != "trim_start_matches" {
                loop {
                    let cut = match &needle {
                        Needle::Text(needle) => rest
                            .strip_suffix(needle.as_str())
                            .filter(|_| !needle.is_empty()),
                        needle => match rest.chars().last() {
                            Some(letter) if needle.is(letter, call)? => {
                                Some(&rest[..rest.len() - letter.len_utf8()])
                            }
                            _ => None,
                        },
                    };
                    match cut {
                        Some(cut) => rest = cut,
                        None => break,
                    }
                }
            }
            Kind::str(rest)
        }
        "replace" => {
            let needle = Needle::from(call.take()?)?;
            let by = call.text()?;
            let parts = split(text, &needle, usize::MAX, call)?;
            let parts: Vec<String> =
                parts.iter().filter_map(crate::arith::text).collect();
            Kind::string(parts.join(&by))
        }
        "repeat" => {
            const LONGEST: usize = 64 << 20;
            let count = call.count()?;
            if text.len().saturating_mul(count) > LONGEST {
                return Err("This String would be longer than 64 MB.".into());
            }
            Kind::string(text.repeat(count))
        }
        "eq_ignore_ascii_case" => {
            let other = call.text()?;
            Kind::Bool(text.eq_ignore_ascii_case(&other))
        }
        "is_char_boundary" => Kind::Bool(text.is_char_boundary(call.count()?)),
        "get" => {
            let index = call.take()?;
            match crate::arith::item(&Kind::str(text), &index) {
                Ok(part) => Kind::some(part),
                Err(_) => Kind::NONE,
            }
        }
        "parse" => parsed(text, call.hint),
        _ => return Ok(None),
    }))
}

/// A text as a value of the type that is wanted.
fn parsed(text: &str, hint: &str) -> Kind {
    let failed = |why: &str| Kind::err(Kind::string(why));
    macro_rules! whole {
        ($Whole:ty) => {
            match text.parse::<$Whole>().map(i64::try_from) {
                Ok(Ok(number)) => Kind::ok(Kind::Int(number)),
                Ok(Err(_)) => failed("number too large to fit in target type"),
                Err(error) => failed(&error.to_string()),
            }
        };
    }
    let hint = crate::hint::innermost(hint);
    match hint {
        "f64" | "f32" => match text.parse::<f64>() {
            Ok(number) => Kind::ok(Kind::Float(number)),
            Err(error) => failed(&error.to_string()),
        },
        "bool" => match text.parse::<bool>() {
            Ok(is) => Kind::ok(Kind::Bool(is)),
            Err(error) => failed(&error.to_string()),
        },
        "char" => match text.parse::<char>() {
            Ok(letter) => Kind::ok(Kind::Char(letter)),
            Err(error) => failed(&error.to_string()),
        },
        "String" => Kind::ok(Kind::string(text)),
        "u8" => whole!(u8),
        "u16" => whole!(u16),
        "u32" => whole!(u32),
        "u64" | "u128" | "usize" => whole!(u64),
        "i8" => whole!(i8),
        "i16" => whole!(i16),
        "i32" => whole!(i32),
        _ => match (text.parse::<i64>(), text.parse::<f64>()) {
            (Ok(number), _) => Kind::ok(Kind::Int(number)),
            (Err(_), Ok(number)) if hint.is_empty() => {
                Kind::ok(Kind::Float(number))
            }
            (Err(error), _) => failed(&error.to_string()),
        },
    }
}
