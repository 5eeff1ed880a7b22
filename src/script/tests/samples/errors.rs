//! Results: nested matches, `?`, early returns, collecting, options.
use crate::prelude::*;
use futures::future::{try_join, try_join_all};
use std::collections::HashMap;

#[derive(Debug)]
enum Error {
    Parse { text: String, line: usize },
    Range(i64),
    Other(Box<Error>),
}

type Outcome<T> = Result<T, Error>;

const LIMIT: i64 = 100;
static NAMES: [&str; 3] = ["a", "b", "c"];

fn number(text: &str, line: usize) -> Outcome<i64> {
    match text.trim().parse::<i64>() {
        Ok(n) if n.abs() > LIMIT => Err(Error::Range(n)),
        Ok(n) => Ok(n),
        Err(_) => Err(Error::Parse {
            text: text.to_string(),
            line,
        }),
    }
}

fn all(text: &str) -> Outcome<Vec<i64>> {
    text.lines()
        .enumerate()
        .map(|(i, line)| number(line, i + 1))
        .collect()
}

async fn load(name: &str, files: &HashMap<&str, &str>) -> Outcome<i64> {
    sleep(name.len() as u64).await;
    let Some(text) = files.get(name) else {
        return Err(Error::Other(Box::new(Error::Range(-1))));
    };
    let numbers = all(text)?;
    Ok(numbers.into_iter().sum())
}

fn describe(result: &Outcome<i64>) -> String {
    match result {
        Ok(0) => "nothing".to_string(),
        Ok(n @ 1..=9) => format!("few: {n}"),
        Ok(n) if *n < 0 => String::from("negative"),
        Ok(n) => format!("{n}"),
        Err(Error::Parse { text, line: 1 }) => format!("first line: {text}"),
        Err(Error::Parse { line, .. }) => format!("line {line}"),
        Err(Error::Range(n)) => format!("{n} is too far"),
        Err(Error::Other(inner)) => match **inner {
            Error::Range(n) => format!("other {n}"),
            _ => "other".into(),
        },
    }
}

fn first_even(list: &[i64]) -> Option<i64> {
    let first = list.first()?;
    if first % 2 == 0 {
        return Some(*first);
    }
    first_even(&list[1..])
}

async fn checked(n: u64) -> Result<u64, String> {
    sleep(n).await;
    if n % 2 == 0 {
        Ok(n)
    } else {
        Err(format!("{n} is odd"))
    }
}

async fn both() -> Result<u64, String> {
    let (a, b) = try_join(checked(2), checked(4)).await?;
    let all = try_join_all(vec![checked(a), checked(b), checked(6)]).await?;
    let sum: u64 = all.iter().sum();
    try_join_all([checked(8), checked(3), checked(1)]).await?;
    Ok(sum)
}

pub async fn main() {
    let files = HashMap::from([
        ("few", "1\n2\n3"),
        ("bad", "1\nx"),
        ("first", "y"),
        ("far", "7\n1000"),
        ("zero", "0"),
        ("minus", "-5"),
        ("many", "50\n 60"),
    ]);
    for name in [
        "few", "bad", "first", "far", "zero", "minus", "many", "none",
    ] {
        let result = load(name, &files).await;
        print(format!("{name}: {}", describe(&result)));
    }
    print(format!(
        "{:?} {:?}",
        first_even(&[1, 3, 4]),
        first_even(&[1])
    ));
    print(format!("{:?} at {}", both().await, elapsed()));
    let options = [Some(1), None, Some(3)];
    print(options.iter().flatten().sum::<i32>());
    let all: Option<Vec<i32>> = options.into_iter().collect();
    print(format!("{all:?}"));
    let config: HashMap<String, String> =
        NAMES.iter().map(|n| (n.to_string(), n.repeat(2))).collect();
    let value = config
        .get("b")
        .map(|v| v.as_str())
        .filter(|v| v.len() > 1)
        .unwrap_or("default");
    print(value);
    let nested: Result<Option<i32>, String> =
        Some(Ok::<i32, String>(3)).transpose();
    print(format!("{nested:?}"));
    let text = match (3, "x", Some(2.5)) {
        (0, ..) => "zero".to_string(),
        (_, "y", _) => "y".to_string(),
        (n, s, Some(f)) if f > 2.0 => format!("{n}{s}{f}"),
        _ => "none".to_string(),
    };
    print(text);
    let r: Result<u8, _> = "300".parse::<u8>();
    print(r.is_err());
    let e = "".parse::<i32>().unwrap_err();
    print(format!("{e}"));
    let x: Option<Option<i32>> = Some(None);
    if let Some(None) = x {
        print("inner none");
    }
    let word = Some("a").or(Some("b")).xor(None);
    print(format!(
        "{word:?} {:?}",
        Some(2).and_then(|n| if n > 1 { Some(n * 2) } else { None })
    ));
    let unit: Result<(), String> = (|| {
        let n: i32 = "5".parse().map_err(|_| "no".to_string())?;
        if n > 3 {
            Err(format!("{n} > 3"))?
        }
        Ok(())
    })();
    print(format!("{unit:?}"));
}
