//! Makes a program of a text, or says what is wrong with it.

mod body;
mod control;
mod expr;
mod format;
mod items;
mod macros;
mod names;
mod pattern;
mod place;

use crate::code::{Code, Shape};
use crate::fault::{At, Fault};
use crate::limits;
use crate::machine::Program;
use crate::value::tags;
use body::Body;
use proc_macro2::TokenStream;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::str::FromStr;
use syn::spanned::Spanned;

/// So much is said of one text at most.
const MOST_FAULTS: usize = 20;

/// Reads a text, and makes a program of it; what is wrong with it if it is
/// none.
pub fn compile(text: &str) -> Result<Program, Vec<Fault>> {
    let too_large =
        limits::too_long(text).or_else(|| limits::too_deep_text(text));
    if let Some(fault) = too_large {
        return Err(vec![fault]);
    }
    let tokens = TokenStream::from_str(text).map_err(|error| {
        let at = At::of(error.span());
        vec![Fault::new(
            at,
            "This cannot be read: a bracket or a quote has no counterpart.",
        )]
    })?;
    if let Some(fault) = limits::too_deep(tokens.clone()) {
        return Err(vec![fault]);
    }
    let file: syn::File = syn::parse2(tokens).map_err(|error| {
        let faults = error.into_iter();
        let fault = |error: syn::Error| {
            let message = crate::vm::capital(&error.to_string());
            Fault::new(At::of(error.span()), format!("{message}."))
        };
        faults.map(fault).collect::<Vec<_>>()
    })?;
    let mut compiler = Compiler::default();
    compiler.file(&file);
    compiler.finish(&file)
}

/// A type of the program.
struct Own {
    number: u32,
    /// The tags of its variants by their names; that of a struct has no name.
    tags: HashMap<String, u32>,
}

/// What has parts of which the types are known.
#[derive(PartialEq, Eq, Hash)]
enum Hinted {
    /// A function, by its number: its arguments.
    Function(u32),
    /// Data of a tag: its fields.
    Data(u32),
}

/// Another name of a type.
struct Alias {
    /// What the type says of a value.
    hint: String,
    /// Whether the name is given what it holds: `type Outcome<T> = Result<T, Error>`.
    is_open: bool,
}

/// What is known of the text so far.
#[derive(Default)]
struct Compiler {
    faults: Vec<Fault>,
    codes: Vec<Option<Code>>,
    names: Vec<Rc<str>>,
    numbers: HashMap<Rc<str>, u32>,
    shapes: Vec<Shape>,
    types: HashMap<String, Own>,
    functions: HashMap<String, u32>,
    /// How many arguments each function takes, by its number.
    counts: HashMap<u32, usize>,
    constants: HashMap<String, u32>,
    /// Those that belong to a type, by its number and their names.
    own_constants: HashMap<(u32, String), u32>,
    /// What the parts of functions and data are to be.
    hints: HashMap<Hinted, Vec<Option<String>>>,
    aliases: HashMap<String, Alias>,
    methods: HashMap<(u32, u32), u32>,
    destructors: HashMap<u32, u32>,
    /// The names of methods that take `&mut self`.
    changing: HashSet<String>,
    /// The names of fields, for sentences.
    fields: HashSet<String>,
    /// What `use` calls by which name.
    uses: HashMap<String, String>,
    /// The functions that are being compiled, the innermost last.
    bodies: Vec<Body>,
    /// The type whose `impl` is being compiled.
    this: Option<String>,
}

impl Compiler {
    fn fault(&mut self, of: &impl Spanned, message: impl Into<String>) {
        self.fault_at(At::of(of.span()), message);
    }

    fn fault_at(&mut self, at: At, message: impl Into<String>) {
        if self.faults.len() < MOST_FAULTS {
            let fault = Fault::new(at, message);
            if !self.faults.contains(&fault) {
                self.faults.push(fault);
            }
        }
    }

    /// The number of a name.
    fn name(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let name: Rc<str> = name.into();
        let number = self.names.len() as u32;
        self.names.push(name.clone());
        self.numbers.insert(name, number);
        number
    }

    /// Keeps room for a function, and gives its number.
    fn reserve(&mut self) -> u32 {
        self.codes.push(None);
        self.codes.len() as u32 - 1
    }

    /// The tag for another shape.
    fn tag_of(&mut self, shape: Shape) -> u32 {
        self.shapes.push(shape);
        tags::OWN + self.shapes.len() as u32 - 1
    }

    fn finish(mut self, file: &syn::File) -> Result<Program, Vec<Fault>> {
        let main = self.functions.get("main").copied();
        let is_main = |code: u32| {
            let code = self.codes[code as usize].as_ref();
            code.is_some_and(|code| code.is_async && code.parameters == 0)
        };
        let main = main.filter(|main| is_main(*main));
        if main.is_none() && self.faults.is_empty() {
            let at = At::of(file.span());
            let at = At { to: at.from, ..at };
            self.fault_at(
                at,
                "A program begins with `async fn main()`, without arguments.",
            );
        }
        self.faults.sort_by_key(|fault| fault.from);
        let Some(main) = main.filter(|_| self.faults.is_empty()) else {
            return Err(self.faults);
        };
        let codes = self.codes.into_iter();
        Ok(Program {
            codes: codes.map(Option::unwrap_or_default).collect(),
            main,
            shapes: self.shapes,
            methods: self.methods,
            destructors: self.destructors,
            names: self.names,
        })
    }
}
