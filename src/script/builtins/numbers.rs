//! Methods of numbers, of bool and of char.

use super::{Call, Iter};
use crate::fault::Outcome;
use crate::value::Kind;

pub(super) fn method(
    target: &Kind,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Option<Kind>> {
    match target {
        Kind::Int(number) => whole(*number, call),
        Kind::Float(number) => decimal(*number, call),
        Kind::Char(letter) => Ok(letter_method(*letter, call)),
        Kind::Bool(is) => boolean(*is, call),
        _ => Ok(None),
    }
}

fn boolean(is: bool, call: &mut Call<'_, '_, '_>) -> Outcome<Option<Kind>> {
    Ok(Some(match call.name {
        "then" => {
            let function = call.take()?;
            match is {
                true => Kind::some(call.call(&function, Vec::new())?),
                false => Kind::NONE,
            }
        }
        "then_some" => {
            let value = call.take()?;
            Kind::option(is.then_some(value))
        }
        _ => return Ok(None),
    }))
}

fn whole(number: i64, call: &mut Call<'_, '_, '_>) -> Outcome<Option<Kind>> {
    let overflow =
        || format!("The program panicked: overflow in `{}`", call.name);
    let plain = match call.name {
        "abs" => Some(number.checked_abs().ok_or_else(overflow)?),
        "unsigned_abs" => Some(number.checked_abs().ok_or_else(overflow)?),
        "signum" => Some(number.signum()),
        "count_ones" => Some(i64::from(number.count_ones())),
        "leading_zeros" => Some(i64::from(number.leading_zeros())),
        "trailing_zeros" => Some(i64::from(number.trailing_zeros())),
        "isqrt" if number >= 0 => Some((number as f64).sqrt() as i64),
        _ => None,
    };
    if let Some(number) = plain {
        return Ok(Some(Kind::Int(number)));
    }
    let is = match call.name {
        "is_positive" => Some(number > 0),
        "is_negative" => Some(number < 0),
        "is_power_of_two" => Some(number > 0 && number & (number - 1) == 0),
        "is_ascii_digit" => Some((48..58).contains(&number)),
        _ => None,
    };
    if let Some(is) = is {
        return Ok(Some(Kind::Bool(is)));
    }
    if call.name == "clamp" {
        let (least, most) = (call.whole()?, call.whole()?);
        if least > most {
            return Err(
                "The program panicked: assertion failed: min <= max".into()
            );
        }
        return Ok(Some(Kind::Int(number.clamp(least, most))));
    }
    let is_known = matches!(
        call.name,
        "pow"
            | "rem_euclid"
            | "div_euclid"
            | "div_ceil"
            | "abs_diff"
            | "checked_add"
            | "checked_sub"
            | "checked_mul"
            | "checked_div"
            | "saturating_add"
            | "saturating_sub"
            | "saturating_mul"
            | "wrapping_add"
            | "wrapping_sub"
            | "wrapping_mul"
    );
    if !is_known {
        return Ok(None);
    }
    let name = call.name;
    let by = call.whole()?;
    let overflow = || format!("The program panicked: overflow in `{name}`");
    let optional = |value: Option<i64>| Kind::option(value.map(Kind::Int));
    let always = |value: Option<i64>| value.map(Kind::Int).ok_or_else(overflow);
    Ok(Some(match name {
        "pow" => {
            let power = u32::try_from(by).ok();
            always(power.and_then(|power| number.checked_pow(power)))?
        }
        "rem_euclid" => always(number.checked_rem_euclid(by))?,
        "div_euclid" => always(number.checked_div_euclid(by))?,
        "div_ceil" => {
            let quotient = number.checked_div(by);
            let rest = number.checked_rem(by);
            let more =
                |rest: i64| i64::from(rest != 0 && (rest > 0) == (by > 0));
            always(quotient.zip(rest).map(|(it, rest)| it + more(rest)))?
        }
        "abs_diff" => {
            always(number.checked_sub(by).and_then(i64::checked_abs))?
        }
        "checked_add" => optional(number.checked_add(by)),
        // What subtracts so mostly means a number without a sign.
        "checked_sub" => optional(
            number
                .checked_sub(by)
                .filter(|it| number < 0 || by < 0 || *it >= 0),
        ),
        "checked_mul" => optional(number.checked_mul(by)),
        "checked_div" => optional(number.checked_div(by)),
        "saturating_add" => Kind::Int(number.saturating_add(by)),
        "saturating_sub" => {
            let difference = number.saturating_sub(by);
            Kind::Int(match number >= 0 && by >= 0 {
                true => difference.max(0),
                false => difference,
            })
        }
        "saturating_mul" => Kind::Int(number.saturating_mul(by)),
        "wrapping_add" => Kind::Int(number.wrapping_add(by)),
        "wrapping_sub" => Kind::Int(number.wrapping_sub(by)),
        _ => Kind::Int(number.wrapping_mul(by)),
    }))
}

fn decimal(number: f64, call: &mut Call<'_, '_, '_>) -> Outcome<Option<Kind>> {
    let plain = match call.name {
        "abs" => Some(number.abs()),
        "sqrt" => Some(number.sqrt()),
        "floor" => Some(number.floor()),
        "ceil" => Some(number.ceil()),
        "round" => Some(number.round()),
        "trunc" => Some(number.trunc()),
        "signum" => Some(number.signum()),
        "sin" => Some(number.sin()),
        "cos" => Some(number.cos()),
        "ln" => Some(number.ln()),
        "log2" => Some(number.log2()),
        "log10" => Some(number.log10()),
        "exp" => Some(number.exp()),
        _ => None,
    };
    if let Some(number) = plain {
        return Ok(Some(Kind::Float(number)));
    }
    Ok(Some(match call.name {
        "is_nan" => Kind::Bool(number.is_nan()),
        "is_finite" => Kind::Bool(number.is_finite()),
        "powi" => {
            let power = i32::try_from(call.whole()?).unwrap_or(i32::MAX);
            Kind::Float(number.powi(power))
        }
        "powf" | "rem_euclid" | "clamp" => {
            let float =
                |call: &mut Call<'_, '_, '_>| match call.take()?.target() {
                    Kind::Float(number) => Ok(number),
                    other => Err(call.wrong("a number with decimals", &other)),
                };
            let by = float(call)?;
            Kind::Float(match call.name {
                "powf" => number.powf(by),
                "rem_euclid" => number.rem_euclid(by),
                _ => number.max(by).min(float(call)?),
            })
        }
        _ => return Ok(None),
    }))
}

fn letter_method(letter: char, call: &mut Call<'_, '_, '_>) -> Option<Kind> {
    let is = match call.name {
        "is_alphabetic" => letter.is_alphabetic(),
        "is_alphanumeric" => letter.is_alphanumeric(),
        "is_numeric" => letter.is_numeric(),
        "is_whitespace" => letter.is_whitespace(),
        "is_uppercase" => letter.is_uppercase(),
        "is_lowercase" => letter.is_lowercase(),
        "is_ascii" => letter.is_ascii(),
        "is_ascii_digit" => letter.is_ascii_digit(),
        "is_digit" => {
            let radix = call.whole().ok()?;
            letter.is_digit(u32::try_from(radix).ok().filter(|it| *it <= 36)?)
        }
        "to_digit" => {
            let radix = call.whole().ok()?;
            let radix = u32::try_from(radix).ok().filter(|it| *it <= 36)?;
            let digit = letter.to_digit(radix);
            return Some(Kind::option(
                digit.map(|it| Kind::Int(i64::from(it))),
            ));
        }
        "to_ascii_uppercase" => {
            return Some(Kind::Char(letter.to_ascii_uppercase()));
        }
        "to_ascii_lowercase" => {
            return Some(Kind::Char(letter.to_ascii_lowercase()));
        }
        "to_uppercase" => {
            let letters = letter.to_uppercase().map(Kind::Char);
            return Some(Kind::iter(Iter::items(letters.collect())));
        }
        "to_lowercase" => {
            let letters = letter.to_lowercase().map(Kind::Char);
            return Some(Kind::iter(Iter::items(letters.collect())));
        }
        _ => return None,
    };
    Some(Kind::Bool(is))
}
