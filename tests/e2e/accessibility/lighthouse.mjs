// Judges pages with Lighthouse: node lighthouse.mjs CHROMIUM ADDRESS... prints one line of JSON per address.
// A snapshot judges the page as it stands, drawn; a navigation would wait for what is not asked here, its speed.
import { snapshot } from "lighthouse";
import puppeteer from "puppeteer-core";

const [executablePath, ...addresses] = process.argv.slice(2);
const browser = await puppeteer.launch({
  executablePath, headless: true,
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const page = await browser.newPage();
  for (const address of addresses) {
    await page.goto(address);
    await page.waitForSelector("html[data-drawn]", { timeout: 60000 });
    const { lhr } = await snapshot(page, { flags: {
      onlyCategories: ["accessibility"], logLevel: "error", disableFullPageScreenshot: true,
      formFactor: "desktop", screenEmulation: { disabled: true },
    } });
    const failed = Object.values(lhr.audits).filter((audit) => audit.score !== null && audit.score < 1);
    const passed = Object.values(lhr.audits).filter((audit) => audit.score === 1);
    console.log(JSON.stringify({
      address,
      score: lhr.categories.accessibility.score,
      error: lhr.runtimeError ? lhr.runtimeError.message : "",
      passed: passed.length,
      failed: failed.map((audit) => ({
        id: audit.id, title: audit.title,
        places: ((audit.details && audit.details.items) || []).slice(0, 5).map((item) => item.node && item.node.snippet),
      })),
    }));
  }
} finally {
  await browser.close();
}
