//! Refuses texts that are too long or too deeply nested: the parser and the
//! compiler go as deep as the text does, on the stack of the thread.

use crate::fault::{At, Fault};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The longest text, in bytes.
const LONGEST: usize = 200_000;
/// How many brackets may be within each other.
const DEEPEST: usize = 48;
/// How many words and signs may follow each other without a bracket of their
/// own around them, or a sign that ends something.
const LONGEST_PART: usize = 600;
/// How many of these one part may have: each may hold the rest.
const MOST_PREFIXES: usize = 120;
/// How many `else` may follow each other.
const MOST_ELSE: usize = 48;

/// What makes a text too large to read; nothing if it is not.
pub(crate) fn too_long(text: &str) -> Option<Fault> {
    (text.len() > LONGEST).then(|| {
        Fault::new(
            At::default(),
            "A program is at most 200 kB long.".to_owned(),
        )
    })
}

/// Where brackets are nested too deeply, told before anything is parsed.
pub(crate) fn too_deep_text(text: &str) -> Option<Fault> {
    let (mut depth, mut line, mut column) = (0_usize, 1, 0);
    for letter in text.chars() {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '\n' => (line, column) = (line + 1, 0),
            _ => {}
        }
        if letter != '\n' {
            column += 1;
        }
        if depth > DEEPEST * 2 {
            let place = crate::fault::Place { line, column };
            let at = At {
                from: place,
                to: place,
            };
            return Some(nested(at));
        }
    }
    None
}

fn nested(at: At) -> Fault {
    Fault::new(at, "This is nested too deeply for this playground.")
}

/// Where a text is nested too deeply to be parsed.
pub(crate) fn too_deep(tokens: TokenStream) -> Option<Fault> {
    within(tokens, 0)
}

fn within(tokens: TokenStream, depth: usize) -> Option<Fault> {
    let (mut part, mut prefixes, mut otherwise) = (0, 0, 0);
    for token in tokens {
        let at = At::of(token.span());
        part += 1;
        match &token {
            TokenTree::Group(group) => {
                if depth >= DEEPEST {
                    return Some(nested(at));
                }
                if let Some(fault) = within(group.stream(), depth + 1) {
                    return Some(fault);
                }
                let is_block = group.delimiter() == Delimiter::Brace;
                if is_block {
                    (part, prefixes) = (0, 0);
                }
            }
            TokenTree::Punct(sign) => match sign.as_char() {
                ';' | ',' => (part, prefixes, otherwise) = (0, 0, 0),
                '|' | '<' | '=' | '!' | '-' | '*' | '&' | '?' | '\'' | '#' => {
                    prefixes += 1;
                }
                _ => {}
            },
            TokenTree::Ident(word) => {
                let word = word.to_string();
                match word.as_str() {
                    "else" => otherwise += 1,
                    "return" | "break" | "move" | "async" | "mut" | "dyn"
                    | "impl" | "if" | "match" | "loop" | "unsafe" | "const"
                    | "static" | "ref" | "box" | "yield" | "let" | "for"
                    | "while" | "in" => prefixes += 1,
                    _ => {}
                }
            }
            TokenTree::Literal(_) => {}
        }
        if part > LONGEST_PART
            || prefixes > MOST_PREFIXES
            || otherwise > MOST_ELSE
        {
            return Some(Fault::new(
                at,
                "This goes on for too long: put parts of it into variables.",
            ));
        }
    }
    None
}
