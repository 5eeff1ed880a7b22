//! Computes and compares. Whole numbers are `i64`, and never wrap by themselves.

use crate::code::{Binary, Cast};
use crate::fault::Outcome;
use crate::value::{Kind, List, Range, tags};
use crate::vm::{NOT_AWAITED, capital};
use std::cmp::Ordering;
use std::rc::Rc;

/// What most programs compute most of the time; `None` of all else, and of what
/// overflows.
#[inline]
pub(crate) fn sum(op: Binary, left: i64, right: i64) -> Option<i64> {
    match op {
        Binary::Add => left.checked_add(right),
        Binary::Sub => left.checked_sub(right),
        Binary::Mul => left.checked_mul(right),
        _ => None,
    }
}

/// Whether a comparison of two whole numbers holds; `None` of what is none.
#[inline]
pub(crate) fn holds(op: Binary, left: i64, right: i64) -> Option<bool> {
    Some(match op {
        Binary::Eq => left == right,
        Binary::Ne => left != right,
        Binary::Lt => left < right,
        Binary::Le => left <= right,
        Binary::Gt => left > right,
        Binary::Ge => left >= right,
        _ => return None,
    })
}

/// Computes with two whole numbers.
pub(crate) fn whole(op: Binary, left: i64, right: i64) -> Outcome<Kind> {
    let checked = |value: Option<i64>, verb: &str| match value {
        Some(value) => Ok(Kind::Int(value)),
        None => Err(format!(
            "The program panicked: attempt to {verb} with overflow"
        )
        .into()),
    };
    match op {
        Binary::Add => checked(left.checked_add(right), "add"),
        Binary::Sub => checked(left.checked_sub(right), "subtract"),
        Binary::Mul => checked(left.checked_mul(right), "multiply"),
        Binary::Div if right == 0 => {
            Err("The program panicked: attempt to divide by zero".into())
        }
        Binary::Div => checked(left.checked_div(right), "divide"),
        Binary::Rem if right == 0 => Err(
            "The program panicked: attempt to calculate the remainder with a divisor of zero"
                .into(),
        ),
        Binary::Rem => checked(left.checked_rem(right), "calculate the remainder"),
        Binary::And => Ok(Kind::Int(left & right)),
        Binary::Or => Ok(Kind::Int(left | right)),
        Binary::Xor => Ok(Kind::Int(left ^ right)),
        Binary::Shl => {
            let by = u32::try_from(right).ok();
            checked(by.and_then(|by| left.checked_shl(by)), "shift left")
        }
        Binary::Shr => {
            let by = u32::try_from(right).ok();
            checked(by.and_then(|by| left.checked_shr(by)), "shift right")
        }
        Binary::Eq
        | Binary::Ne
        | Binary::Lt
        | Binary::Le
        | Binary::Gt
        | Binary::Ge => Ok(Kind::Bool(holds(op, left, right) == Some(true))),
    }
}

/// Computes with two values.
pub(crate) fn binary(op: Binary, left: &Kind, right: &Kind) -> Outcome<Kind> {
    let (left, right) = (left.target(), right.target());
    if let (Kind::Future(_), _) | (_, Kind::Future(_)) = (&left, &right) {
        return Err(NOT_AWAITED.into());
    }
    let compared = |is: fn(Ordering) -> bool| {
        let order = compare(&left, &right);
        let order = order.ok_or_else(|| cannot(op, &left, &right))?;
        Ok(Kind::Bool(order.is_some_and(is)))
    };
    match op {
        Binary::Eq => return Ok(Kind::Bool(equal(&left, &right))),
        Binary::Ne => return Ok(Kind::Bool(!equal(&left, &right))),
        Binary::Lt => return compared(Ordering::is_lt),
        Binary::Le => return compared(Ordering::is_le),
        Binary::Gt => return compared(Ordering::is_gt),
        Binary::Ge => return compared(Ordering::is_ge),
        _ => {}
    }
    match (&left, &right) {
        (Kind::Int(left), Kind::Int(right)) => whole(op, *left, *right),
        (Kind::Float(a), Kind::Float(b)) => match op {
            Binary::Add => Ok(Kind::Float(a + b)),
            Binary::Sub => Ok(Kind::Float(a - b)),
            Binary::Mul => Ok(Kind::Float(a * b)),
            Binary::Div => Ok(Kind::Float(a / b)),
            Binary::Rem => Ok(Kind::Float(a % b)),
            _ => Err(cannot(op, &left, &right).into()),
        },
        (Kind::Bool(a), Kind::Bool(b)) => match op {
            Binary::And => Ok(Kind::Bool(a & b)),
            Binary::Or => Ok(Kind::Bool(a | b)),
            Binary::Xor => Ok(Kind::Bool(a ^ b)),
            _ => Err(cannot(op, &left, &right).into()),
        },
        (Kind::String(a), b) if op == Binary::Add => {
            let b = text(b).ok_or_else(|| cannot(op, &left, &right))?;
            let sum = a.borrow().clone() + &b;
            Ok(Kind::string(sum))
        }
        _ => Err(cannot(op, &left, &right).into()),
    }
}

fn cannot(op: Binary, left: &Kind, right: &Kind) -> String {
    let sign = match op {
        Binary::Add => "+",
        Binary::Sub => "-",
        Binary::Mul => "*",
        Binary::Div => "/",
        Binary::Rem => "%",
        Binary::And => "&",
        Binary::Or => "|",
        Binary::Xor => "^",
        Binary::Shl => "<<",
        Binary::Shr => ">>",
        Binary::Eq => "==",
        Binary::Ne => "!=",
        Binary::Lt => "<",
        Binary::Le => "<=",
        Binary::Gt => ">",
        Binary::Ge => ">=",
    };
    let more = match (left, right) {
        (Kind::Int(_), Kind::Float(_)) | (Kind::Float(_), Kind::Int(_)) => {
            ": write the whole number with `as f64`"
        }
        (Kind::Str(_), _) if op == Binary::Add => {
            ": begin with a String, or use format!"
        }
        _ => "",
    };
    format!(
        "`{sign}` cannot be used between {} and {}{more}.",
        left.noun(),
        right.noun()
    )
}

/// The text of a `&str` or a `String`.
pub(crate) fn text(value: &Kind) -> Option<String> {
    match value.target() {
        Kind::Str(text) => Some(text.to_string()),
        Kind::String(text) => Some(text.borrow().clone()),
        _ => None,
    }
}

/// Whether two values are equal.
pub(crate) fn equal(left: &Kind, right: &Kind) -> bool {
    match (left.target(), right.target()) {
        (Kind::Float(a), Kind::Float(b)) => a == b,
        (left, right) => {
            compare(&left, &right).flatten() == Some(Ordering::Equal)
        }
    }
}

/// How two values compare; `Some(None)` for numbers that do not, and `None` for
/// values that cannot be compared.
#[expect(clippy::option_option, reason = "not comparable, and NaN")]
pub(crate) fn compare(left: &Kind, right: &Kind) -> Option<Option<Ordering>> {
    let (left, right) = (left.target(), right.target());
    if let (Some(a), Some(b)) = (text(&left), text(&right)) {
        return Some(Some(a.cmp(&b)));
    }
    Some(match (&left, &right) {
        (Kind::Unit, Kind::Unit) => Some(Ordering::Equal),
        (Kind::Bool(a), Kind::Bool(b)) => Some(a.cmp(b)),
        (Kind::Int(a), Kind::Int(b)) => Some(a.cmp(b)),
        (Kind::Float(a), Kind::Float(b)) => a.partial_cmp(b),
        (Kind::Char(a), Kind::Char(b)) => Some(a.cmp(b)),
        (Kind::Bare(a), Kind::Bare(b)) => Some(a.cmp(b)),
        (Kind::Bare(a), Kind::Data(b)) => Some(a.cmp(&b.tag)),
        (Kind::Data(a), Kind::Bare(b)) => Some(a.tag.cmp(b)),
        (Kind::Data(a), Kind::Data(b))
            if a.tag == tags::REVERSE && b.tag == tags::REVERSE =>
        {
            return all(&b.fields.borrow(), &a.fields.borrow());
        }
        (Kind::Data(a), Kind::Data(b)) if a.tag == b.tag => {
            return all(&a.fields.borrow(), &b.fields.borrow());
        }
        (Kind::Data(a), Kind::Data(b)) => Some(a.tag.cmp(&b.tag)),
        (Kind::List(a), Kind::List(b)) => {
            return all(&a.items.borrow(), &b.items.borrow());
        }
        (Kind::Range(a), Kind::Range(b)) => {
            let is_equal = range_key(a) == range_key(b);
            is_equal.then_some(Ordering::Equal)
        }
        (Kind::Cell(a), Kind::Cell(b)) => {
            let (a, b) = (a.value.borrow().clone(), b.value.borrow().clone());
            return compare(&a, &b);
        }
        (Kind::Map(a), Kind::Map(b)) => {
            let (a, b) = (a.borrow(), b.borrow());
            let is_equal = a.len() == b.len()
                && a.iter()
                    .zip(b.iter())
                    .all(|(a, b)| a.0 == b.0 && equal(a.1, b.1));
            is_equal.then_some(Ordering::Equal)
        }
        _ => return None,
    })
}

fn range_key(range: &Range) -> (Option<i64>, Option<i64>, bool) {
    let number = |it: &Option<Kind>| match it {
        Some(Kind::Int(number)) => Some(*number),
        _ => None,
    };
    (number(&range.from), number(&range.to), range.is_closed)
}

#[expect(clippy::option_option, reason = "not comparable, and NaN")]
fn all(left: &[Kind], right: &[Kind]) -> Option<Option<Ordering>> {
    for (a, b) in left.iter().zip(right) {
        match compare(a, b)? {
            Some(Ordering::Equal) => {}
            order => return Some(order),
        }
    }
    Some(Some(left.len().cmp(&right.len())))
}

pub(crate) fn not(value: &Kind) -> Outcome<Kind> {
    match value.target() {
        Kind::Bool(is) => Ok(Kind::Bool(!is)),
        Kind::Int(number) => Ok(Kind::Int(!number)),
        Kind::Future(_) => Err(NOT_AWAITED.into()),
        other => Err(format!("`!` cannot be used on {}.", other.noun()).into()),
    }
}

pub(crate) fn negated(value: &Kind) -> Outcome<Kind> {
    match value.target() {
        Kind::Int(number) => match number.checked_neg() {
            Some(number) => Ok(Kind::Int(number)),
            None => {
                Err("The program panicked: attempt to negate with overflow"
                    .into())
            }
        },
        Kind::Float(number) => Ok(Kind::Float(-number)),
        Kind::Future(_) => Err(NOT_AWAITED.into()),
        other => Err(format!("`-` cannot be used on {}.", other.noun()).into()),
    }
}

pub(crate) fn cast(value: &Kind, to: Cast) -> Outcome<Kind> {
    let value = value.target();
    let number = match &value {
        Kind::Bool(is) => i64::from(*is),
        Kind::Char(letter) => i64::from(u32::from(*letter)),
        Kind::Int(number) => *number,
        // The casts saturate, as Rust's do.
        Kind::Float(number) => match to {
            Cast::Float => return Ok(value),
            Cast::Single => {
                return Ok(Kind::Float(f64::from(*number as f32)));
            }
            Cast::Whole { bits, is_signed } => {
                let (least, most) = limits(bits, is_signed);
                return Ok(Kind::Int((*number as i64).clamp(least, most)));
            }
            Cast::Char | Cast::Same => 0,
        },
        Kind::Bare(_) if matches!(to, Cast::Whole { .. }) => {
            return Err(
                "`as` of a variant is not part of this playground.".into()
            );
        }
        Kind::Future(_) => return Err(NOT_AWAITED.into()),
        _ if to == Cast::Same => return Ok(value),
        other => {
            return Err(
                format!("`as` cannot be used on {}.", other.noun()).into()
            );
        }
    };
    Ok(match to {
        Cast::Float => Kind::Float(number as f64),
        Cast::Single => Kind::Float(f64::from(number as f32)),
        Cast::Char => {
            Kind::Char(char::from(u8::try_from(number & 0xff).unwrap_or(0)))
        }
        Cast::Same => value,
        Cast::Whole { bits, is_signed } => {
            if bits >= 64 {
                return Ok(Kind::Int(number));
            }
            let cut = number & ((1_i64 << bits) - 1);
            let is_negative = is_signed && cut >> (bits - 1) & 1 == 1;
            Kind::Int(if is_negative {
                cut - (1_i64 << bits)
            } else {
                cut
            })
        }
    })
}

fn limits(bits: u32, is_signed: bool) -> (i64, i64) {
    match (bits, is_signed) {
        (64.., true) => (i64::MIN, i64::MAX),
        (64.., false) => (0, i64::MAX),
        (bits, true) => (-(1_i64 << (bits - 1)), (1_i64 << (bits - 1)) - 1),
        (bits, false) => (0, (1_i64 << bits) - 1),
    }
}

/// The place of an item, by a whole number.
pub(crate) fn place(list: &Rc<List>, index: &Kind) -> Outcome<usize> {
    let length = list.items.borrow().len();
    let Kind::Int(index) = index.target() else {
        return Err(format!(
            "An index is a whole number, and this is {}.",
            index.noun()
        )
        .into());
    };
    let place = usize::try_from(index).ok().filter(|it| *it < length);
    place.ok_or_else(|| {
        format!(
            "The program panicked: index out of bounds: the length is {length}, and the index is \
             {index}"
        )
        .into()
    })
}

/// An item of a list, or a part of a list or a text.
pub(crate) fn item(list: &Kind, index: &Kind) -> Outcome<Kind> {
    match (list, index.target()) {
        (Kind::List(list), Kind::Range(range)) => {
            let items = list.items.borrow();
            let (from, to) = bounds(&range, items.len())?;
            Ok(Kind::vec(items[from..to].to_vec()))
        }
        (Kind::List(list), index) => {
            let place = place(list, &index)?;
            Ok(list.items.borrow()[place].clone())
        }
        (Kind::Map(map), key) => {
            let found = crate::builtins::key_of(&key)
                .and_then(|key| map.borrow().get(&key).cloned());
            found.ok_or_else(|| {
                "The program panicked: the map has no such key".into()
            })
        }
        (list, Kind::Range(range)) if text(list).is_some() => {
            let text = text(list).unwrap_or_default();
            let (from, to) = bounds(&range, text.len())?;
            match text.get(from..to) {
                Some(part) => Ok(Kind::str(part)),
                None => Err(
                    "The program panicked: the index is in the middle of a character".into(),
                ),
            }
        }
        (Kind::Future(_), _) => Err(NOT_AWAITED.into()),
        (other, _) => {
            Err(format!("{} has no items.", capital(&other.noun())).into())
        }
    }
}

/// The places from which to which a range leads.
pub(crate) fn bounds(range: &Range, length: usize) -> Outcome<(usize, usize)> {
    let number = |it: &Option<Kind>, otherwise: usize| match it {
        None => Ok(otherwise),
        Some(Kind::Int(number)) => usize::try_from(*number).map_err(|_| {
            "The program panicked: the index is below zero".to_owned()
        }),
        Some(other) => Err(format!(
            "An index is a whole number, and this is {}.",
            other.noun()
        )),
    };
    let from = number(&range.from, 0)?;
    let to = number(&range.to, length)?;
    let to = to + usize::from(range.is_closed && range.to.is_some());
    match from <= to && to <= length {
        true => Ok((from, to)),
        false => Err(format!(
            "The program panicked: range {from}..{to} is out of range for a length of {length}"
        )
        .into()),
    }
}
