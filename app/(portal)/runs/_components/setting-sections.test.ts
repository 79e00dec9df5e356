import { expect, test } from "vitest";
import { describeSettings } from "#server/runs/describe-settings.ts";
import { settingSections } from "./setting-sections.ts";

test("every setting of the engine stands on the form once", () => {
  const settings = describeSettings();
  const { first, more } = settingSections(settings);
  const placed = [...first, ...more].flatMap(({ keys }) => keys);
  expect(placed.toSorted()).toEqual(Object.keys(settings).toSorted());
  expect(first.flatMap(({ keys }) => keys)).toContain("bounds");
});

test("a setting that nobody placed has a section of its own", () => {
  const setting = { kind: "boolean", allowed: "true or false", meaning: "Something new.", default: false } as const;
  expect(settingSections({ somethingNew: setting }).more.at(-1)).toEqual({ title: "Something new", keys: ["somethingNew"] });
});
