//! Texts, shadowing, labelled loops, sorting.
use crate::prelude::*;
use std::fmt;

#[derive(Debug, Clone, PartialEq)]
struct Person {
    name: String,
    age: u32,
    height: f64,
}

fn parse(line: &str) -> Result<Person, String> {
    let parts: Vec<&str> = line.split(',').map(|part| part.trim()).collect();
    let [name, age, height] = parts[..] else {
        return Err(format!("{} parts in {line:?}", parts.len()));
    };
    if name.is_empty() {
        return Err("no name".into());
    }
    let age = age
        .parse::<u32>()
        .map_err(|error| format!("age {age:?}: {error}"))?;
    let height: f64 = height.parse().map_err(|_| "height".to_owned())?;
    Ok(Person {
        name: name.to_owned(),
        age,
        height,
    })
}

fn title(text: &str) -> String {
    text.split_whitespace()
        .map(|word| {
            let mut letters = word.chars();
            match letters.next() {
                Some(first) => {
                    first.to_uppercase().collect::<String>() + letters.as_str()
                }
                None => String::new(),
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn is_palindrome(text: &str) -> bool {
    let letters: Vec<char> = text
        .chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| c.to_ascii_lowercase())
        .collect();
    letters.iter().eq(letters.iter().rev())
}

fn caesar(text: &str, by: u8) -> String {
    text.chars()
        .map(|c| match c {
            'a'..='z' => (((c as u8 - b'a' + by) % 26) + b'a') as char,
            'A'..='Z' => (((c as u8 - b'A' + by) % 26) + b'A') as char,
            other => other,
        })
        .collect()
}

pub async fn main() {
    let lines = "Ada, 36, 1.65\nBob, x, 1.8\n, 3, 1.0\nCy, 20\nDi, 51, 1.5";
    let mut people = Vec::new();
    for (number, line) in lines.lines().enumerate() {
        match parse(line) {
            Ok(person) => people.push(person),
            Err(error) => print(format!("line {}: {error}", number + 1)),
        }
    }
    people.sort_by(|a, b| a.height.partial_cmp(&b.height).unwrap());
    for Person { name, age, height } in &people {
        print(format!("{name:<5}|{age:>4}|{height:.1}"));
    }
    people.sort_by_key(|person| std::cmp::Reverse(person.age));
    print(format!(
        "{:?}",
        people.iter().map(|p| p.name.as_str()).collect::<Vec<_>>()
    ));
    let oldest = people.iter().max_by_key(|p| p.age).unwrap();
    print(&oldest.name);
    print(
        people.iter().map(|p| p.age).sum::<u32>() as f64 / people.len() as f64,
    );
    print(title("the quick brown fox"));
    print(is_palindrome("A man, a plan, a canal: Panama"));
    print(caesar("Hello, World", 3));
    let x = 5;
    let x = x * 2;
    {
        let x = "inner";
        print(x);
    }
    let x = format!("{x}!");
    print(x);
    'outer: for a in 1.. {
        for b in 1..a {
            if a * b > 50 {
                print(format!("{a} {b}"));
                break 'outer;
            }
            if (a + b) % 7 == 0 {
                continue 'outer;
            }
        }
    }
    let found = 'search: {
        for n in [4, 9, 15] {
            if n % 3 == 0 {
                break 'search Some(n);
            }
        }
        None
    };
    print(format!("{found:?}"));
    let mut stack = vec![1];
    let mut visited = Vec::new();
    while let Some(n) = stack.pop() {
        visited.push(n);
        if n < 8 {
            stack.push(n * 2);
            stack.push(n * 2 + 1);
        }
    }
    print(format!("{visited:?}"));
    let mut grid = vec![vec!['.'; 4]; 3];
    grid[1][2] = '#';
    for row in grid.iter_mut() {
        row[0] = '>';
    }
    for row in &grid {
        print(row.iter().collect::<String>());
    }
    let (evens, odds): (Vec<i32>, Vec<i32>) = (1..=6).partition(|n| n % 2 == 0);
    print(format!("{evens:?} {odds:?}"));
    let mut words = vec!["pear", "fig", "apple"];
    words.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    print(words.join("/"));
    words.sort();
    words.dedup();
    print(format!(
        "{:?} {:?}",
        words.first(),
        words.last().map(|w| w.len())
    ));
    let number = 1234567.891_f64;
    print(format!(
        "{number:.2} {number:e} {:>10.3} {:08.3}",
        2.5, -3.14159
    ));
    print(format!("{:#x} {:#b} {:o} {:#?}", 255, 5, 8, (1, "a")));
    print(format!("{:?} {:?}", "tab\t\"quoted\"", 'q'));
    print(format!("{0}-{1}-{0} {name}", 1, 2, name = "n"));
    let bytes = "hey".as_bytes();
    print(
        bytes
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect::<Vec<_>>()
            .join(""),
    );
    print(
        "a=1;b=2"
            .split(';')
            .filter_map(|kv| kv.split_once('='))
            .map(|(k, v)| format!("{v}{k}"))
            .collect::<String>(),
    );
    print(format!(
        "{:?}",
        "héllo wörld"
            .char_indices()
            .filter(|(_, c)| !c.is_ascii())
            .collect::<Vec<_>>()
    ));
    print("abc".repeat(2).to_uppercase().replace("BC", "-"));
    print(format!("{:?} {:?}", "hello".find('l'), "hello".rfind("l")));
    print("  x ".trim_start().len());
    print("prefix-rest".strip_prefix("prefix-").unwrap_or("none"));
    let text = String::from_utf8(vec![104, 105]).unwrap();
    print(text);
    let v: Vec<u32> = "1 2 3"
        .split(' ')
        .map(|n| n.parse())
        .collect::<Result<_, _>>()
        .unwrap();
    print(v.iter().sum::<u32>());
    let t = (1, (2.5, "x"));
    let (a, (b, c)) = t;
    print(format!("{a} {b} {c} {}", (t.1).0));
}
