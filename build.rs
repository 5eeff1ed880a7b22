//! Highlights the sources that the page shows, so that it need not.
//!
//! They are no part of the wasm: the page fetches a lab's when it shows the
//! first. So this writes two things: files of texts, and beside them Rust that
//! tells which text is where.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs, io};
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};
use syntect::util::LinesWithEndings;

const STRATEGIES: &str = "src/experiments/crawl/strategies";
const MODES: &str = "src/experiments/freeze/modes";
const TASKS: &str = "src/experiments/tasks";
const FORMS: &str = "src/experiments/cost/forms";
const PROGRAMS: &str = "src/experiments/tasks/programs";
const STARTS: &str = "src/experiments/script/starts";
const STAGES: &str = "src/exhibits/labs";
/// The files of texts that are of no lab, as `experiments::text` knows them.
const OF_NO_LAB: [&str; 3] = ["goals", "examples", "pictures"];
const EXAMPLES: &str = "src/experiments/examples.txt";
const PICTURES: &str = "src/exhibits/examples.txt";
const RACE: &str = "src/experiments/race/strategies";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is_wasm = env::var("TARGET").is_ok_and(|it| it.starts_with("wasm32"));
    if is_wasm && env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        // By its relocations the app is cut in two.
        println!("cargo::rustc-link-arg-bin=app=--emit-relocs");
    }
    if is_wasm {
        // A program's futures are polled within each other.
        println!("cargo::rustc-link-arg-bin=script=-zstack-size=4194304");
    }
    println!("cargo::rerun-if-changed={STRATEGIES}");
    println!("cargo::rerun-if-changed={MODES}");
    println!("cargo::rerun-if-changed={TASKS}");
    println!("cargo::rerun-if-changed={RACE}");
    println!("cargo::rerun-if-changed={FORMS}");
    println!("cargo::rerun-if-changed={STARTS}");
    println!("cargo::rerun-if-changed={STAGES}");
    println!("cargo::rerun-if-changed={EXAMPLES}");
    println!("cargo::rerun-if-changed={PICTURES}");
    let syntaxes = SyntaxSet::load_defaults_newlines();
    Texts::clear();
    let stages = stages();
    let names: Vec<&str> = stages.keys().map(String::as_str).collect();
    write(
        "files.rs",
        &format!("{:?}", [&names[..], &OF_NO_LAB].concat()),
    );
    let texts = |(place, (name, stage)): (usize, (&String, &String))| {
        let mut texts = Texts::new(name, place);
        texts.parts.push(stage.clone());
        texts
    };
    let mut labs: Vec<Texts> = stages.iter().enumerate().map(texts).collect();
    let place = |lab| names.iter().position(|name| *name == lab);
    let with_sources = ["crawl", "freeze", "tasks", "race", "cost", "script"];
    let places = with_sources.map(|lab| place(lab).expect("it is a lab"));
    let [crawl, freeze, tasks, race, cost, script] = labs
        .get_disjoint_mut(places)
        .expect("they are different ones");
    write("sources.rs", &strategies(&syntaxes, crawl));
    write("modes.rs", &modes(&syntaxes, freeze));
    write("programs.rs", &programs(&syntaxes, tasks, script));
    write("starts.rs", &starts(&syntaxes, script));
    write("race.rs", &compete(&syntaxes, race));
    write("forms.rs", &cost_forms(&syntaxes, cost));
    write("compare.rs", &compared_lines());
    for texts in &labs {
        texts.write();
    }
    let said = [goals(), read_path(EXAMPLES), read_path(PICTURES)];
    for (place, text) in said.iter().enumerate() {
        let mut texts = Texts::new(OF_NO_LAB[place], labs.len() + place);
        texts.parts.extend(text.split(BETWEEN).map(str::to_owned));
        texts.write();
    }
}

/// What is said of the goals of all labs, which stands in their folders.
fn goals() -> String {
    let folders = fs::read_dir("src/experiments").expect("it is there");
    let files = folders.filter_map(|entry| {
        let file = entry.expect("a folder can be read").path();
        let file = file.join("goals.txt");
        file.exists().then(|| file.to_string_lossy().into_owned())
    });
    let files: BTreeSet<String> = files.collect();
    let said = files.iter().map(|file| {
        println!("cargo::rerun-if-changed={file}");
        read_path(file)
    });
    said.collect::<Vec<_>>().join("\n")
}

/// The stage of each lab with a recorded run, by the names of the labs. That of
/// Crawl comes with the page.
fn stages() -> BTreeMap<String, String> {
    let stage = |entry: io::Result<fs::DirEntry>| {
        let path = entry.expect("a folder can be read").path();
        let name = path.file_stem().expect("a file has a name");
        let stage = read_path(&path.to_string_lossy());
        (name.to_string_lossy().into_owned(), stage)
    };
    let stages = fs::read_dir(STAGES).expect("the stages are there");
    let crawl = ("crawl".to_owned(), String::new());
    stages.map(stage).chain([crawl]).collect()
}

/// What stands between two texts of a file, and in none.
const BETWEEN: &str = "\u{c}";

/// The texts of one file, which is called as the lab that shows them. The first
/// is the name of the file, by which the page knows that it was given that and
/// no other.
struct Texts {
    name: String,
    /// Its place among all files.
    place: usize,
    parts: Vec<String>,
}

impl Texts {
    fn new(name: &str, place: usize) -> Self {
        let (name, parts) = (name.to_owned(), vec![name.to_owned()]);
        Self { name, place, parts }
    }

    /// Takes a text, and returns where it is, in Rust.
    fn add(&mut self, text: String) -> String {
        assert!(!text.contains(BETWEEN), "a text has no form feed");
        self.parts.push(text);
        let (file, place) = (self.place, self.parts.len() - 1);
        format!("crate::experiments::Text {{ file: {file}, place: {place} }}")
    }

    /// The same for texts with names.
    fn add_named(&mut self, named: Vec<(&str, String)>) -> String {
        let places = named
            .into_iter()
            .map(|(name, text)| format!("({name:?}, {}), ", self.add(text)));
        format!("&[{}]", places.collect::<String>())
    }

    /// Where they are written: to where the host tests look, and to where the
    /// build of the page does: the folder of the profile, which, unlike that of
    /// a build script, can be found.
    fn folders() -> [PathBuf; 2] {
        let out = env::var("OUT_DIR").expect("cargo names the output folder");
        let out = Path::new(&out);
        let profile = out.ancestors().nth(3).expect("it is in the target's");
        [out, profile].map(|folder| folder.join("texts"))
    }

    /// Removes what an earlier build wrote.
    fn clear() {
        for folder in Self::folders() {
            // At first there is none.
            let _ = fs::remove_dir_all(&folder);
            fs::create_dir_all(&folder).expect("the target is writable");
        }
    }

    fn write(&self) {
        for folder in Self::folders() {
            let path = folder.join(format!("{}.txt", self.name));
            fs::write(path, self.parts.join(BETWEEN))
                .expect("the target is writable");
        }
    }
}

/// A constant for each strategy: what ran, in its two forms, and the same in
/// other languages.
fn strategies(syntaxes: &SyntaxSet, file: &mut Texts) -> String {
    let mut code = String::new();
    for name in [
        "blocking",
        "sequential",
        "concurrent",
        "limited",
        "spawned",
        "promise_all",
        "threads",
    ] {
        let ran = match name {
            "promise_all" => "js",
            _ => "rs",
        };
        let read = |extension| read(STRATEGIES, name, extension);
        let [collects, stops] = forms(&read(ran));
        let mut texts = vec![(collects, ran), (stops, ran), (read("py"), "py")];
        texts.push(match ran {
            "js" => (String::new(), "js"),
            _ => (read("js"), "js"),
        });
        let places: Vec<String> = texts
            .iter()
            .map(|(text, language)| {
                file.add(highlighted(syntaxes, text, language))
            })
            .collect();
        let constant = name.to_uppercase();
        let places = places.join(", ");
        code += &format!(
            "pub(super) const {constant}: [crate::experiments::Text; 4] = \
             [{places}];\n"
        );
    }
    code
}

/// A constant for each mode: its Rust, and the same in other languages.
fn modes(syntaxes: &SyntaxSet, file: &mut Texts) -> String {
    let mut code = String::new();
    for name in ["main", "microtask", "sliced", "worker", "pool"] {
        let places = ["rs", "py", "js"].map(|language| {
            let text = read(MODES, name, language);
            let text = text.lines().filter(|line| !line.starts_with("//!"));
            let text = text.collect::<Vec<_>>().join("\n");
            file.add(highlighted(syntaxes, text.trim(), language))
        });
        let constant = name.to_uppercase();
        let places = places.join(", ");
        code += &format!(
            "pub(super) const {constant}: [crate::experiments::Text; 3] = \
             [{places}];\n"
        );
    }
    code
}

/// A constant for each way to count: its Rust, the lock that it uses, if any,
/// and the same in other languages, by their names on the page.
fn compete(syntaxes: &SyntaxSet, file: &mut Texts) -> String {
    let mut code = String::new();
    for name in [
        "task_await",
        "task_no_await",
        "task_lock",
        "shared_plain",
        "shared_atomic",
        "shared_lock",
        "messages",
    ] {
        let mut tabs = vec![("Rust, as run", name, "rs")];
        if name == "shared_lock" {
            tabs.push(("The lock", "lock", "rs"));
        }
        tabs.extend([("Python", name, "py"), ("JavaScript", name, "js")]);
        let tabs: Vec<(&str, String)> = tabs
            .into_iter()
            .map(|(tab, name, language)| {
                let text = read(RACE, name, language);
                let lines = text.lines();
                let lines = lines.filter(|line| !line.starts_with("//!"));
                let text = lines.collect::<Vec<_>>().join("\n");
                (tab, highlighted(syntaxes, text.trim(), language))
            })
            .collect();
        let constant = name.to_uppercase();
        code += &format!(
            "pub(super) const {constant}: &[(&str, crate::experiments::Text)] \
             = {};\n",
            file.add_named(tabs),
        );
    }
    code
}

/// A constant for each program: its Rust line by line, so that the page can
/// mark one, and the same in other languages; and one for the executor. Its
/// `copy` goes to another file: that is the text to edit.
fn programs(
    syntaxes: &SyntaxSet,
    file: &mut Texts,
    copies: &mut Texts,
) -> String {
    let mut code = String::new();
    for name in &names(PROGRAMS) {
        let source = read(PROGRAMS, name, "rs");
        let copy = copies.add(copy_of(&source));
        let (first_line, rust) = body(&source);
        let rust = highlighted_lines(syntaxes, &rust, "rs").join("\n");
        let rust = file.add(rust);
        let [python, javascript] = ["py", "js"].map(|language| {
            let text = read(PROGRAMS, name, language);
            file.add(highlighted(syntaxes, text.trim(), language))
        });
        let constant = name.to_uppercase();
        code += &format!(
            "pub(super) const {constant}: Source = Source {{ rust: {rust}, \
             first_line: {first_line}, python: {python}, javascript: \
             {javascript}, copy: {copy} }};\n"
        );
    }
    let (_, executor) = body(&read(TASKS, "executor", "rs"));
    let executor = highlighted_lines(syntaxes, &executor, "rs").join("\n");
    let executor = file.add(executor);
    code + &format!(
        "pub(super) const EXECUTOR: crate::experiments::Text = {executor};\n"
    )
}

/// A constant for each form of what goes on by itself: its sources by language,
/// what runs first.
fn cost_forms(syntaxes: &SyntaxSet, file: &mut Texts) -> String {
    const RUST: (&str, &str) = ("Rust, as run", "rs");
    const PYTHON: (&str, &str) = ("Python", "py");
    const JAVASCRIPT: (&str, &str) = ("JavaScript", "js");
    const JAVASCRIPT_RUN: (&str, &str) = ("JavaScript, as run", "js");
    let forms = [
        ("spawn_local", vec![RUST, PYTHON, JAVASCRIPT]),
        ("futures_unordered", vec![RUST, PYTHON, JAVASCRIPT]),
        ("js_async", vec![JAVASCRIPT_RUN, PYTHON]),
        ("shared_workers", vec![RUST, JAVASCRIPT_RUN, PYTHON]),
        ("own_workers", vec![RUST, PYTHON, JAVASCRIPT]),
    ];
    let mut code = String::new();
    for (name, languages) in forms {
        let html: Vec<(&str, String)> = languages
            .into_iter()
            .map(|(label, language)| {
                let text = read(FORMS, name, language);
                let text = text.lines().filter(|it| !it.starts_with("//!"));
                let text = text.collect::<Vec<_>>().join("\n");
                (label, highlighted(syntaxes, text.trim(), language))
            })
            .collect();
        let constant = name.to_uppercase();
        code += &format!(
            "pub(super) const {constant}: &[(&str, crate::experiments::Text)] \
             = {};\n",
            file.add_named(html),
        );
    }
    code
}

/// The lines of a counter without a race as coroutines, threads and processes:
/// those with code on them.
fn compared_lines() -> String {
    let lines = |names: &[&str]| -> usize {
        let code = |name: &&str| {
            let text = read(RACE, name, "rs");
            let lines = text.lines().map(str::trim);
            let is_code =
                |line: &&str| !line.is_empty() && !line.starts_with("//");
            lines.filter(is_code).count()
        };
        names.iter().map(code).sum()
    };
    let counts = [
        lines(&["task_no_await"]),
        lines(&["shared_lock", "lock"]),
        lines(&["messages"]),
    ];
    format!("pub(super) const LINES: [u32; 3] = {counts:?};\n")
}

/// A constant for each starting point: its Rust as it is edited, and the same in
/// other languages.
fn starts(syntaxes: &SyntaxSet, file: &mut Texts) -> String {
    let mut code = String::new();
    for name in &names(STARTS) {
        let rust = file.add(read(STARTS, name, "rs"));
        let [python, javascript] = ["py", "js"].map(|language| {
            let text = read(STARTS, name, language);
            file.add(highlighted(syntaxes, text.trim(), language))
        });
        let constant = name.to_uppercase();
        code += &format!(
            "pub(super) const {constant}: Languages = Languages {{ rust: \
             {rust}, python: {python}, javascript: {javascript} }};\n"
        );
    }
    code
}

/// A program of Tasks as somebody would write it: what it takes from outside,
/// and its body.
fn copy_of(source: &str) -> String {
    let of_the_lesson = |line: &&str| {
        line.starts_with("use super::") || line.starts_with("use crate::")
    };
    let uses = source.lines().filter(|line| line.starts_with("use "));
    let uses = uses.filter(|line| !of_the_lesson(line));
    let head = ["use meanwhile::prelude::*;"].into_iter().chain(uses);
    let head = head.collect::<Vec<_>>().join("\n");
    let (_, body) = body(source);
    let body = body.replace("async fn main()", "pub async fn main()");
    format!("{head}\n\n{body}\n")
}

/// The files of the programs in a folder: all Rust there that is told in Python
/// too.
fn names(folder: &str) -> Vec<String> {
    let folder = fs::read_dir(folder).expect("the folder is there");
    let name = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.expect("the folder is readable").path();
        let is_program =
            path.extension()? == "rs" && path.with_extension("py").exists();
        let name = path.file_stem()?.to_str()?.to_owned();
        is_program.then_some(name)
    };
    let mut names: Vec<String> = folder.filter_map(name).collect();
    names.sort();
    names
}

/// What stands between the head of a file, its documentation and its imports,
/// and what is said of a program; and the number of its first line.
fn body(source: &str) -> (usize, String) {
    let is_shown = |line: &&str| !line.contains(" const LESSON: ");
    let lines: Vec<&str> = source.lines().take_while(is_shown).collect();
    let is_head = |line: &&str| {
        line.is_empty() || line.starts_with("//!") || line.starts_with("use ")
    };
    let head = lines.iter().take_while(|line| is_head(line)).count();
    // Programs are private to their folder; that is no part of the lesson.
    let body = lines[head..].join("\n").replace("pub(super) ", "");
    (head + 1, body.trim_end().to_owned())
}

fn write(name: &str, code: &str) {
    let out = env::var("OUT_DIR").expect("cargo names the output folder");
    fs::write(Path::new(&out).join(name), code)
        .expect("the output folder is writable");
}

fn read(folder: &str, name: &str, extension: &str) -> String {
    read_path(&format!("{folder}/{name}.{extension}"))
}

fn read_path(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The two functions of a strategy: the one that collects errors, the one that
/// stops at the first; each with its documentation and the file's imports.
fn forms(source: &str) -> [String; 2] {
    let doc = |line: &&str| line.starts_with("///") || line.starts_with("/**");
    let lines: Vec<&str> = source
        .lines()
        .filter(|line| !line.starts_with("//!"))
        .collect();
    let starts: Vec<usize> =
        (0..lines.len()).filter(|at| doc(&lines[*at])).collect();
    let &[first, second] = starts.as_slice() else {
        panic!(
            "a strategy has two functions, each with a line of documentation"
        );
    };
    let head = lines[..first].join("\n");
    let form = |lines: &[&str]| {
        format!("{head}\n{}", lines.join("\n")).trim().to_owned()
    };
    [form(&lines[first..second]), form(&lines[second..])]
}

/// Marks the words of `text` by what they are, and the lines that await.
fn highlighted(syntaxes: &SyntaxSet, text: &str, extension: &str) -> String {
    let lines = highlighted_lines(syntaxes, text, extension).join("\n");
    // A marked line is a block, which ends by itself.
    lines.replace("</mark>\n", "</mark>")
}

/// The same line by line.
fn highlighted_lines(
    syntaxes: &SyntaxSet,
    text: &str,
    extension: &str,
) -> Vec<String> {
    let syntax = syntaxes
        .find_syntax_by_extension(extension)
        .expect("the default syntaxes know it");
    let mut parser = ParseState::new(syntax);
    let mut scopes = ScopeStack::new();
    let mut lines = Vec::new();
    for line in LinesWithEndings::from(text) {
        let mut line_html = String::new();
        let mut done = 0;
        let changes = parser.parse_line(line, syntaxes).expect("it parses");
        for (at, change) in changes {
            line_html += &words(&line[done..at], &scopes);
            scopes.apply(&change).expect("scopes are balanced");
            done = at;
        }
        line_html += &words(&line[done..], &scopes);
        let is_code = !line.trim_start().starts_with("//");
        let mut names = line.split(|c: char| !c.is_alphanumeric() && c != '_');
        lines.push(match names.any(|name| name == "await") && is_code {
            true => format!("<mark>{line_html}</mark>"),
            false => line_html,
        });
    }
    lines
}

/// Younger than the syntax definitions, which take them for names.
const KEYWORDS: [&str; 6] = ["async", "await", "impl", "for", "of", "const"];

fn words(text: &str, scopes: &ScopeStack) -> String {
    // Whoever joins the lines ends them.
    let text = text.trim_end_matches('\n');
    let class = scopes.as_slice().iter().rev().find_map(class_of);
    if let Some(class @ ("comment" | "string")) = class {
        return format!("<i class=\"{class}\">{}</i>", escaped(text));
    }
    let mut html = String::new();
    for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let name = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let (name, rest) = word.split_at(name.len());
        let class = match KEYWORDS.contains(&name) {
            true => class.or(Some("keyword")),
            false => class,
        };
        html += &match class.filter(|_| !name.is_empty()) {
            Some(class) => {
                format!("<i class=\"{class}\">{}</i>", escaped(name))
            }
            None => escaped(name),
        };
        html += &escaped(rest);
    }
    html
}

fn class_of(scope: &Scope) -> Option<&'static str> {
    const CLASSES: [(&str, &str); 7] = [
        ("comment", "comment"),
        ("string", "string"),
        ("constant", "number"),
        ("entity.name.function", "function"),
        ("support.function", "function"),
        ("variable.function", "function"),
        ("keyword", "keyword"),
    ];
    let name = scope.build_string();
    if name.starts_with("storage") {
        return Some("keyword");
    }
    let found = CLASSES.iter().find(|(prefix, _)| name.starts_with(prefix));
    found.map(|(_, class)| *class)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
