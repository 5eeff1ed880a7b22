//! The texts that `format!` and its like write, read when they are compiled.

use super::Compiler;
use crate::code::Op;
use crate::show::{Align, Count, Piece, Spec};
use syn::punctuated::Punctuated;

/// The arguments of a format as they are found.
#[derive(Default)]
struct Arguments<'a> {
    positional: Vec<&'a syn::Expr>,
    named: Vec<(String, &'a syn::Expr)>,
    /// What the pieces refer to, in the order of the stack.
    used: Vec<Used<'a>>,
    next: usize,
}

#[derive(Clone)]
enum Used<'a> {
    Expr(&'a syn::Expr),
    Variable(String),
}

impl Compiler {
    /// Writes a format: its text comes first, what it writes behind that. Leaves
    /// a String on the stack.
    pub(super) fn format(&mut self, arguments: &[syn::Expr]) {
        let Some((first, others)) = arguments.split_first() else {
            self.constant(crate::value::Kind::str(""));
            return;
        };
        let syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) = first
        else {
            self.fault(
                first,
                "A format is a text in quotes, such as \"{} of {}\".",
            );
            self.emit(Op::Unit);
            return;
        };
        let mut given = Arguments::default();
        for argument in others {
            match argument {
                syn::Expr::Assign(assign) => match &*assign.left {
                    syn::Expr::Path(path)
                        if path.path.get_ident().is_some() =>
                    {
                        let name = path.path.get_ident();
                        let name = name.map(ToString::to_string);
                        given
                            .named
                            .push((name.unwrap_or_default(), &assign.right));
                    }
                    _ => given.positional.push(argument),
                },
                _ => given.positional.push(argument),
            }
        }
        let pieces = match pieces(&text.value(), &mut given) {
            Ok(pieces) => pieces,
            Err(why) => {
                self.fault(text, why);
                self.emit(Op::Unit);
                return;
            }
        };
        let is_used = |expr: &syn::Expr| {
            given.used.iter().any(|used| {
                matches!(used, Used::Expr(it) if std::ptr::eq(*it, expr))
            })
        };
        if let Some(unused) = given.positional.iter().find(|it| !is_used(it)) {
            self.fault(*unused, "The format does not use this.");
        }
        let used = given.used.clone();
        for argument in &used {
            match argument {
                Used::Expr(expr) => self.place(expr),
                Used::Variable(name) => match self.find(name) {
                    Some(slot) => {
                        self.emit(Op::Alias(slot));
                    }
                    None => {
                        let ident = syn::Ident::new(name, text.span());
                        let path = syn::Path::from(ident);
                        match self.resolve(&path) {
                            Some(_) => {
                                self.value(&syn::Expr::Path(syn::ExprPath {
                                    attrs: Vec::new(),
                                    qself: None,
                                    path,
                                }))
                            }
                            None => {
                                self.unknown(&path);
                                self.emit(Op::Unit);
                            }
                        }
                    }
                },
            }
        }
        let formats = &mut self.body().code.formats;
        formats.push(pieces);
        let format = formats.len() as u32 - 1;
        self.emit(Op::Format {
            format,
            arguments: used.len() as u32,
        });
    }
}

/// The arguments of a macro that takes expressions.
pub(super) fn expressions(called: &syn::Macro) -> syn::Result<Vec<syn::Expr>> {
    let parse = Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated;
    Ok(called.parse_body_with(parse)?.into_iter().collect())
}

/// Splits the text of a format.
fn pieces<'a>(
    text: &str,
    given: &mut Arguments<'a>,
) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '{' if letters.peek() == Some(&'{') => {
                letters.next();
                plain.push('{');
            }
            '}' if letters.peek() == Some(&'}') => {
                letters.next();
                plain.push('}');
            }
            '{' => {
                let mut inside = String::new();
                loop {
                    match letters.next() {
                        Some('}') => break,
                        Some(letter) => inside.push(letter),
                        None => {
                            return Err("A `{` of this format has no `}`: write `{{` for the \
                                        bracket itself."
                                .to_owned());
                        }
                    }
                }
                if !plain.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                }
                pieces.push(argument(&inside, given)?);
            }
            '}' => {
                return Err(
                    "A `}` of this format has no `{`: write `}}` for the bracket itself."
                        .to_owned(),
                );
            }
            letter => plain.push(letter),
        }
    }
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    Ok(pieces)
}

fn argument<'a>(
    inside: &str,
    given: &mut Arguments<'a>,
) -> Result<Piece, String> {
    let (name, spec) = inside.split_once(':').unwrap_or((inside, ""));
    let name = name.trim();
    // The precision of `.*` comes before the argument.
    let mut spec = spec_from(spec, given)?;
    if let Some(Count::Of(usize::MAX)) = spec.precision {
        spec.precision = Some(Count::Of(given.take_next()?));
    }
    let place = match name {
        "" => given.take_next()?,
        name => given.take(name)?,
    };
    Ok(Piece::Argument(place, spec))
}

impl<'a> Arguments<'a> {
    fn use_it(&mut self, used: Used<'a>) -> usize {
        self.used.push(used);
        self.used.len() - 1
    }

    fn take_next(&mut self) -> Result<usize, String> {
        let expr = self.positional.get(self.next).copied();
        self.next += 1;
        match expr {
            Some(expr) => Ok(self.use_it(Used::Expr(expr))),
            None => Err("This format has more `{}` than arguments.".to_owned()),
        }
    }

    fn take(&mut self, name: &str) -> Result<usize, String> {
        if let Ok(place) = name.parse::<usize>() {
            return match self.positional.get(place).copied() {
                Some(expr) => Ok(self.use_it(Used::Expr(expr))),
                None => Err(format!("This format has no argument {place}.")),
            };
        }
        if syn::parse_str::<syn::Ident>(name).is_err() {
            return Err(format!(
                "`{{{name}}}` is no name: a format takes names and `{{}}`, and expressions go \
                 behind it."
            ));
        }
        let named = self.named.iter().find(|(it, _)| it == name);
        let used = match named {
            Some((_, expr)) => Used::Expr(expr),
            None => Used::Variable(name.to_owned()),
        };
        Ok(self.use_it(used))
    }
}

fn spec_from(text: &str, given: &mut Arguments<'_>) -> Result<Spec, String> {
    let mut spec = Spec::default();
    let letters: Vec<char> = text.trim_end().chars().collect();
    let mut at = 0;
    let align = |letter: Option<&char>| match letter {
        Some('<') => Some(Align::Left),
        Some('^') => Some(Align::Middle),
        Some('>') => Some(Align::Right),
        _ => None,
    };
    if let Some(found) = align(letters.get(1)) {
        (spec.fill, spec.align) = (letters.first().copied(), Some(found));
        at = 2;
    } else if let Some(found) = align(letters.first()) {
        spec.align = Some(found);
        at = 1;
    }
    if letters.get(at) == Some(&'+') {
        spec.has_sign = true;
        at += 1;
    }
    if letters.get(at) == Some(&'#') {
        spec.is_pretty = true;
        at += 1;
    }
    if letters.get(at) == Some(&'0') && letters.get(at + 1) != Some(&'$') {
        spec.has_zeros = true;
        at += 1;
    }
    let (width, next) = count(&letters, at, given)?;
    (spec.width, at) = (width, next);
    if letters.get(at) == Some(&'.') {
        at += 1;
        if letters.get(at) == Some(&'*') {
            at += 1;
            spec.precision = Some(Count::Of(usize::MAX));
        } else {
            let (precision, next) = count(&letters, at, given)?;
            (spec.precision, at) = (precision, next);
        }
    }
    match letters.get(at..).unwrap_or_default() {
        [] => {}
        ['?'] => spec.is_debug = true,
        [radix @ ('x' | 'X' | 'b' | 'o' | 'e')] => spec.radix = Some(*radix),
        rest => {
            let rest: String = rest.iter().collect();
            return Err(format!("`{rest}` is no format that is known here."));
        }
    }
    Ok(spec)
}

/// A number, or the name of an argument and a `$`.
fn count(
    letters: &[char],
    at: usize,
    given: &mut Arguments<'_>,
) -> Result<(Option<Count>, usize), String> {
    let is_name = |letter: &&char| letter.is_alphanumeric() || **letter == '_';
    let name: String = letters[at.min(letters.len())..]
        .iter()
        .take_while(is_name)
        .collect();
    let end = at + name.chars().count();
    if letters.get(end) == Some(&'$') {
        return Ok((Some(Count::Of(given.take(&name)?)), end + 1));
    }
    let digits: String =
        name.chars().take_while(char::is_ascii_digit).collect();
    let count = digits.parse::<usize>().ok();
    Ok((count.map(Count::Is), at + digits.len()))
}
