//! Functions, types and constants. First all are named, then each is compiled.

use super::body::Body;
use super::names::nearest;
use super::{Compiler, Own};
use crate::code::Shape;
use crate::fault::At;
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
        for item in &file.items {
            self.declare(item);
        }
        for item in &file.items {
            self.compile_item(item);
        }
    }

    /// Names what an item has.
    fn declare(&mut self, item: &syn::Item) {
        match item {
            syn::Item::Use(item) => self.take_in(&item.tree, Vec::new()),
            syn::Item::Fn(item) => {
                let name = item.sig.ident.to_string();
                let code = self.reserve();
                self.counts.insert(code, item.sig.inputs.len());
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
        self.tag_of(Shape {
            name: name.to_owned(),
            of,
            fields: names,
            count: fields.len() as u32,
            is_copy,
            is_dropped: false,
        })
    }

    /// Notes what `use` gives a name.
    fn take_in(&mut self, tree: &syn::UseTree, path: Vec<String>) {
        match tree {
            syn::UseTree::Path(part) => {
                let name = part.ident.to_string();
                if path.is_empty() && !CRATES.contains(&name.as_str()) {
                    if self.types.contains_key(&name) {
                        self.fault(
                            part,
                            "`use` of the variants of an enum is not part of this playground: \
                             write the name of the enum before them.",
                        );
                        return;
                    }
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
            syn::UseTree::Glob(_) => {}
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
                self.constant_item(&item.ident, &item.expr);
            }
            syn::Item::Static(item) => {
                self.constant_item(&item.ident, &item.expr);
            }
            syn::Item::Use(_)
            | syn::Item::Struct(_)
            | syn::Item::Enum(_)
            | syn::Item::Type(_) => {}
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

    fn constant_item(&mut self, name: &syn::Ident, value: &syn::Expr) {
        let code = self.constants.get(&name.to_string()).copied();
        if let Some(code) = code {
            let mut body = Body::default();
            body.code.name = name.to_string();
            self.begin(body);
            self.value(value);
            self.end(code);
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
                syn::ImplItem::Type(_) => {}
                other => self
                    .fault(other, "Only functions can be in an `impl` here."),
            }
        }
        let before = self.this.replace(name);
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
                syn::ReturnType::Type(_, of) => type_hint(of),
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
            self.emit(crate::code::Op::Load(slot));
            self.bind_pattern(pattern);
        }
    }
}

/// Whether `derive` names `Copy`.
fn is_copy(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let syn::Meta::List(list) = &attribute.meta else {
            return false;
        };
        let mut words = list.tokens.clone().into_iter();
        list.path.is_ident("derive")
            && words.any(|word| word.to_string() == "Copy")
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

/// What the type of a variable says to a method that makes one of several.
pub(super) fn type_hint(of: &syn::Type) -> Option<String> {
    type_name(of)
}
