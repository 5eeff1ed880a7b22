//! The macros that a program has to hand.

use super::Compiler;
use super::format::expressions;
use super::names::nearest;
use crate::builtins;
use crate::code::Op;
use crate::value::Kind;
use syn::parse::{Parse, ParseStream};

/// The names of all.
pub(crate) const MACROS: [&str; 22] = [
    "format",
    "print",
    "println",
    "eprint",
    "eprintln",
    "panic",
    "todo",
    "unimplemented",
    "unreachable",
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "vec",
    "matches",
    "join",
    "try_join",
    "select",
    "select_biased",
    "pin",
    "pin_mut",
    "poll",
];

impl Compiler {
    /// Carries out a macro, whose value is on top then.
    pub(super) fn macro_value(&mut self, called: &syn::Macro) {
        let name = called.path.segments.last().map(|it| it.ident.to_string());
        let name = name.unwrap_or_default();
        match name.as_str() {
            "vec" => return self.vec(called),
            "matches" => return self.matches(called),
            "select" | "select_biased" => {
                return self.select(called, name == "select");
            }
            _ => {}
        }
        if !MACROS.contains(&name.as_str()) {
            let meant = nearest(&name, MACROS.into_iter());
            let meant = meant
                .map_or(String::new(), |it| format!(" Did you mean `{it}!`?"));
            self.fault(
                &called.path,
                format!("There is no macro `{name}!` here.{meant}"),
            );
            self.emit(Op::Unit);
            return;
        }
        let arguments = match expressions(called) {
            Ok(arguments) => arguments,
            Err(error) => {
                let message = crate::vm::capital(&error.to_string());
                self.fault(&error.span(), format!("{message}."));
                self.emit(Op::Unit);
                return;
            }
        };
        self.plain_macro(&name, called, &arguments);
    }

    /// Keeps the value on top until the scope ends, and puts a reference to it
    /// there.
    fn pinned(&mut self) {
        let slot = self.slot("pinned");
        self.emit(Op::Bind(slot));
        self.emit(Op::Alias(slot));
        self.emit(Op::Ref);
    }

    fn plain_macro(
        &mut self,
        name: &str,
        called: &syn::Macro,
        arguments: &[syn::Expr],
    ) {
        match name {
            "format" => self.format(arguments),
            "print" | "println" | "eprint" | "eprintln" => {
                self.format(arguments);
                self.emit(Op::Print);
            }
            "panic" | "todo" | "unimplemented" | "unreachable" => {
                match (arguments.is_empty(), name) {
                    (false, _) => self.format(arguments),
                    (_, "panic") => self.constant(Kind::str("explicit panic")),
                    (_, "todo") => {
                        self.constant(Kind::str("not yet implemented"));
                    }
                    (_, "unimplemented") => {
                        self.constant(Kind::str("not implemented"));
                    }
                    _ => self.constant(Kind::str(
                        "internal error: entered unreachable code",
                    )),
                }
                self.emit(Op::Panic);
            }
            "assert" | "debug_assert" => {
                let Some((condition, message)) = arguments.split_first() else {
                    return self.needs(called, "a condition");
                };
                self.value(condition);
                let good = self.emit(Op::JumpIf(0));
                match message.is_empty() {
                    true => self.constant(Kind::str("assertion failed")),
                    false => self.format(message),
                }
                self.emit(Op::Panic);
                self.land(good);
                self.emit(Op::Unit);
            }
            "assert_eq" | "assert_ne" => {
                let [left, right, ..] = arguments else {
                    return self.needs(called, "two values");
                };
                self.place(left);
                self.place(right);
                self.emit(Op::AssertEqual {
                    wanted: name == "assert_eq",
                });
            }
            "poll" => {
                let [future] = arguments else {
                    return self.needs(called, "a future");
                };
                self.value(future);
                self.call_known("poll!", 1);
                self.expect_async(called);
                self.emit(Op::Await);
            }
            "join" | "try_join" => {
                for argument in arguments {
                    self.value(argument);
                }
                self.call_known(
                    if name == "join" { "join!" } else { "try_join!" },
                    arguments.len(),
                );
                self.emit(Op::IntoFuture);
                self.expect_async(called);
                self.emit(Op::Await);
            }
            "pin" => {
                let [argument] = arguments else {
                    return self.needs(called, "one future");
                };
                self.value(argument);
                self.pinned();
            }
            "pin_mut" => {
                for argument in arguments {
                    self.value(argument);
                    self.pinned();
                    if let syn::Expr::Path(path) = argument
                        && let Some(name) = path.path.get_ident()
                    {
                        let slot = self.variable(&name.to_string());
                        self.emit(Op::Bind(slot));
                    } else {
                        self.fault(argument, "`pin_mut!` needs variables.");
                    }
                }
                self.emit(Op::Unit);
            }
            // All macros are above.
            _ => {
                self.emit(Op::Unit);
            }
        }
    }

    fn needs(&mut self, called: &syn::Macro, what: &str) {
        self.fault(called, format!("This macro needs {what}."));
        self.emit(Op::Unit);
    }

    fn expect_async(&mut self, called: &syn::Macro) {
        if !self.body().is_async {
            self.fault(
                called,
                "This macro awaits: it is allowed only in async functions and async blocks.",
            );
        }
    }

    /// Calls a function of ours, by the name that no program can write.
    fn call_known(&mut self, name: &str, arguments: usize) {
        if let Some(builtin) = builtins::find(name) {
            let arguments = arguments as u32;
            self.emit(Op::CallBuiltin { builtin, arguments });
        }
    }

    fn vec(&mut self, called: &syn::Macro) {
        if let Ok(repeat) = called.parse_body::<Repeated>() {
            self.value(&repeat.value);
            self.value(&repeat.count);
            self.emit(Op::Repeat { is_array: false });
            return;
        }
        match expressions(called) {
            Ok(items) => {
                for item in &items {
                    self.value(item);
                }
                self.emit(Op::Vec(items.len() as u32));
            }
            Err(error) => {
                let message = crate::vm::capital(&error.to_string());
                self.fault(&error.span(), format!("{message}."));
                self.emit(Op::Unit);
            }
        }
    }

    fn matches(&mut self, called: &syn::Macro) {
        let Ok(matched) = called.parse_body::<Matched>() else {
            return self.needs(called, "a value and a pattern");
        };
        self.open_scope();
        self.place(&matched.value);
        let pattern = self.pattern(&matched.pattern);
        let mut others = vec![self.emit(Op::Match {
            pattern,
            otherwise: 0,
        })];
        if let Some(guard) = &matched.guard {
            others.extend(self.condition(guard));
        }
        self.emit(Op::Bool(true));
        let end = self.emit(Op::Jump(0));
        for jump in others {
            self.land(jump);
        }
        self.emit(Op::Bool(false));
        self.land(end);
        self.close_scope();
    }

    /// Waits for the first of several futures: whichever it is, the others stay
    /// as they are, and those that were made for it are dropped.
    fn select(&mut self, called: &syn::Macro, is_fair: bool) {
        let arms = match called.parse_body::<Arms>() {
            Ok(arms) => arms,
            Err(error) => {
                let message = crate::vm::capital(&error.to_string());
                self.fault(&error.span(), format!("{message}."));
                self.emit(Op::Unit);
                return;
            }
        };
        self.expect_async(called);
        self.open_scope();
        self.emit(Op::Bool(is_fair));
        self.emit(Op::Bool(arms.complete.is_some()));
        self.emit(Op::Bool(arms.default.is_some()));
        for arm in &arms.arms {
            // One that has a name goes on later.
            match &arm.future {
                syn::Expr::Path(_) => {
                    self.place(&arm.future);
                    self.emit(Op::Ref);
                }
                future => self.value(future),
            }
        }
        self.call_known("select!", arms.arms.len() + 3);
        self.emit(Op::IntoFuture);
        self.emit(Op::Await);
        let chosen = self.slot("chosen");
        self.emit(Op::Bind(chosen));
        let mut ends = Vec::new();
        let extra = [(-1, &arms.complete), (-2, &arms.default)];
        let extra = extra
            .into_iter()
            .filter_map(|(number, body)| Some((number, None, body.as_ref()?)));
        let own = arms.arms.iter().enumerate();
        let own = own
            .map(|(place, arm)| (place as i64, Some(&arm.pattern), &arm.body));
        for (number, pattern, body) in own.chain(extra) {
            self.open_scope();
            self.emit(Op::Alias(chosen));
            self.emit(Op::Position(0));
            self.emit(Op::Int(number));
            self.emit(Op::Binary(crate::code::Binary::Eq));
            let other = self.emit(Op::JumpIfNot(0));
            if let Some(pattern) = pattern {
                self.emit(Op::Alias(chosen));
                self.emit(Op::Position(1));
                self.emit(Op::Drop {
                    from: chosen,
                    to: chosen + 1,
                });
                self.bind_pattern(pattern);
            }
            self.value(body);
            self.close_scope();
            ends.push(self.emit(Op::Jump(0)));
            self.land(other);
        }
        self.constant(Kind::str("all futures of select! are over"));
        self.emit(Op::Panic);
        for end in ends {
            self.land(end);
        }
        self.close_scope();
    }
}

/// `value; count`.
struct Repeated {
    value: syn::Expr,
    count: syn::Expr,
}

impl Parse for Repeated {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let value = input.parse()?;
        input.parse::<syn::Token![;]>()?;
        let count = input.parse()?;
        Ok(Self { value, count })
    }
}

/// `value, pattern if guard`.
struct Matched {
    value: syn::Expr,
    pattern: syn::Pat,
    guard: Option<syn::Expr>,
}

impl Parse for Matched {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let value = input.parse()?;
        input.parse::<syn::Token![,]>()?;
        let pattern = syn::Pat::parse_multi_with_leading_vert(input)?;
        let mut guard = None;
        if input.peek(syn::Token![if]) {
            input.parse::<syn::Token![if]>()?;
            guard = Some(input.parse()?);
        }
        input.parse::<Option<syn::Token![,]>>()?;
        Ok(Self {
            value,
            pattern,
            guard,
        })
    }
}

/// The arms of a `select!`.
#[derive(Default)]
struct Arms {
    arms: Vec<Arm>,
    complete: Option<syn::Expr>,
    default: Option<syn::Expr>,
}

struct Arm {
    pattern: syn::Pat,
    future: syn::Expr,
    body: syn::Expr,
}

impl Parse for Arms {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut arms = Self::default();
        while !input.is_empty() {
            let word = input.fork().parse::<syn::Ident>().ok();
            let word = word.map(|word| word.to_string());
            let is_last = input.peek2(syn::Token![=>]);
            match word.as_deref() {
                Some("complete") if is_last => {
                    input.parse::<syn::Ident>()?;
                    input.parse::<syn::Token![=>]>()?;
                    arms.complete = Some(arm_body(input)?);
                }
                Some("default") if is_last => {
                    input.parse::<syn::Ident>()?;
                    input.parse::<syn::Token![=>]>()?;
                    arms.default = Some(arm_body(input)?);
                }
                _ => {
                    let pattern =
                        syn::Pat::parse_multi_with_leading_vert(input)?;
                    input.parse::<syn::Token![=]>()?;
                    let future = input.parse()?;
                    input.parse::<syn::Token![=>]>()?;
                    let body = arm_body(input)?;
                    arms.arms.push(Arm {
                        pattern,
                        future,
                        body,
                    });
                }
            }
        }
        Ok(arms)
    }
}

/// The body of an arm, and the comma that ends it unless it is a block.
fn arm_body(input: ParseStream<'_>) -> syn::Result<syn::Expr> {
    if input.peek(syn::token::Brace) {
        let block: syn::Block = input.parse()?;
        input.parse::<Option<syn::Token![,]>>()?;
        return Ok(syn::Expr::Block(syn::ExprBlock {
            attrs: Vec::new(),
            label: None,
            block,
        }));
    }
    let body = input.parse()?;
    if !input.is_empty() {
        input.parse::<syn::Token![,]>()?;
    }
    Ok(body)
}
