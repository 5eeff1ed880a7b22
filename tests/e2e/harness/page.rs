//! The page as scripts and screen readers see it: roles, names, and the
//! attributes that carry figures. Not what the figures should be.

use super::Browser;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;
use thirtyfour::WebElement;

/// A row of the per-request table: its `data-status`, and each metric that is
/// known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// The `data-row`, from 0.
    pub(crate) row: usize,
    /// The `data-status`.
    pub(crate) status: String,
    /// The figures by the name of their metric.
    pub(crate) metrics: BTreeMap<String, f64>,
    /// All its text.
    pub(crate) text: String,
}

/// What finds an element by its role and its name.
///
/// The name is what a person would read: a label in words, the text of the
/// `<label>` or of the element itself.
const FIND: &str = r#"
    const [role, name] = arguments;
    const plain = {
      button: "button, summary, input[type=button], input[type=submit]",
      checkbox: "input[type=checkbox]",
      combobox: "select",
      heading: "h1, h2, h3, h4, h5, h6",
      link: "a[href]",
      radio: "input[type=radio]",
      slider: "input[type=range]",
      spinbutton: "input[type=number]",
      tab: "[role=tab]",
      table: "table",
      textbox: "textarea, input:not([type]), input[type=text], input[type=url]",
    }[role];
    const css = `[role="${role}"]` + (plain ? `, ${plain}` : "");
    const text = (it) => (it?.textContent ?? "").replace(/\s+/g, " ").trim();
    const nameOf = (it) => {
      const by = it.getAttribute("aria-labelledby");
      if (by) return by.split(/\s+/).map((id) => text(document.getElementById(id))).join(" ");
      const labels = Array.from(it.labels ?? [], (label) => {
        const copy = label.cloneNode(true);
        copy.querySelectorAll("input, select, textarea").forEach((control) => control.remove());
        return text(copy);
      });
      return it.getAttribute("aria-label") ?? (labels.join(" ") || it.caption && text(it.caption)
        || text(it) || it.value || it.title);
    };
    const found = Array.from(document.querySelectorAll(css)).filter((it) =>
      it.checkVisibility() && nameOf(it) === name);
    return found[0] ?? null;
"#;

/// Waits until an element is where it was a moment before.
const STAND_STILL: &str = r#"
    const place = () => JSON.stringify(arguments[0].getBoundingClientRect());
    const turn = () => new Promise((resolve) => setTimeout(resolve, 20));
    for (let before = ""; before !== place(); await turn()) before = place();
"#;

const ROWS: &str = r#"
    const own = (row) => [row, ...row.querySelectorAll("[data-metric]")];
    return Array.from(document.querySelectorAll("[data-row]"))
      .filter((row) => (row.dataset.strategy
        ?? row.closest("[data-strategy]")?.dataset.strategy ?? null) === arguments[0]
        || arguments[0] === null)
      .map((row) => ({
        row: Number(row.dataset.row),
        status: row.dataset.status ?? "",
        text: row.innerText,
        metrics: own(row)
          .filter((cell) => cell.dataset.metric && cell.dataset.value)
          .map((cell) => [cell.dataset.metric, Number(cell.dataset.value)]),
      }));
"#;

impl Browser {
    /// The element of a role with exactly this name, once it is in view.
    pub(crate) async fn named(&self, role: &str, name: &str) -> WebElement {
        let arguments = [role.into(), name.into()];
        let what = format!("there is a {role} named “{name}”");
        self.wait_for(&what, async || {
            let found = self.driver.execute(FIND, arguments.to_vec()).await;
            found.ok()?.element().ok()
        })
        .await
    }

    /// Whether there is such an element now.
    pub(crate) async fn has(&self, role: &str, name: &str) -> bool {
        self.js(FIND, &[role.into(), name.into()]).await != Value::Null
    }

    /// Clicks the element of a role with exactly this name.
    pub(crate) async fn click(&self, role: &str, name: &str) {
        let element = self.named(role, name).await;
        self.click_it(&element, &format!("{role} “{name}”")).await;
    }

    /// Clicks the first element of a CSS selector, once there is one.
    pub(crate) async fn click_at(&self, css: &str) {
        let element = self.find(css).await;
        self.click_it(&element, css).await;
    }

    /// Clicks an element, once it stands still: a driver aims before it clicks.
    pub(crate) async fn click_it(&self, element: &WebElement, what: &str) {
        let arguments = [element.to_json().expect("an element has an id")];
        self.js(STAND_STILL, &arguments).await;
        if let Err(error) = element.click().await {
            panic!("{}: {what} is clicked: {error}", self.engine());
        }
    }

    /// Replaces the text of the control that has this label.
    pub(crate) async fn fill(&self, role: &str, label: &str, text: &str) {
        let control = self.named(role, label).await;
        let filled = async {
            control.clear().await?;
            control.send_keys(text).await
        };
        if let Err(error) = filled.await {
            panic!("{}: {role} “{label}” is filled: {error}", self.engine());
        }
    }

    /// The text of the element with the role `status`, if there is one.
    pub(crate) async fn status(&self) -> Option<String> {
        let script =
            "return document.querySelector('[role=status]')?.innerText.trim()";
        let text = self.js(script, &[]).await;
        text.as_str().map(str::to_owned)
    }

    /// Waits until the status begins with a word, and gives its whole text.
    pub(crate) async fn wait_for_status(&self, word: &str) -> String {
        self.wait_for_status_within(super::browser::PATIENCE, word)
            .await
    }

    /// Like [`Self::wait_for_status`], with a deadline of its own.
    pub(crate) async fn wait_for_status_within(
        &self,
        patience: Duration,
        word: &str,
    ) -> String {
        let what = format!("the status begins with {word}");
        self.wait_within(patience, &what, async || {
            self.status().await.filter(|text| text.starts_with(word))
        })
        .await
    }

    /// The texts of all elements with the role `alert`.
    pub(crate) async fn alerts(&self) -> Vec<String> {
        let script =
            "return Array.from(document.querySelectorAll('[role=alert]'),
            (it) => it.innerText.trim()).filter(Boolean)";
        let texts = self.js(script, &[]).await;
        serde_json::from_value(texts).expect("a list of texts")
    }

    /// A figure of a strategy in the table of results: nothing if there is no
    /// such cell, or if its value is unknown.
    pub(crate) async fn metric(
        &self,
        strategy: &str,
        name: &str,
    ) -> Option<f64> {
        let script = "return document.querySelector(
            `tr[data-strategy='${arguments[0]}'] [data-metric='${arguments[1]}']`)
            ?.dataset.value ?? null";
        let value = self.js(script, &[strategy.into(), name.into()]).await;
        let value = value.as_str().filter(|value| !value.is_empty())?;
        Some(value.parse().unwrap_or_else(|_| {
            panic!("{strategy} {name} is a number or unknown, not {value:?}")
        }))
    }

    /// The strategies in the table of results, in order.
    pub(crate) async fn strategies(&self) -> Vec<String> {
        let script = "return Array.from(document.querySelectorAll(
            'tr[data-strategy]'), (row) => row.dataset.strategy)";
        let names = self.js(script, &[]).await;
        serde_json::from_value(names).expect("a list of names")
    }

    /// The rows of the per-request table that belong to a strategy.
    pub(crate) async fn rows(&self, strategy: &str) -> Vec<Row> {
        self.read_rows(json!(strategy)).await
    }

    /// The rows of the per-request table, of every strategy in view.
    pub(crate) async fn all_rows(&self) -> Vec<Row> {
        self.read_rows(Value::Null).await
    }

    async fn read_rows(&self, strategy: Value) -> Vec<Row> {
        let rows = self.js(ROWS, &[strategy]).await;
        let rows = rows.as_array().cloned().unwrap_or_default();
        rows.iter().map(row_from_json).collect()
    }

    /// Waits until a Service Worker controls the page.
    pub(crate) async fn wait_until_controlled(&self) {
        let script = "return Boolean(navigator.serviceWorker?.controller)";
        self.wait_for("a Service Worker controls the page", async || {
            (self.js(script, &[]).await == true).then_some(())
        })
        .await;
    }

    /// Waits until the Service Worker has a copy of the site that is whole.
    pub(crate) async fn wait_until_copied(&self) {
        let script = "const root = new URL('./', location.href).href;
            return Boolean(await caches.match(root));";
        self.wait_for("the copy is whole", async || {
            (self.js(script, &[]).await == true).then_some(())
        })
        .await;
    }

    /// What axe-core finds wrong with the page as it is now: a line each, with
    /// the rule, the reason and where.
    pub(crate) async fn axe(&self) -> Vec<String> {
        if self.js("return Boolean(window.axe)", &[]).await == false {
            let path = std::env::var_os("AXE").map_or_else(
                || PathBuf::from("node_modules/axe-core/axe.min.js"),
                PathBuf::from,
            );
            let axe = std::fs::read_to_string(&path).unwrap_or_else(|error| {
                panic!("axe-core is at {}: {error}", path.display())
            });
            self.js(&axe, &[]).await;
        }
        let run = "const { violations } = await window.axe.run(document, {
              resultTypes: ['violations'],
            });
            return violations.flatMap(({ id, impact, help, nodes }) =>
              nodes.map(({ target, any, all, none }) => {
                const why = [...any, ...all, ...none].map((it) => it.message);
                const where = target.flat().join(' ');
                return `${id} (${impact}): ${help}: ${where}: ${why.join('; ')}`;
              }));";
        let found = self.js(run, &[]).await;
        serde_json::from_value(found).expect("a list of texts")
    }
}

fn row_from_json(row: &Value) -> Row {
    let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let metrics = row["metrics"].as_array().into_iter().flatten();
    Row {
        row: row["row"].as_u64().map_or(usize::MAX, |it| it as usize),
        status: text("status"),
        metrics: metrics
            .filter_map(|it| {
                Some((it[0].as_str()?.to_owned(), it[1].as_f64()?))
            })
            .collect(),
        text: text("text"),
    }
}
