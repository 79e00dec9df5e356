import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import axe from "axe-core";

const pictures = join(import.meta.dirname, "../.build/screenshots");
const standard = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const wide = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

interface Look {
  /** Of the picture: `<route>-<state>`. */
  readonly name: string;
  /** Is there when the state is reached, in each theme and width. */
  readonly ready: (page: Page) => Promise<void>;
}

/** One state of a page in light, dark and at 390 px: a picture of each, nothing that axe or a phone's width objects to. */
export async function lookAt(page: Page, { name, ready }: Look): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.setViewportSize(wide);
  await ready(page);
  await settled(page);
  await expectAccessible(page, `${name}, light`, standard);
  await picture(page, `${name}-light`);

  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await expect(page.locator("html")).toHaveClass(/dark/);
  await settled(page);
  // Only colours are others.
  await expectAccessible(page, `${name}, dark`, "color-contrast");
  await picture(page, `${name}-dark`);

  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.setViewportSize(phone);
  await ready(page);
  await settled(page);
  await expectAccessible(page, `${name}, 390 px`, standard);
  await expectNoSidewaysScroll(page, name);
  await picture(page, `${name}-390`);
  await page.setViewportSize(wide);
}

/** Fonts are there, and what was asked for a redraw has been drawn. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}

async function expectAccessible(page: Page, what: string, rules: string | string[]): Promise<void> {
  // Once a document, which has no frames of its own: axe stays until the next one.
  expect(page.frames(), what).toHaveLength(1);
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const options: axe.RunOptions = {
    runOnly: typeof rules === "string" ? { type: "rule", values: [rules] } : { type: "tag", values: rules },
    resultTypes: ["violations"],
  };
  const found = await page.evaluate(async (asked) => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, asked);
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      at: nodes.map(({ target, html }) => `${target.join(" ")}: ${html.slice(0, 200)}`),
    }));
  }, options);
  expect.soft(found, what).toEqual([]);
}

async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const over = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > width + 0.5);
    return ["the page scrolls sideways", ...wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 160))];
  });
  expect.soft(over, `${what} at 390 px`).toEqual([]);
}

// What sticks to the screen would stand in the middle of a picture of the whole page.
const unstuck = "body { position: relative } nav[aria-label=Main] { position: absolute !important } header { position: static !important }";

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true, animations: "disabled", style: unstuck });
}
