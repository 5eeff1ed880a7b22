//! Functions, types and constants. First all are named, then each is compiled.

use super::body::Body;
use super::names::nearest;
use super::{Alias, Compiler, Hinted, Own};
use crate::code::{Op, Shape};
use crate::fault::At;
use crate::value::Kind;
use std::collections::HashMap;
use syn::spanned::Spanned;

/// The traits of the standard library that a type may be given here.
const TRAITS: [&str; 3] = ["Drop", "Future", "Default"];

/// Where a program may take things from.
const CRATES: [&str; 10] = [
    "meanwhile",
    "crate",
    "super",
    "self",
    "std",
    "core",
    "alloc",
    "futures",
    "async_lock",
    "event_listener",
];

impl Compiler {
    /// Compiles all of a file.
    pub(super) fn file(&mut self, file: &syn::File) {
        let mut items = Vec::new();
        for item in &file.items {
            gather(item, &mut items);
        }
        for item in &items {
            if let syn::Item::Type(alias) = item {
                self.declare_alias(alias);
            }
        }
        for item in &items {
            self.declare(item);
        }
        // What is imported may be a variant of what comes later.
        for item in &items {
            if let syn::Item::Use(item) = item {
                self.take_in(&item.tree, Vec::new());
            }
        }
        for item in &items {
            if let syn::Item::Impl(item) = item {
                self.declare_constants(item);
            }
        }
        for item in &items {
            self.compile_item(item);
        }
    }

    /// Notes what type a name is another of.
    fn declare_alias(&mut self, item: &syn::ItemType) {
        if let Some(hint) = self.type_hint(&item.ty) {
            let parameter = item.generics.type_params().next();
            let alias = Alias {
                is_open: parameter
                    .is_some_and(|it| it.ident == crate::hint::inner(&hint)),
                hint,
            };
            self.aliases.insert(item.ident.to_string(), alias);
        }
    }

    /// Names the constants that belong to a type.
    fn declare_constants(&mut self, item: &syn::ItemImpl) {
        let of = type_name(&item.self_ty);
        let of = of.and_then(|name| Some(self.types.get(&name)?.number));
        let Some(of) = of else { return };
        for part in &item.items {
            if let syn::ImplItem::Const(constant) = part {
                let code = self.reserve();
                let name = constant.ident.to_string();
                self.own_constants.insert((of, name), code);
            }
        }
    }

    /// Names what an item has.
    fn declare(&mut self, item: &syn::Item) {
        match item {
            syn::Item::Fn(item) => {
                let name = item.sig.ident.to_string();
                let code = self.reserve();
                self.counts.insert(code, item.sig.inputs.len());
                let hints = self.argument_hints(&item.sig);
                self.hints.insert(Hinted::Function(code), hints);
                if self.functions.insert(name.clone(), code).is_some() {
                    self.fault(
                        &item.sig.ident,
                        format!("`{name}` is there twice."),
                    );
                }
            }
            syn::Item::Struct(item) => {
                let is_copy = is_copy(&item.attrs);
                let number = self.types.len() as u32;
                let name = item.ident.to_string();
                let tag = self.shape(&name, number, &item.fields, is_copy);
                let tags = HashMap::from([(String::new(), tag)]);
                self.types.insert(name, Own { number, tags });
                if derives(&item.attrs, "Default") {
                    self.default_of(number);
                }
            }
            syn::Item::Enum(item) => {
                let is_copy = is_copy(&item.attrs);
                let number = self.types.len() as u32;
                let mut tags = HashMap::new();
                for variant in &item.variants {
                    if let Some((_, value)) = &variant.discriminant {
                        self.fault(
                            value,
                            "Numbers of variants are not part of this playground.",
                        );
                    }
                    let name = variant.ident.to_string();
                    let fields = &variant.fields;
                    let tag = self.shape(&name, number, fields, is_copy);
                    if is_default(variant) {
                        self.default_of(number);
                    }
                    tags.insert(name, tag);
                }
                let name = item.ident.to_string();
                self.types.insert(name, Own { number, tags });
            }
            syn::Item::Const(item) => {
                let code = self.reserve();
                self.constants.insert(item.ident.to_string(), code);
            }
            syn::Item::Static(item) => {
                if let syn::StaticMutability::Mut(_) = item.mutability {
                    self.fault(
                        item,
                        "`static mut` is not part of this playground: use an Rc of a Cell.",
                    );
                }
                let code = self.reserve();
                self.constants.insert(item.ident.to_string(), code);
            }
            _ => {}
        }
    }

    fn shape(
        &mut self,
        name: &str,
        of: u32,
        fields: &syn::Fields,
        is_copy: bool,
    ) -> u32 {
        let names = match fields {
            syn::Fields::Named(fields) => {
                let names = fields.named.iter().filter_map(|it| {
                    it.ident.as_ref().map(ToString::to_string)
                });
                let names: Vec<String> = names.collect();
                self.fields.extend(names.iter().cloned());
                Some(names.iter().map(|name| self.name(name)).collect())
            }
            syn::Fields::Unnamed(_) | syn::Fields::Unit => None,
        };
        let hints = fields.iter().map(|it| self.type_hint(&it.ty)).collect();
        let tag = self.tag_of(Shape {
            name: name.to_owned(),
            of,
            fields: names,
            count: fields.len() as u32,
            is_copy,
            is_dropped: false,
        });
        self.hints.insert(Hinted::Data(tag), hints);
        tag
    }

    /// Keeps room for what makes a default.
    fn default_of(&mut self, of: u32) {
        let code = self.reserve();
        self.counts.insert(code, 0);
        let name = self.name("default");
        self.methods.insert((of, name), code);
    }

    /// What the arguments of a function are to be.
    fn argument_hints(&self, sig: &syn::Signature) -> Vec<Option<String>> {
        let hint = |input: &syn::FnArg| match input {
            syn::FnArg::Receiver(_) => None,
            syn::FnArg::Typed(input) => self.type_hint(&input.ty),
        };
        sig.inputs.iter().map(hint).collect()
    }

    /// Notes what `use` gives a name.
    fn take_in(&mut self, tree: &syn::UseTree, path: Vec<String>) {
        match tree {
            syn::UseTree::Path(part) => {
                let name = part.ident.to_string();
                let is_own = self.types.contains_key(&name);
                if path.is_empty()
                    && !is_own
                    && !CRATES.contains(&name.as_str())
                {
                    self.fault(
                        part,
                        format!(
                            "There is no crate `{name}` here: a program has `meanwhile::prelude`, \
                             `std` and `futures`."
                        ),
                    );
                    return;
                }
                let mut path = path;
                path.push(name);
                self.take_in(&part.tree, path);
            }
            syn::UseTree::Name(part) => {
                let name = part.ident.to_string();
                self.take_name(path, name.clone(), name);
            }
            syn::UseTree::Rename(part) => {
                let name = part.ident.to_string();
                self.take_name(path, name, part.rename.to_string());
            }
            // Variants of the program's own; all else is there anyway.
            syn::UseTree::Glob(_) => {
                let of = path.last().and_then(|name| self.types.get(name));
                let names = of.map(|of| of.tags.keys().cloned().collect());
                let names: Vec<String> = names.unwrap_or_default();
                for name in names.into_iter().filter(|it| !it.is_empty()) {
                    self.take_name(path.clone(), name.clone(), name);
                }
            }
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.take_in(tree, path.clone());
                }
            }
        }
    }

    fn take_name(&mut self, mut path: Vec<String>, name: String, by: String) {
        match name.as_str() {
            "self" => {
                let by = match by.as_str() {
                    "self" => path.last().cloned().unwrap_or_default(),
                    _ => by,
                };
                self.uses.insert(by, path.join("::"));
            }
            _ => {
                path.push(name);
                self.uses.insert(by, path.join("::"));
            }
        }
    }

    fn compile_item(&mut self, item: &syn::Item) {
        match item {
            syn::Item::Fn(item) => {
                let name = item.sig.ident.to_string();
                if let Some(code) = self.functions.get(&name).copied() {
                    self.function(code, &item.sig, &item.block);
                }
            }
            syn::Item::Impl(item) => self.implementation(item),
            syn::Item::Const(item) => {
                let code = self.constants.get(&item.ident.to_string());
                let code = code.copied();
                self.constant_value(code, &item.ident, &item.ty, &item.expr);
            }
            syn::Item::Static(item) => {
                let code = self.constants.get(&item.ident.to_string());
                let code = code.copied();
                self.constant_value(code, &item.ident, &item.ty, &item.expr);
            }
            syn::Item::Struct(item) => {
                if derives(&item.attrs, "Default") {
                    self.default_function(&item.ident, "", &item.fields);
                }
            }
            syn::Item::Enum(item) => {
                for variant in &item.variants {
                    if is_default(variant) {
                        let name = variant.ident.to_string();
                        let fields = &variant.fields;
                        self.default_function(&item.ident, &name, fields);
                    }
                }
            }
            syn::Item::Use(_) | syn::Item::Type(_) => {}
            other => {
                let what = match other {
                    syn::Item::Trait(_) | syn::Item::TraitAlias(_) => "Traits",
                    syn::Item::Mod(_) => "Modules",
                    syn::Item::Macro(_) => "Macros of your own",
                    syn::Item::ExternCrate(_) | syn::Item::ForeignMod(_) => {
                        "Other crates"
                    }
                    syn::Item::Union(_) => "Unions",
                    _ => "Such items",
                };
                self.fault(
                    other,
                    format!("{what} are not part of this playground."),
                );
            }
        }
    }

    fn constant_value(
        &mut self,
        code: Option<u32>,
        name: &syn::Ident,
        of: &syn::Type,
        value: &syn::Expr,
    ) {
        if let Some(code) = code {
            let hint = self.type_hint(of);
            let mut body = Body::default();
            body.code.name = name.to_string();
            self.begin(body);
            self.hinted(value, hint.as_deref());
            self.end(code);
        }
    }

    /// Compiles what makes the default of a type: data of this variant.
    fn default_function(
        &mut self,
        of: &syn::Ident,
        variant: &str,
        fields: &syn::Fields,
    ) {
        let name = self.name("default");
        let own = self.types.get(&of.to_string());
        let found = own.and_then(|own| {
            let code = self.methods.get(&(own.number, name))?;
            Some((*code, *own.tags.get(variant)?))
        });
        let Some((code, tag)) = found else { return };
        let mut body = Body::default();
        body.code.name = "default".to_owned();
        self.begin(body);
        for field in fields {
            self.default_value(&field.ty);
        }
        let fields = fields.len() as u32;
        self.emit(Op::Make { tag, fields });
        self.end(code);
    }

    /// The default of a type.
    pub(super) fn default_value(&mut self, of: &syn::Type) {
        let hint = self.type_hint(of).unwrap_or_default();
        if let syn::Type::Tuple(tuple) = of {
            for part in &tuple.elems {
                self.default_value(part);
            }
            self.emit(Op::Tuple(tuple.elems.len() as u32));
            return;
        }
        if let Some(own) = self.types.get(crate::hint::head(&hint)) {
            let name = self.numbers.get("default");
            let code = name.and_then(|it| self.methods.get(&(own.number, *it)));
            if let Some(code) = code.copied() {
                self.emit(Op::CallFn { code, arguments: 0 });
                return;
            }
        }
        match crate::hint::head(&hint) {
            "u8" | "u16" | "u32" | "u64" | "u128" | "usize" | "i8" | "i16"
            | "i32" | "i64" | "i128" | "isize" => {
                self.emit(Op::Int(0));
            }
            "f32" | "f64" => self.constant(Kind::Float(0.0)),
            "bool" => {
                self.emit(Op::Bool(false));
            }
            "char" => self.constant(Kind::Char('\0')),
            "str" => self.constant(Kind::str("")),
            "String" => self.call_builtin("String::new", 0),
            "Vec" | "VecDeque" => {
                self.emit(Op::Vec(0));
            }
            "HashMap" | "BTreeMap" => self.call_builtin("BTreeMap::new", 0),
            "HashSet" | "BTreeSet" => self.call_builtin("BTreeSet::new", 0),
            "Option" => self.constant(Kind::NONE),
            name @ ("Rc" | "Arc" | "Cell" | "RefCell" | "Mutex") => {
                let name = match name {
                    "Arc" => "Rc::new".to_owned(),
                    name => format!("{name}::new"),
                };
                match argument(of) {
                    Some(of) => self.default_value(of),
                    None => {
                        self.emit(Op::Int(0));
                    }
                }
                self.call_builtin(&name, 1);
            }
            "FuturesUnordered" => {
                self.call_builtin("FuturesUnordered::new", 0);
            }
            "Event" => self.call_builtin("Event::new", 0),
            "Executor" => self.call_builtin("Executor::new", 0),
            _ => {
                self.fault(of, "There is no default of this type here.");
                self.emit(Op::Unit);
            }
        }
    }

    fn call_builtin(&mut self, name: &str, arguments: u32) {
        if let Some(builtin) = crate::builtins::find(name) {
            self.emit(Op::CallBuiltin { builtin, arguments });
        }
    }

    fn implementation(&mut self, item: &syn::ItemImpl) {
        if let Some((_, path, _)) = &item.trait_ {
            let name = path.segments.last().map(|it| it.ident.to_string());
            let name = name.unwrap_or_default();
            if !TRAITS.contains(&name.as_str()) {
                self.fault(
                    path,
                    format!(
                        "`impl {name}` is not part of this playground: only Drop, Future and \
                         Default are."
                    ),
                );
                return;
            }
        }
        let Some(name) = type_name(&item.self_ty) else {
            self.fault(&item.self_ty, "This type cannot have functions here.");
            return;
        };
        let Some(of) = self.types.get(&name).map(|it| it.number) else {
            let names = self.types.keys().map(String::as_str);
            let meant = nearest(&name, names);
            let meant = meant
                .map_or(String::new(), |it| format!(" Did you mean `{it}`?"));
            self.fault(
                &item.self_ty,
                format!("`{name}` is no type of this program.{meant}"),
            );
            return;
        };
        let is_drop = item.trait_.as_ref().is_some_and(|(_, path, _)| {
            path.segments.last().is_some_and(|it| it.ident == "Drop")
        });
        let mut functions = Vec::new();
        for part in &item.items {
            match part {
                syn::ImplItem::Fn(function) => {
                    let name = function.sig.ident.to_string();
                    let code = self.reserve();
                    self.counts.insert(code, function.sig.inputs.len());
                    let hints = self.argument_hints(&function.sig);
                    self.hints.insert(Hinted::Function(code), hints);
                    if let Some(syn::FnArg::Receiver(this)) =
                        function.sig.inputs.first()
                        && (this.mutability.is_some()
                            || matches!(&*this.ty, syn::Type::Path(_)))
                        && this.reference.is_some()
                    {
                        self.changing.insert(name.clone());
                    }
                    if is_drop {
                        self.destructors.insert(of, code);
                        for shape in &mut self.shapes {
                            shape.is_dropped |= shape.of == of;
                        }
                    } else {
                        let name = self.name(&name);
                        self.methods.insert((of, name), code);
                    }
                    functions.push((code, function));
                }
                syn::ImplItem::Type(_) | syn::ImplItem::Const(_) => {}
                other => self.fault(
                    other,
                    "Only functions and constants can be in an `impl` here.",
                ),
            }
        }
        let before = self.this.replace(name);
        for part in &item.items {
            if let syn::ImplItem::Const(constant) = part {
                let name = constant.ident.to_string();
                let code = self.own_constants.get(&(of, name)).copied();
                self.constant_value(
                    code,
                    &constant.ident,
                    &constant.ty,
                    &constant.expr,
                );
            }
        }
        for (code, function) in functions {
            self.function(code, &function.sig, &function.block);
        }
        self.this = before;
    }

    /// Compiles a function that has its number.
    pub(super) fn function(
        &mut self,
        code: u32,
        sig: &syn::Signature,
        block: &syn::Block,
    ) {
        if let Some(token) = &sig.unsafety {
            self.fault(token, "`unsafe` is not part of this playground.");
        }
        let is_async = sig.asyncness.is_some();
        let mut body = Body {
            is_async,
            hint: match &sig.output {
                syn::ReturnType::Type(_, of) => self.type_hint(of),
                syn::ReturnType::Default => None,
            },
            ..Body::default()
        };
        body.code.name = sig.ident.to_string();
        body.code.is_async = is_async;
        body.code.parameters = sig.inputs.len() as u32;
        self.begin(body);
        let patterns: Vec<Option<&syn::Pat>> = sig
            .inputs
            .iter()
            .map(|input| match input {
                syn::FnArg::Receiver(_) => None,
                syn::FnArg::Typed(input) => Some(&*input.pat),
            })
            .collect();
        self.parameters(&patterns);
        let hint = self.body().hint.clone();
        self.block_value(block, hint.as_deref());
        self.at(At::of(block.brace_token.span.close()));
        self.end(code);
    }

    /// Gives the parameters their names; `None` is `self`.
    pub(super) fn parameters(&mut self, patterns: &[Option<&syn::Pat>]) {
        let mut apart = Vec::new();
        for pattern in patterns {
            match pattern {
                None => {
                    self.variable("self");
                }
                Some(syn::Pat::Ident(name))
                    if name.subpat.is_none() && name.by_ref.is_none() =>
                {
                    self.variable(&name.ident.to_string());
                }
                Some(syn::Pat::Type(typed)) => match &*typed.pat {
                    syn::Pat::Ident(name) if name.subpat.is_none() => {
                        self.variable(&name.ident.to_string());
                    }
                    pattern => apart.push((self.slot("it"), pattern)),
                },
                Some(pattern) => {
                    apart.push((self.slot("it"), *pattern));
                }
            }
        }
        for (slot, pattern) in apart {
            self.at(At::of(pattern.span()));
            self.emit(Op::Load(slot));
            self.bind_pattern(pattern);
        }
    }
}

/// An item, and those within its function.
fn gather<'a>(item: &'a syn::Item, items: &mut Vec<&'a syn::Item>) {
    items.push(item);
    let mut blocks = Vec::new();
    match item {
        syn::Item::Fn(function) => blocks.push(&*function.block),
        syn::Item::Impl(item) => {
            for part in &item.items {
                if let syn::ImplItem::Fn(function) = part {
                    blocks.push(&function.block);
                }
            }
        }
        _ => {}
    }
    for statement in blocks.into_iter().flat_map(|block| &block.stmts) {
        if let syn::Stmt::Item(item) = statement {
            gather(item, items);
        }
    }
}

/// Whether a variant is the default of its enum.
fn is_default(variant: &syn::Variant) -> bool {
    let mut attributes = variant.attrs.iter();
    attributes.any(|it| it.path().is_ident("default"))
}

/// Whether `derive` names `Copy`.
fn is_copy(attributes: &[syn::Attribute]) -> bool {
    derives(attributes, "Copy")
}

fn derives(attributes: &[syn::Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| {
        let syn::Meta::List(list) = &attribute.meta else {
            return false;
        };
        let mut words = list.tokens.clone().into_iter();
        list.path.is_ident("derive")
            && words.any(|word| word.to_string() == name)
    })
}

/// The name of a type, without what it is generic over.
pub(super) fn type_name(of: &syn::Type) -> Option<String> {
    match of {
        syn::Type::Path(path) => {
            let last = path.path.segments.last()?;
            Some(last.ident.to_string())
        }
        syn::Type::Reference(reference) => type_name(&reference.elem),
        syn::Type::Paren(paren) => type_name(&paren.elem),
        syn::Type::Group(group) => type_name(&group.elem),
        _ => None,
    }
}

/// The first type that a type is generic over.
fn argument(of: &syn::Type) -> Option<&syn::Type> {
    let syn::Type::Path(path) = of else {
        return None;
    };
    let last = path.path.segments.last()?;
    let syn::PathArguments::AngleBracketed(list) = &last.arguments else {
        return None;
    };
    list.args.iter().find_map(|it| match it {
        syn::GenericArgument::Type(of) => Some(of),
        _ => None,
    })
}

/// So deep types are looked into.
const DEEPEST_TYPE: usize = 8;

impl Compiler {
    /// What a type says of a value that is to be of it, as `hint` has it.
    pub(super) fn type_hint(&self, of: &syn::Type) -> Option<String> {
        self.hint_within(of, DEEPEST_TYPE)
    }

    fn hint_within(&self, of: &syn::Type, depth: usize) -> Option<String> {
        if let syn::Type::Tuple(tuple) = of
            && tuple.elems.is_empty()
        {
            return Some("()".to_owned());
        }
        let depth = depth.checked_sub(1)?;
        let name = type_name(of)?;
        let within = || self.hint_within(argument(of)?, depth);
        if let Some(alias) = self.aliases.get(&name) {
            return Some(match alias.is_open {
                true => with_inner(crate::hint::head(&alias.hint), within()),
                false => alias.hint.clone(),
            });
        }
        Some(match name.as_str() {
            "Box" => return within(),
            _ => with_inner(&name, within()),
        })
    }
}

fn with_inner(head: &str, inner: Option<String>) -> String {
    inner.map_or_else(|| head.to_owned(), |inner| format!("{head}<{inner}"))
}
