// Judges pages with Lighthouse: node lighthouse.mjs CHROMIUM ADDRESS... prints one line of JSON per address.
import * as chromeLauncher from "chrome-launcher";
import lighthouse from "lighthouse";

const [chromePath, ...addresses] = process.argv.slice(2);
const chrome = await chromeLauncher.launch({
  chromePath,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  for (const address of addresses) {
    const { lhr } = await lighthouse(address, {
      port: chrome.port, onlyCategories: ["accessibility"], logLevel: "error", maxWaitForLoad: 60000,
    });
    const failed = Object.values(lhr.audits).filter((audit) => audit.score !== null && audit.score < 1);
    console.log(JSON.stringify({
      address,
      score: lhr.categories.accessibility.score,
      error: lhr.runtimeError ? lhr.runtimeError.message : "",
      failed: failed.map((audit) => ({
        id: audit.id, title: audit.title,
        places: ((audit.details && audit.details.items) || []).slice(0, 5).map((item) => item.node && item.node.snippet),
      })),
    }));
  }
} finally {
  await chrome.kill();
}
