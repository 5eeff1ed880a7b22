// Measures the page in dist/ with Lighthouse, as a first visit with a phone and
// with a desktop, and compares the scores with tests/budgets.json.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { getChromePath } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import puppeteer from "puppeteer-core";
import { host } from "./host.mjs";

const VISITS = 3;
const DEVICES = { phone: undefined, desktop: desktopConfig };
const REPORTS = "target/lighthouse";

// A category has no score if one of its audits could not be made.
const score = (id) => ({ lhr }) => lhr.categories[id].score ?? 0;
const value = (id) => ({ lhr }) => lhr.audits[id].numericValue;
const plain = (number) => number.toFixed(2);
const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`;
const milliseconds = (number) => `${Math.round(number)} ms`;

// What is shown, how it is read from a visit, and how it is written.
const ROWS = [
  ["performance", score("performance"), plain],
  ["accessibility", score("accessibility"), plain],
  ["best practices", score("best-practices"), plain],
  ["SEO", score("seo"), plain],
  ["FCP", value("first-contentful-paint"), seconds],
  ["LCP", value("largest-contentful-paint"), seconds],
  ["TBT", value("total-blocking-time"), milliseconds],
  ["CLS", value("cumulative-layout-shift"), (shift) => shift.toFixed(3)],
  ["Run ready", ({ ready }) => ready, seconds],
  // Of a host that compresses by Brotli, as some do.
  ["with Brotli", ({ readyByBrotli }) => readyByBrotli, seconds],
];
const FLAWLESS = ["accessibility", "best-practices", "seo"];

/** Visits the page with a browser that has never been there. */
async function visit(url, flags, config, prepare = () => {}) {
  const browser = await puppeteer.launch({
    executablePath: getChromePath(),
    defaultViewport: null,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-proxy-server"],
  });
  try {
    const page = await browser.newPage();
    await prepare(page);
    const result = await lighthouse(url, { logLevel: "error", ...flags }, config, page);
    const { runtimeError } = result.lhr;
    if (runtimeError) throw new Error(`${runtimeError.code}: ${runtimeError.message}`);
    return result;
  } finally {
    await browser.close();
  }
}

/** Runs in the page: marks when the button that runs the lab is there. */
function markReady() {
  const observer = new MutationObserver(() => {
    const button = document.querySelector(".run button");
    if (button?.textContent !== "Run" || button.disabled) return;
    observer.disconnect();
    performance.mark("Run ready");
  });
  observer.observe(document, { childList: true, subtree: true });
}

/**
 * When the page can be used, in milliseconds from the start of the visit. What
 * Lighthouse simulates it knows of its own metrics only: this is a visit of its
 * own, with a network and a processor that are truly as slow.
 */
async function runReady(url, config) {
  const flags = { onlyAudits: ["user-timings"], throttlingMethod: "devtools" };
  const prepare = (page) => page.evaluateOnNewDocument(markReady);
  const { lhr } = await visit(url, flags, config, prepare);
  const marks = lhr.audits["user-timings"].details?.items ?? [];
  const ready = marks.find(({ name }) => name === "Run ready");
  if (!ready) throw new Error("The button that runs the lab did not appear.");
  return ready.startTime;
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** What keeps a category from a full score, in any of the visits. */
function flaws(visits, category) {
  const isFlaw = ({ score, scoreDisplayMode }) =>
    scoreDisplayMode === "error" || (score !== null && score < 1);
  const found = visits.flatMap(({ lhr }) =>
    lhr.categories[category].auditRefs
      .filter(({ id, weight }) => weight > 0 && isFlaw(lhr.audits[id]))
      .map(({ id }) => `${category}: ${lhr.audits[id].title} (${id})`));
  return [...new Set(found)];
}

const flags = {
  output: "html",
  onlyCategories: ["performance", ...FLAWLESS],
};
const budgets = JSON.parse(readFileSync("tests/budgets.json", "utf8")).lighthouse;
const site = await host("dist");
const brotli = await host("dist", "br");
const medians = {};
const failures = [];
mkdirSync(REPORTS, { recursive: true });
for (const [device, config] of Object.entries(DEVICES)) {
  const visits = [];
  for (let i = 0; i < VISITS; i++) {
    const { lhr, report } = await visit(site.url, flags, config);
    const ready = await runReady(site.url, config);
    const readyByBrotli = await runReady(brotli.url, config);
    visits.push({ lhr, report, ready, readyByBrotli });
  }
  medians[device] = ROWS.map(([, read]) => median(visits.map(read)));
  const [performance] = medians[device];
  const shown = visits.find((it) => score("performance")(it) === performance);
  writeFileSync(`${REPORTS}/${device}.html`, shown.report);
  const budget = budgets[device];
  if (performance < budget) {
    failures.push(`${device}: performance is ${plain(performance)}, under its budget of ${budget}`);
  }
  for (const category of FLAWLESS) {
    failures.push(...flaws(visits, category).map((flaw) => `${device}: ${flaw}`));
  }
}
site.close();
brotli.close();

const devices = Object.keys(DEVICES);
const line = (name, cells) => console.log(name.padEnd(16) + cells.map((it) => it.padStart(9)).join(""));
line("", devices);
ROWS.forEach(([name, , write], i) => line(name, devices.map((it) => write(medians[it][i]))));
line("budget", devices.map((it) => plain(budgets[it])));
line("aim", devices.map((it) => plain(budgets[`${it}_aim`])));
console.log(`Medians of ${VISITS} visits; the reports are in ${REPORTS}/.`);
for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
