import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { metricRegistry } from "./registry.ts";

test("docs/metrics.md lists every metric by its id", () => {
  const page = readFileSync(new URL("../../../docs/metrics.md", import.meta.url), "utf8");
  const listed = [...page.slice(page.indexOf("## The list"), page.indexOf("## Against")).matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(
    ([, ids = ""]) => [...ids.matchAll(/`(\w+)`/g)].map(([, id]) => id),
  );
  expect(listed.toSorted()).toEqual(metricRegistry.map(({ id }) => id).toSorted());
});
