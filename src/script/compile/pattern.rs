//! Patterns, and the variables that they bind.

use super::Compiler;
use super::names::Found;
use crate::code::Op;
use crate::matching::Pattern;
use crate::value::{Kind, tags};
use std::collections::HashMap;
use syn::spanned::Spanned;

/// The variables of a pattern, by their names: alternatives share them.
type Names = HashMap<String, u32>;

/// What stands before `..`, what is called so, and what stands behind.
type Parts = (Vec<Pattern>, Option<Box<Pattern>>, Option<Vec<Pattern>>);

impl Compiler {
    /// Takes the value on top apart by a pattern that every value is of.
    pub(super) fn bind_pattern(&mut self, pattern: &syn::Pat) {
        match pattern {
            syn::Pat::Ident(name)
                if name.subpat.is_none() && name.by_ref.is_none() =>
            {
                let slot = self.variable(&name.ident.to_string());
                self.emit(Op::Bind(slot));
            }
            syn::Pat::Wild(_) => {
                self.emit(Op::Pop);
            }
            pattern => {
                let pattern = self.pattern(pattern);
                let jump = self.emit(Op::Match {
                    pattern,
                    otherwise: 0,
                });
                let end = self.emit(Op::Jump(0));
                self.land(jump);
                self.constant(Kind::str(
                    "this value is not as the pattern says",
                ));
                self.emit(Op::Panic);
                self.land(end);
            }
        }
    }

    /// Keeps a pattern, whose variables are found from now on.
    pub(super) fn pattern(&mut self, pattern: &syn::Pat) -> u32 {
        let mut names = Names::new();
        let pattern = self.read(pattern, &mut names);
        for (name, slot) in &names {
            self.show(name, *slot);
        }
        let patterns = &mut self.body().code.patterns;
        patterns.push(pattern);
        patterns.len() as u32 - 1
    }

    fn read(&mut self, pattern: &syn::Pat, names: &mut Names) -> Pattern {
        match pattern {
            syn::Pat::Wild(_) => Pattern::Anything,
            syn::Pat::Paren(paren) => self.read(&paren.pat, names),
            syn::Pat::Type(typed) => self.read(&typed.pat, names),
            syn::Pat::Reference(reference) => self.read(&reference.pat, names),
            syn::Pat::Ident(ident) => {
                let name = ident.ident.to_string();
                let is_plain = ident.subpat.is_none()
                    && ident.by_ref.is_none()
                    && ident.mutability.is_none();
                if is_plain
                    && let Some(value) = self.constant_pattern(&ident.ident)
                {
                    return value;
                }
                let of = ident.subpat.as_ref();
                let of = of.map(|(_, of)| Box::new(self.read(of, names)));
                let slot = match names.get(&name) {
                    Some(slot) => *slot,
                    None => {
                        let slot = self.slot(&name);
                        names.insert(name, slot);
                        slot
                    }
                };
                Pattern::Bind {
                    slot,
                    is_ref: ident.by_ref.is_some(),
                    of,
                }
            }
            syn::Pat::Lit(lit) => self.literal_pattern(&lit.lit, false),
            syn::Pat::Range(range) => {
                let end =
                    |compiler: &mut Self, end: &Option<Box<syn::Expr>>| {
                        let end = end.as_ref()?;
                        Some(compiler.end_of_range(end))
                    };
                Pattern::Range {
                    from: end(self, &range.start),
                    to: end(self, &range.end),
                    is_closed: matches!(
                        range.limits,
                        syn::RangeLimits::Closed(_)
                    ),
                }
            }
            syn::Pat::Or(either) => {
                let cases = either.cases.iter();
                Pattern::Either(
                    cases.map(|case| self.read(case, names)).collect(),
                )
            }
            syn::Pat::Tuple(tuple) => {
                let (before, _, after) = self.parts(&tuple.elems, names);
                Pattern::Tuple {
                    tag: tags::TUPLE,
                    before,
                    after,
                }
            }
            syn::Pat::Slice(list) => {
                let (before, rest, after) = self.parts(&list.elems, names);
                Pattern::List {
                    before,
                    rest,
                    after,
                }
            }
            syn::Pat::TupleStruct(data) => {
                let (before, _, after) = self.parts(&data.elems, names);
                match self.resolve(&data.path) {
                    Some(Found::Data(tag, count)) => {
                        let given =
                            before.len() + after.as_ref().map_or(0, Vec::len);
                        let fits = match after {
                            Some(_) => given <= count as usize,
                            None => given == count as usize,
                        };
                        if !fits {
                            self.fault(
                                data,
                                format!(
                                    "This has {count} fields, and the pattern names {given}."
                                ),
                            );
                        }
                        Pattern::Tuple { tag, before, after }
                    }
                    _ => {
                        self.unknown(&data.path);
                        Pattern::Anything
                    }
                }
            }
            syn::Pat::Struct(data) => self.fields(data, names),
            syn::Pat::Path(path) => self.path_pattern(&path.path),
            syn::Pat::Const(_) | syn::Pat::Macro(_) | syn::Pat::Verbatim(_) => {
                self.fault(
                    pattern,
                    "This pattern is not part of this playground.",
                );
                Pattern::Anything
            }
            syn::Pat::Rest(_) => {
                self.fault(
                    pattern,
                    "`..` stands in a tuple, a struct or a list.",
                );
                Pattern::Anything
            }
            _ => {
                self.fault(
                    pattern,
                    "This pattern is not part of this playground.",
                );
                Pattern::Anything
            }
        }
    }

    /// A single name that is no variable: a constant, or data without fields.
    fn constant_pattern(&mut self, name: &syn::Ident) -> Option<Pattern> {
        let text = name.to_string();
        if !text.starts_with(char::is_uppercase) {
            return None;
        }
        Some(self.path_pattern(&syn::Path::from(name.clone())))
    }

    fn path_pattern(&mut self, path: &syn::Path) -> Pattern {
        match self.resolve(path) {
            Some(Found::Data(tag, 0)) => Pattern::Value(Kind::Bare(tag)),
            Some(Found::Whole(number)) => Pattern::Value(Kind::Int(number)),
            Some(Found::Constant(_)) => {
                self.fault(
                    path,
                    "A constant in a pattern is not part of this playground: compare it in a \
                     guard, as in `it if it == LIMIT`.",
                );
                Pattern::Anything
            }
            Some(Found::Data(..)) => {
                self.fault(
                    path,
                    "This has fields, which the pattern leaves out.",
                );
                Pattern::Anything
            }
            _ => {
                self.unknown(path);
                Pattern::Anything
            }
        }
    }

    fn literal_pattern(
        &mut self,
        lit: &syn::Lit,
        is_negative: bool,
    ) -> Pattern {
        let sign = if is_negative { -1 } else { 1 };
        let value = match lit {
            syn::Lit::Int(number) => number
                .base10_parse::<i64>()
                .ok()
                .map(|it| Kind::Int(sign * it)),
            syn::Lit::Float(number) => {
                let number = number.base10_parse::<f64>().ok();
                number.map(|it| Kind::Float(sign as f64 * it))
            }
            syn::Lit::Str(text) => Some(Kind::str(text.value())),
            syn::Lit::Char(letter) => Some(Kind::Char(letter.value())),
            syn::Lit::Bool(is) => Some(Kind::Bool(is.value)),
            syn::Lit::Byte(byte) => Some(Kind::Int(i64::from(byte.value()))),
            _ => None,
        };
        match value {
            Some(value) => Pattern::Value(value),
            None => {
                self.fault(lit, "This pattern is not part of this playground.");
                Pattern::Anything
            }
        }
    }

    fn end_of_range(&mut self, end: &syn::Expr) -> Kind {
        let pattern = match end {
            syn::Expr::Lit(lit) => self.literal_pattern(&lit.lit, false),
            syn::Expr::Unary(unary) => match (&unary.op, &*unary.expr) {
                (syn::UnOp::Neg(_), syn::Expr::Lit(lit)) => {
                    self.literal_pattern(&lit.lit, true)
                }
                _ => Pattern::Anything,
            },
            syn::Expr::Path(path) => self.path_pattern(&path.path),
            _ => Pattern::Anything,
        };
        match pattern {
            Pattern::Value(value) => value,
            _ => {
                self.fault(
                    end,
                    "The end of a range in a pattern is a number or a char.",
                );
                Kind::Unit
            }
        }
    }

    fn parts<'a>(
        &mut self,
        patterns: impl IntoIterator<Item = &'a syn::Pat>,
        names: &mut Names,
    ) -> Parts {
        let (mut before, mut rest, mut after) = (Vec::new(), None, None);
        for pattern in patterns {
            let is_rest = matches!(pattern, syn::Pat::Rest(_));
            let named = match pattern {
                syn::Pat::Ident(ident) => {
                    let of = ident.subpat.as_ref();
                    of.is_some_and(|(_, of)| matches!(&**of, syn::Pat::Rest(_)))
                }
                _ => false,
            };
            if is_rest || named {
                if after.is_some() {
                    self.fault(pattern, "`..` stands only once.");
                }
                after = Some(Vec::new());
                if let (true, syn::Pat::Ident(ident)) = (named, pattern) {
                    let name = ident.ident.to_string();
                    let slot = self.slot(&name);
                    names.insert(name, slot);
                    rest = Some(Box::new(Pattern::Bind {
                        slot,
                        is_ref: false,
                        of: None,
                    }));
                }
                continue;
            }
            let read = self.read(pattern, names);
            match &mut after {
                Some(after) => after.push(read),
                None => before.push(read),
            }
        }
        (before, rest, after)
    }

    fn fields(&mut self, data: &syn::PatStruct, names: &mut Names) -> Pattern {
        let Some(Found::Data(tag, count)) = self.resolve(&data.path) else {
            self.unknown(&data.path);
            return Pattern::Anything;
        };
        let shape = tag.checked_sub(tags::OWN);
        let shape = shape.and_then(|it| self.shapes.get(it as usize));
        let known = shape.and_then(|shape| shape.fields.clone());
        let known = known.unwrap_or_default();
        let mut fields = Vec::new();
        for field in &data.fields {
            let place = match &field.member {
                syn::Member::Named(name) => {
                    let number = self.name(&name.to_string());
                    known.iter().position(|it| *it == number)
                }
                syn::Member::Unnamed(index) => Some(index.index as usize),
            };
            let pattern = self.read(&field.pat, names);
            match place {
                Some(place) => fields.push((place, pattern)),
                None => self.fault(&field.member, "There is no such field."),
            }
        }
        if data.rest.is_none() && fields.len() < count as usize {
            self.fault(
                &data.path.span(),
                "The pattern leaves fields out: end it with `..`.",
            );
        }
        Pattern::Data { tag, fields }
    }
}
