use meanwhile::prelude::*;

const AT_ONCE: usize = 2;

async fn page(place: usize, name: String) -> String {
    let url = format!("delay/0.{}", place + 1);
    match traced(name.clone(), fetch(url)).await {
        Ok(status) => format!("{name}: {status}"),
        Err(error) => format!("{name}: {error}"),
    }
}

pub async fn main() {
    // The answer is JSON with a list of names at its end.
    let list = match fetch_text("json").await {
        Ok(list) => list,
        Err(error) => return print(format!("no list: {error}")),
    };
    let names = list.rsplit('[').next().unwrap_or("").split('"');
    let names: Vec<String> = names
        .filter(|name| name.chars().all(|it| it.is_alphabetic()))
        .filter(|name| !name.is_empty())
        .map(|name| name.to_string())
        .collect();
    print(format!("{} pages, {AT_ONCE} at a time", names.len()));
    let pages = iter(names).enumerate().map(|(place, name)| page(place, name));
    let mut answers = pages.buffer_unordered(AT_ONCE);
    while let Some(answer) = answers.next().await {
        print(answer);
    }
}
