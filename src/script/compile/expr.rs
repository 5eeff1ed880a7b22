//! Expressions: each leaves its value on top of the stack.

use super::Compiler;
use super::Hinted;
use super::body::Body;
use super::names::{Found, nearest};
use crate::builtins;
use crate::code::{Binary, Cast, Op};
use crate::fault::At;
use crate::value::Kind;
use syn::spanned::Spanned;

/// Methods that take what they are called on.
const CONSUMING: [&str; 32] = [
    "unwrap",
    "expect",
    "unwrap_or",
    "unwrap_or_else",
    "unwrap_or_default",
    "into_iter",
    "boxed",
    "boxed_local",
    "fuse",
    "then",
    "detach",
    "factor_first",
    "and_then",
    "or_else",
    "map_err",
    "ok_or",
    "ok_or_else",
    "into_inner",
    "into",
    "collect",
    "buffered",
    "buffer_unordered",
    "into_bytes",
    "into_boxed_str",
    "flatten",
    "chain",
    "zip",
    "enumerate",
    "rev",
    "for_each",
    "fold",
    "unzip",
];

/// Methods that change the variable that they are called on, and not what it
/// leads to.
const CHANGING: [&str; 7] = [
    "take",
    "replace",
    "insert",
    "get_or_insert",
    "get_or_insert_with",
    "as_mut",
    "iter_mut",
];

impl Compiler {
    /// Compiles an expression for its value.
    pub(super) fn value(&mut self, expr: &syn::Expr) {
        self.hinted(expr, None);
    }

    /// The same where it is known what the value is to be.
    pub(super) fn hinted(&mut self, expr: &syn::Expr, hint: Option<&str>) {
        let before = self.at(At::of(expr.span()));
        self.expression(expr, hint);
        self.at(before);
    }

    #[expect(clippy::too_many_lines, reason = "an arm for each expression")]
    fn expression(&mut self, expr: &syn::Expr, hint: Option<&str>) {
        match expr {
            syn::Expr::Lit(lit) => self.literal(&lit.lit),
            syn::Expr::Path(path) => self.path(path),
            syn::Expr::Paren(paren) => self.hinted(&paren.expr, hint),
            syn::Expr::Group(group) => self.hinted(&group.expr, hint),
            syn::Expr::Binary(binary) => self.binary(binary),
            syn::Expr::Unary(unary) => match unary.op {
                syn::UnOp::Deref(_) => {
                    self.place(&unary.expr);
                    self.emit(Op::Deref);
                }
                syn::UnOp::Not(_) => {
                    self.value(&unary.expr);
                    self.emit(Op::Not);
                }
                syn::UnOp::Neg(_) => {
                    self.value(&unary.expr);
                    self.emit(Op::Neg);
                }
                _ => self.unsupported(expr, "This sign"),
            },
            syn::Expr::Assign(assign) => self.assign(assign),
            syn::Expr::Call(call) => self.call(call, hint),
            syn::Expr::MethodCall(call) => self.method(call, hint),
            syn::Expr::Await(wait) => self.wait(wait),
            syn::Expr::Async(block) => {
                let is_move = block.capture.is_some();
                let number = self.reserve();
                self.begin(Body {
                    captures: true,
                    is_move,
                    is_async: true,
                    ..Body::default()
                });
                self.block_value(&block.block, None);
                self.end(number);
                self.emit(Op::AsyncBlock(number));
            }
            syn::Expr::Closure(closure) => self.closure(closure),
            syn::Expr::Block(block) => self.block(block, hint),
            syn::Expr::If(branch) => self.branch(branch, hint),
            syn::Expr::Match(choice) => self.choice(choice, hint),
            syn::Expr::ForLoop(looped) => self.for_loop(looped),
            syn::Expr::While(looped) => self.while_loop(looped),
            syn::Expr::Loop(looped) => self.endless_loop(looped),
            syn::Expr::Break(leave) => self.leave(leave),
            syn::Expr::Continue(next) => self.next_round(next),
            syn::Expr::Return(leave) => {
                match &leave.expr {
                    Some(value) => {
                        let hint = self.body().hint.clone();
                        self.hinted(value, hint.as_deref());
                    }
                    None => {
                        self.emit(Op::Unit);
                    }
                }
                self.emit(Op::Return);
            }
            syn::Expr::Try(tried) => {
                let hint = within_either(hint);
                self.hinted(&tried.expr, hint.as_deref());
                self.emit(Op::Try);
            }
            syn::Expr::Tuple(tuple) => {
                for part in &tuple.elems {
                    self.value(part);
                }
                self.emit(Op::Tuple(tuple.elems.len() as u32));
            }
            syn::Expr::Array(array) => {
                for part in &array.elems {
                    self.value(part);
                }
                self.emit(Op::Array(array.elems.len() as u32));
            }
            syn::Expr::Repeat(repeat) => {
                self.value(&repeat.expr);
                self.value(&repeat.len);
                self.emit(Op::Repeat { is_array: true });
            }
            syn::Expr::Struct(made) => self.made(made),
            syn::Expr::Field(_) | syn::Expr::Index(_) => {
                self.place(expr);
                self.emit(Op::Own);
            }
            syn::Expr::Range(range) => {
                for end in [&range.start, &range.end].into_iter().flatten() {
                    self.value(end);
                }
                self.emit(Op::Range {
                    from: range.start.is_some(),
                    to: range.end.is_some(),
                    is_closed: matches!(
                        range.limits,
                        syn::RangeLimits::Closed(_)
                    ),
                });
            }
            syn::Expr::Reference(reference) => {
                match reference.mutability.is_some() {
                    true => self.changeable(&reference.expr),
                    false => {
                        self.place(&reference.expr);
                        self.emit(Op::Ref);
                    }
                }
            }
            syn::Expr::Cast(cast) => {
                self.value(&cast.expr);
                self.cast(&cast.ty);
            }
            syn::Expr::Macro(called) => self.macro_value(&called.mac),
            syn::Expr::Let(_) => {
                self.fault(
                    expr,
                    "`let` is a condition only after `if`, `while` and `&&`.",
                );
                self.emit(Op::Bool(false));
            }
            syn::Expr::Unsafe(_) => self.unsupported(expr, "`unsafe`"),
            syn::Expr::Const(_) => self.unsupported(expr, "A const block"),
            syn::Expr::Yield(_) | syn::Expr::TryBlock(_) => {
                self.unsupported(expr, "What stable Rust does not have");
            }
            _ => self.unsupported(expr, "This"),
        }
    }

    fn unsupported(&mut self, of: &syn::Expr, what: &str) {
        self.fault(of, format!("{what} is not part of this playground."));
        self.emit(Op::Unit);
    }

    fn literal(&mut self, lit: &syn::Lit) {
        match lit {
            syn::Lit::Int(number) => match number.suffix() {
                "f64" | "f32" => match number.base10_digits().parse() {
                    Ok(number) => self.constant(Kind::Float(number)),
                    Err(_) => self.fault(lit, "This number cannot be read."),
                },
                _ => match number.base10_parse::<i64>() {
                    Ok(number) => {
                        self.emit(Op::Int(number));
                    }
                    Err(_) => self.fault(
                        lit,
                        "This number is too large: whole numbers are i64 here.",
                    ),
                },
            },
            syn::Lit::Float(number) => match number.base10_parse() {
                Ok(number) => self.constant(Kind::Float(number)),
                Err(_) => self.fault(lit, "This number cannot be read."),
            },
            syn::Lit::Str(text) => self.constant(Kind::str(text.value())),
            syn::Lit::Char(letter) => {
                self.constant(Kind::Char(letter.value()));
            }
            syn::Lit::Bool(is) => {
                self.emit(Op::Bool(is.value));
            }
            syn::Lit::Byte(byte) => {
                self.emit(Op::Int(i64::from(byte.value())));
            }
            _ => self
                .fault(lit, "Bytes in quotes are not part of this playground."),
        }
    }

    /// A path as a value.
    fn path(&mut self, path: &syn::ExprPath) {
        match self.resolve(&path.path) {
            Some(Found::Variable(slot)) => {
                self.emit(Op::Load(slot));
            }
            Some(Found::Function(code)) => self.constant(Kind::Fn(code)),
            Some(Found::Constant(code)) => {
                self.emit(Op::CallFn { code, arguments: 0 });
            }
            Some(Found::Data(tag, 0)) => {
                self.emit(Op::Make { tag, fields: 0 });
            }
            Some(Found::Data(tag, _)) => self.constant(Kind::Maker(tag)),
            Some(Found::Builtin(builtin)) => {
                self.constant(Kind::Builtin(builtin));
            }
            Some(Found::Whole(number)) => {
                self.emit(Op::Int(number));
            }
            Some(Found::Float(number)) => self.constant(Kind::Float(number)),
            None => {
                self.unknown(&path.path);
                self.emit(Op::Unit);
            }
        }
    }

    /// Says that a path leads nowhere.
    pub(super) fn unknown(&mut self, path: &syn::Path) {
        let names = path.segments.iter().map(|it| it.ident.to_string());
        let names: Vec<String> = names.collect();
        let written = names.join("::");
        let candidates = self.candidates();
        let meant = nearest(&written, candidates.iter().map(String::as_str));
        let meant =
            meant.map_or(String::new(), |it| format!(" Did you mean `{it}`?"));
        self.fault(path, format!("There is no `{written}` here.{meant}"));
    }

    fn binary(&mut self, binary: &syn::ExprBinary) {
        let (left, right) = (&binary.left, &binary.right);
        match &binary.op {
            syn::BinOp::And(_) => {
                self.value(left);
                let jump = self.emit(Op::JumpIfNot(0));
                self.value(right);
                let end = self.emit(Op::Jump(0));
                self.land(jump);
                self.emit(Op::Bool(false));
                self.land(end);
            }
            syn::BinOp::Or(_) => {
                self.value(left);
                let jump = self.emit(Op::JumpIf(0));
                self.value(right);
                let end = self.emit(Op::Jump(0));
                self.land(jump);
                self.emit(Op::Bool(true));
                self.land(end);
            }
            op => {
                if let Some(op) = assigned(op) {
                    self.assign_op(op, left, right);
                } else if let Some(op) = operation(op) {
                    // Comparing leaves both where they are.
                    for side in [left, right] {
                        match op.compares() {
                            true => self.place(side),
                            false => self.value(side),
                        }
                    }
                    self.emit(Op::Binary(op));
                } else {
                    self.fault(
                        binary,
                        "This sign is not part of this playground.",
                    );
                    self.emit(Op::Unit);
                }
            }
        }
    }

    /// Arguments, and how many.
    fn arguments<'a>(
        &mut self,
        arguments: impl IntoIterator<Item = &'a syn::Expr>,
    ) -> u32 {
        let mut count = 0;
        for argument in arguments {
            self.value(argument);
            count += 1;
        }
        count
    }

    /// The same of what takes arguments of known types.
    fn hinted_arguments<'a>(
        &mut self,
        of: &Hinted,
        arguments: impl IntoIterator<Item = &'a syn::Expr>,
    ) -> u32 {
        let hints = self.hints.get(of).cloned().unwrap_or_default();
        let mut count = 0;
        for argument in arguments {
            let hint = hints.get(count as usize).cloned().flatten();
            self.hinted(argument, hint.as_deref());
            count += 1;
        }
        count
    }

    /// Whether a call is of the default of a type, and compiles it then.
    fn is_default(&mut self, path: &syn::Path, hint: Option<&str>) -> bool {
        let names: Vec<&syn::Ident> =
            path.segments.iter().map(|it| &it.ident).collect();
        let [.., of, name] = names.as_slice() else {
            return false;
        };
        if *name != "default" {
            return false;
        }
        let text = match (of.to_string().as_str(), hint) {
            (of, Some(hint))
                if of == "Default" || of == crate::hint::head(hint) =>
            {
                hint.to_owned() + &">".repeat(hint.matches('<').count())
            }
            ("Self", _) => self.this.clone().unwrap_or_default(),
            (of, _) => of.to_owned(),
        };
        let Ok(of) = syn::parse_str::<syn::Type>(&text) else {
            return false;
        };
        let before = self.faults.len();
        self.default_value(&of);
        // Where it is said, and not in the type that was made for it.
        if self.faults.len() > before {
            self.faults.truncate(before);
            self.fault(
                path,
                "It is not known here what default this is: name its type.",
            );
        }
        true
    }

    fn call(&mut self, call: &syn::ExprCall, hint: Option<&str>) {
        if let syn::Expr::Path(path) = &*call.func
            && call.args.is_empty()
            && self.is_default(&path.path, hint)
        {
            return;
        }
        let found = match &*call.func {
            syn::Expr::Path(path) => {
                let found = self.resolve(&path.path);
                if found.is_none() {
                    self.unknown(&path.path);
                    self.arguments(&call.args);
                    self.emit(Op::Unit);
                    return;
                }
                found
            }
            _ => None,
        };
        let given = call.args.len();
        match found {
            Some(Found::Function(code)) => {
                if let Some(wanted) = self.counts.get(&code).copied() {
                    self.expect_count(call, wanted, given);
                }
                let of = Hinted::Function(code);
                let arguments = self.hinted_arguments(&of, &call.args);
                self.emit(Op::CallFn { code, arguments });
            }
            Some(Found::Data(tag, count)) => {
                self.expect_count(call, count as usize, given);
                let fields = match call.args.first() {
                    // `Ok(…)` holds what a Result is to hold.
                    Some(first) if tag < crate::value::tags::OWN => {
                        let hint = hint.map(crate::hint::inner);
                        self.hinted(first, hint.filter(|it| !it.is_empty()));
                        1 + self.arguments(call.args.iter().skip(1))
                    }
                    _ => self.hinted_arguments(&Hinted::Data(tag), &call.args),
                };
                self.emit(Op::Make { tag, fields });
            }
            Some(Found::Builtin(builtin)) => {
                if !builtin.takes(given) {
                    self.fault(
                        call,
                        format!(
                            "`{}` takes {}, and is given {given}.",
                            builtin.name,
                            builtin.wanted()
                        ),
                    );
                }
                let arguments = self.arguments(&call.args);
                self.emit(Op::CallBuiltin { builtin, arguments });
            }
            _ => {
                self.place(&call.func);
                let arguments = self.arguments(&call.args);
                self.emit(Op::Call(arguments));
            }
        }
    }

    fn expect_count(
        &mut self,
        call: &syn::ExprCall,
        wanted: usize,
        given: usize,
    ) {
        if wanted != given {
            let noun = if wanted == 1 { "argument" } else { "arguments" };
            self.fault(
                call,
                format!("This takes {wanted} {noun}, and is given {given}."),
            );
        }
    }

    fn method(&mut self, call: &syn::ExprMethodCall, hint: Option<&str>) {
        let method = call.method.to_string();
        let is_known = builtins::is_method(&method)
            || self.numbers.get(method.as_str()).is_some_and(|name| {
                self.methods.keys().any(|(_, known)| known == name)
            });
        if !is_known && !self.fields.contains(&method) {
            let own = self.methods.keys();
            let own = own.map(|(_, name)| self.names[*name as usize].clone());
            let own: Vec<_> = own.collect();
            let mut names: Vec<&str> = builtins::methods().collect();
            names.extend(own.iter().map(|it| &**it));
            let meant = nearest(&method, names.into_iter());
            let meant = meant.map(str::to_owned);
            let meant = meant
                .map_or(String::new(), |it| format!(" Did you mean `{it}`?"));
            self.fault(
                &call.method,
                format!("There is no method `{method}` here.{meant}"),
            );
        }
        let name = method.as_str();
        if let Some(hint) = default_for(&call.receiver, name, &call.args) {
            self.hinted(&call.receiver, Some(hint));
        } else if self.changing.contains(name) || CHANGING.contains(&name) {
            self.changeable(&call.receiver);
        } else if CONSUMING.contains(&name) {
            let hint = match name {
                "unwrap" | "expect" | "unwrap_or" | "unwrap_or_else"
                | "unwrap_or_default" => within_either(hint),
                "map_err" => hint.map(str::to_owned),
                "ok_or" | "ok_or_else" => {
                    within_either(hint.map(crate::hint::inner))
                }
                _ => None,
            };
            self.hinted(&call.receiver, hint.as_deref());
        } else if name == "ok" {
            let hint = within_either(hint.map(crate::hint::inner));
            self.hinted(&call.receiver, hint.as_deref());
        } else {
            self.place(&call.receiver);
        }
        let arguments = self.arguments(&call.args);
        // The name is where the fault is, if there is one.
        let before = self.at(At {
            from: At::of(call.method.span()).from,
            to: At::of(call.paren_token.span.close()).to,
        });
        let turbofish = call.turbofish.as_ref();
        let turbofish = turbofish.and_then(|it| match it.args.first()? {
            syn::GenericArgument::Type(of) => self.type_hint(of),
            _ => None,
        });
        let hint = match (turbofish, hint) {
            // `collect::<Result<_, _>>()` holds what is wanted of it.
            (Some(given), Some(hint))
                if matches!(given.as_str(), "Result" | "Option") =>
            {
                match crate::hint::inner(hint) {
                    "" => Some(given),
                    inner => Some(format!("{given}<{inner}")),
                }
            }
            (given, hint) => given.or_else(|| hint.map(str::to_owned)),
        };
        let hint = self.name(&hint.unwrap_or_default());
        let name = self.name(name);
        self.emit(Op::Method {
            name,
            arguments,
            hint,
        });
        self.at(before);
    }

    fn wait(&mut self, wait: &syn::ExprAwait) {
        if !self.body().is_async {
            self.fault(
                &wait.await_token,
                "`.await` is allowed only in async functions and async blocks.",
            );
        }
        self.value(&wait.base);
        self.emit(Op::IntoFuture);
        self.emit(Op::Await);
    }

    fn closure(&mut self, closure: &syn::ExprClosure) {
        let is_move = closure.capture.is_some();
        let number = self.reserve();
        let mut body = Body {
            captures: true,
            is_move,
            hint: match &closure.output {
                syn::ReturnType::Type(_, of) => self.type_hint(of),
                syn::ReturnType::Default => None,
            },
            ..Body::default()
        };
        body.code.parameters = closure.inputs.len() as u32;
        self.begin(body);
        let patterns: Vec<_> = closure.inputs.iter().map(Some).collect();
        self.parameters(&patterns);
        if closure.asyncness.is_some() {
            let inner = self.reserve();
            self.begin(Body {
                captures: true,
                // Of its own arguments at least.
                is_move: true,
                is_async: true,
                ..Body::default()
            });
            self.value(&closure.body);
            self.end(inner);
            self.emit(Op::AsyncBlock(inner));
        } else {
            let hint = self.body().hint.clone();
            self.hinted(&closure.body, hint.as_deref());
        }
        self.end(number);
        self.emit(Op::Closure(number));
    }

    /// A struct with named fields.
    fn made(&mut self, made: &syn::ExprStruct) {
        let Some(Found::Data(tag, count)) = self.resolve(&made.path) else {
            self.unknown(&made.path);
            self.emit(Op::Unit);
            return;
        };
        let shape = tag.checked_sub(crate::value::tags::OWN);
        let shape = shape.and_then(|it| self.shapes.get(it as usize));
        let names = shape.and_then(|shape| shape.fields.clone());
        let names = names.unwrap_or_default();
        let mut given: Vec<Option<u32>> = vec![None; count as usize];
        for field in &made.fields {
            let place = match &field.member {
                syn::Member::Named(name) => {
                    let number = self.name(&name.to_string());
                    names.iter().position(|it| *it == number)
                }
                syn::Member::Unnamed(index) => Some(index.index as usize),
            };
            let Some(place) = place.filter(|place| *place < given.len()) else {
                let known: Vec<String> = names
                    .iter()
                    .map(|name| self.names[*name as usize].to_string())
                    .collect();
                self.fault(
                    &field.member,
                    format!(
                        "There is no such field: it has {}.",
                        known.join(", ")
                    ),
                );
                continue;
            };
            let hints = self.hints.get(&Hinted::Data(tag));
            let hint = hints.and_then(|it| it.get(place)?.clone());
            self.hinted(&field.expr, hint.as_deref());
            let slot = self.slot("field");
            self.emit(Op::Bind(slot));
            given[place] = Some(slot);
        }
        if let Some(rest) = &made.rest {
            let mut pairs = 0;
            for (place, slot) in given.iter().enumerate() {
                if let Some(slot) = slot {
                    self.emit(Op::Int(place as i64));
                    self.emit(Op::Load(*slot));
                    pairs += 2;
                }
            }
            let of = made.path.segments.last().map(|it| it.ident.to_string());
            let of = match of.as_deref() {
                Some("Self") => self.this.clone(),
                _ => of,
            };
            self.hinted(rest, of.as_deref());
            self.emit(Op::Update { tag, given: pairs });
            return;
        }
        for (place, slot) in given.iter().enumerate() {
            match slot {
                Some(slot) => {
                    self.emit(Op::Load(*slot));
                }
                None => {
                    let name = names.get(place);
                    let name = name.map_or_else(String::new, |name| {
                        self.names[*name as usize].to_string()
                    });
                    self.fault(
                        &made.path,
                        format!("The field `{name}` is missing."),
                    );
                }
            }
        }
        self.emit(Op::Make { tag, fields: count });
    }

    fn cast(&mut self, to: &syn::Type) {
        let name = super::items::type_name(to).unwrap_or_default();
        let whole = |bits, is_signed| Cast::Whole { bits, is_signed };
        let cast = match name.as_str() {
            "u8" => whole(8, false),
            "u16" => whole(16, false),
            "u32" => whole(32, false),
            "u64" | "u128" | "usize" => whole(64, false),
            "i8" => whole(8, true),
            "i16" => whole(16, true),
            "i32" => whole(32, true),
            "i64" | "i128" | "isize" => whole(64, true),
            "f64" => Cast::Float,
            "f32" => Cast::Single,
            "char" => Cast::Char,
            _ => Cast::Same,
        };
        self.emit(Op::Cast(cast));
    }
}

/// What an Option or a Result is to be that holds what is wanted.
fn within_either(hint: Option<&str>) -> Option<String> {
    let hint = hint.filter(|it| !it.is_empty())?;
    Some(format!("{}<{hint}", crate::hint::EITHER))
}

/// What `or_default` is to put there, told by the method that is called on it.
fn default_for(
    receiver: &syn::Expr,
    method: &str,
    arguments: &syn::punctuated::Punctuated<syn::Expr, syn::Token![,]>,
) -> Option<&'static str> {
    let syn::Expr::MethodCall(call) = receiver else {
        return None;
    };
    if call.method != "or_default" {
        return None;
    }
    match (method, arguments.len()) {
        ("push", 1) => match arguments.first()? {
            syn::Expr::Lit(lit) if matches!(lit.lit, syn::Lit::Char(_)) => {
                Some("String")
            }
            _ => Some("Vec"),
        },
        ("push_back" | "push_front" | "extend", 1) => Some("Vec"),
        ("push_str", 1) => Some("String"),
        ("insert", 1) => Some("HashSet"),
        ("insert", 2) | ("entry", 1) => Some("HashMap"),
        _ => None,
    }
}

/// The operation of a sign.
fn operation(op: &syn::BinOp) -> Option<Binary> {
    Some(match op {
        syn::BinOp::Add(_) => Binary::Add,
        syn::BinOp::Sub(_) => Binary::Sub,
        syn::BinOp::Mul(_) => Binary::Mul,
        syn::BinOp::Div(_) => Binary::Div,
        syn::BinOp::Rem(_) => Binary::Rem,
        syn::BinOp::BitAnd(_) => Binary::And,
        syn::BinOp::BitOr(_) => Binary::Or,
        syn::BinOp::BitXor(_) => Binary::Xor,
        syn::BinOp::Shl(_) => Binary::Shl,
        syn::BinOp::Shr(_) => Binary::Shr,
        syn::BinOp::Eq(_) => Binary::Eq,
        syn::BinOp::Ne(_) => Binary::Ne,
        syn::BinOp::Lt(_) => Binary::Lt,
        syn::BinOp::Le(_) => Binary::Le,
        syn::BinOp::Gt(_) => Binary::Gt,
        syn::BinOp::Ge(_) => Binary::Ge,
        _ => return None,
    })
}

/// The operation of a sign that assigns its result.
fn assigned(op: &syn::BinOp) -> Option<Binary> {
    Some(match op {
        syn::BinOp::AddAssign(_) => Binary::Add,
        syn::BinOp::SubAssign(_) => Binary::Sub,
        syn::BinOp::MulAssign(_) => Binary::Mul,
        syn::BinOp::DivAssign(_) => Binary::Div,
        syn::BinOp::RemAssign(_) => Binary::Rem,
        syn::BinOp::BitAndAssign(_) => Binary::And,
        syn::BinOp::BitOrAssign(_) => Binary::Or,
        syn::BinOp::BitXorAssign(_) => Binary::Xor,
        syn::BinOp::ShlAssign(_) => Binary::Shl,
        syn::BinOp::ShrAssign(_) => Binary::Shr,
        _ => return None,
    })
}
