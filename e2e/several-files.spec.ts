import { applePrices, importFile } from "./import-data.ts";
import { expect, test } from "./journey.ts";
import { lookAt } from "./look-at.ts";
import { editorOf, newStrategy, replaceSource, saveVersion } from "./write-strategy.ts";

const entry = `import { defineStrategy, sma, crossOver, crossUnder } from "rustybt";
import { lengths } from "./lib/lengths.ts";

export default defineStrategy({
  setup: ({ data }) => ({ fast: sma(data.close, lengths.fast), slow: sma(data.close, lengths.slow) }),
  onBar(ctx, { fast, slow }) {
    if (crossOver(fast, slow)) {
      ctx.log("bought " + lengths.size);
      ctx.order(lengths.size);
    } else if (crossUnder(fast, slow)) ctx.close();
  },
});
`;
const lengths = "export const lengths = { fast: 5, slow: 20, size: 10 };\n";

test("a strategy of several files is written, run over the last 250 bars beside the editor, broken, mended and compared", async ({
  page,
  person: _,
}) => {
  await importFile(page, applePrices, "Apple");
  await newStrategy(page, "SMA cross", "Two files");
  const quick = page.getByRole("region", { name: "Quick run" });
  const versions = page.getByRole("navigation", { name: "Versions" });

  await test.step("a second file, known to the first one's types", async () => {
    await replaceSource(page, entry);
    await page.getByRole("button", { name: "Add file" }).click();
    const dialog = page.getByRole("dialog", { name: "Add file" });
    await dialog.getByLabel("Path").fill("../lengths.ts");
    await dialog.getByRole("button", { name: "Add file" }).click();
    await expect(dialog.getByText("Use a short relative path")).toBeVisible();
    await dialog.getByLabel("Path").fill("lib/lengths.ts");
    await dialog.getByRole("button", { name: "Add file" }).click();
    await replaceSource(page, lengths);
    await page.getByRole("tab", { name: /sma-cross\.ts/ }).click();
    await expect(editorOf(page)).toContainText("crossUnder");
    await expect(page.locator(".cm-lint-marker")).toHaveCount(0);
    await page.getByRole("tab", { name: "lib/lengths.ts" }).click();
    await expect(editorOf(page)).toContainText("slow: 20");
  });

  await test.step("one key saves it and runs it over the last 250 bars; the result stands beside the editor and the version", async () => {
    await page.keyboard.press("Control+Enter");
    await expect(page.getByText("Saved as version 2")).toBeVisible();
    await expect(quick.getByText("Succeeded")).toBeVisible({ timeout: 30_000 });
    // The 250th bar from the end of AAPL.csv.
    await expect(quick.getByText("Version 2, from 2015-01-06 on")).toBeVisible();
    await expect(quick.getByRole("list", { name: "Log of the quick run" })).toContainText("bought 10");
    const hash = await quick.getByRole("link").innerText();
    expect(hash).toMatch(/^[0-9a-f]{8}$/);
    const [net] = await quick.getByRole("definition").allInnerTexts();
    const beside = versions.getByRole("link", { name: /Last run of version 2: succeeded/ });
    await expect(beside).toContainText(hash);
    await expect(beside).toContainText(net?.replace(/^[▲▼]\s*/, "") ?? "");
    await lookAt(page, {
      name: "strategy-quick-run",
      ready: async () => {
        await expect(quick.getByText("Succeeded")).toBeVisible();
      },
    });
  });

  await test.step("an error of the second file is told with its place, and leads there", async () => {
    await replaceSource(page, 'export const lengths = { fast: 5, slow: 20, get size(): number { throw new Error("no size yet"); } };\n');
    await quick.getByRole("button", { name: "Save and quick run" }).click();
    await expect(quick.getByRole("alert")).toContainText("no size yet", { timeout: 30_000 });
    await page.getByRole("tab", { name: /sma-cross\.ts/ }).click();
    await quick.getByRole("button", { name: "lib/lengths.ts:1" }).click();
    await expect(page.getByRole("tab", { name: "lib/lengths.ts" })).toHaveAttribute("aria-selected", "true");
  });

  await test.step("a version that cannot run says why and offers no run", async () => {
    await replaceSource(page, "export const lengths = { fast: 5, slow: ; };\n");
    await saveVersion(page, 4);
    const findings = page.getByRole("complementary", { name: "Version 4" });
    await expect(findings.getByRole("alert")).toContainText("Cannot run");
    await expect(findings.getByRole("button", { name: /^lib\/lengths\.ts:1/ })).toBeVisible();
    await expect(page.getByRole("button", { name: "Run backtest" })).toHaveAttribute("aria-disabled", "true");
    await page.getByRole("button", { name: "Run backtest" }).focus();
    await expect(page.getByRole("tooltip")).toContainText("Correct it in the editor and save");
    await expect(quick.getByRole("button", { name: "Quick run" })).toBeDisabled();
    await lookAt(page, {
      name: "strategy-cannot-run",
      ready: async () => {
        await expect(findings.getByRole("alert")).toBeVisible();
      },
    });
  });

  await test.step("renamed, with another file beside it, and compared: every file that differs is shown", async () => {
    await page.getByRole("button", { name: "Actions for lib/lengths.ts" }).click();
    await page.getByRole("menuitem", { name: "Rename or move" }).click();
    const dialog = page.getByRole("dialog", { name: "Rename lib/lengths.ts" });
    await dialog.getByLabel("Path").fill("lib/sizes.ts");
    await dialog.getByRole("button", { name: "Rename file" }).click();
    await replaceSource(page, lengths);
    await page.getByRole("tab", { name: /sma-cross\.ts/ }).click();
    await replaceSource(page, entry.replace("./lib/lengths.ts", "./lib/sizes.ts"));
    await versions.getByRole("button", { name: "Compare version 2 with the editor" }).click();
    const source = page.getByRole("region", { name: "Source" });
    await expect(source.getByRole("heading", { level: 3 })).toHaveText([
      /^lib\/lengths\.ts\s*removed$/,
      /^lib\/sizes\.ts\s*added$/,
      /^sma-cross\.ts\s*changed$/,
    ]);
    await lookAt(page, {
      name: "strategy-compare",
      ready: async () => {
        await expect(source.getByRole("heading", { level: 3 })).toHaveCount(3);
      },
    });
    await page.getByRole("button", { name: "Back to the editor" }).click();
    await quick.getByRole("button", { name: "Save and quick run" }).click();
    await expect(page.getByText("Saved as version 5")).toBeVisible();
    await expect(quick.getByText("Succeeded")).toBeVisible({ timeout: 30_000 });
  });

  await test.step("what was not saved outlives the page, all of its files; the entry can be another file", async () => {
    await page.getByRole("button", { name: "Add file" }).click();
    const dialog = page.getByRole("dialog", { name: "Add file" });
    await dialog.getByLabel("Path").fill("other.ts");
    await dialog.getByRole("button", { name: "Add file" }).click();
    await replaceSource(page, entry.replace("./lib/lengths.ts", "./lib/sizes.ts").replace("ctx.order(lengths.size)", "ctx.order(1)"));
    await page.getByRole("button", { name: "Actions for other.ts" }).click();
    await page.getByRole("menuitem", { name: "Make it the entry" }).click();
    await expect(page.getByRole("tab", { name: /other\.ts\s*entry/ })).toBeVisible();
    page.once("dialog", (asked) => void asked.accept());
    await page.reload();
    await page.getByRole("button", { name: "Open them" }).click();
    await expect(page.getByRole("tab")).toHaveText([/^other\.ts\s*entry$/, "sma-cross.ts", "lib/sizes.ts"]);
    await page.getByRole("tab", { name: "sma-cross.ts" }).click();
    await page.getByRole("button", { name: "Actions for sma-cross.ts" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await saveVersion(page, 6);
    await expect(page.getByText("Ready to run")).toBeVisible();
    await expect(page.getByRole("tab")).toHaveText([/^other\.ts\s*entry$/, "lib/sizes.ts"]);
  });
});

test("the palette leads to every page of the settings and starts what can be started", async ({ page, person: _ }) => {
  const choose = async (typed: string, option: string) => {
    const search = page.getByRole("combobox", { name: "Search and commands" });
    // A page that is still coming does not hear the key.
    await expect(async () => {
      await page.keyboard.press("Control+k");
      await expect(search).toBeVisible({ timeout: 5_000 });
    }).toPass();
    await search.fill(typed);
    await page.getByRole("option", { name: option }).first().click();
  };
  for (const name of ["Organisation", "Audit", "Appearance", "System"]) {
    await choose(`settings ${name}`, `Settings: ${name}`);
    await expect(page).toHaveURL(new RegExp(`/settings/${name.toLowerCase()}$`));
  }
  await choose("new strat", "New strategy");
  await expect(page.getByRole("dialog", { name: "New strategy" })).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page).toHaveURL(/\/strategies$/);
  await choose("import", "Import data");
  await expect(page.getByRole("dialog", { name: "Import data" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\/data$/);
  await choose("archived", "Archived strategies");
  await expect(page.getByRole("heading", { name: "Archived strategies", level: 1 })).toBeVisible();
  await choose("sign out", "Sign out");
  await expect(page).toHaveURL(/\/sign-in/);
});
