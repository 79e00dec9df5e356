import { expect, test } from "vitest";
import { changeText } from "./change-text.ts";

test.each([
  [null, { name: "SMA", version: 1, sha256: "ab".repeat(32) }, "name: SMA, version: 1, sha256: abababab"],
  [{ name: "Old", description: "" }, { name: "New", description: "" }, "name: Old → New"],
  [{ archivedAt: "2026-01-02" }, { archivedAt: null }, "archivedAt: 2026-01-02 → none"],
  [null, { params: { fast: 10 } }, 'params: {"fast":10}'],
  [null, null, ""],
])("from %j to %j is told as “%s”", (before, after, text) => {
  expect(changeText(before, after)).toBe(text);
});
