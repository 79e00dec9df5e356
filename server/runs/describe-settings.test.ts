import { runSettingTable } from "@rustybt/engine/settings";
import { expect, test } from "vitest";
import { describeSettings } from "./describe-settings.ts";

test("the form knows every setting of the engine but those asked elsewhere", () => {
  const described = Object.keys(describeSettings());
  expect(Object.keys(runSettingTable).filter((key) => !described.includes(key))).toEqual([
    "actions",
    "universe",
    "from",
    "to",
    "symbols",
    "params",
  ]);
});

test("what names a file is not offered", () => {
  expect(JSON.stringify(describeSettings())).not.toContain('"file":');
});

test("a described setting survives the way to the browser", () => {
  const described = describeSettings();
  expect(JSON.parse(JSON.stringify(described))).toEqual(described);
  expect(described.commission?.models?.perShare?.rate?.meaning).toBe("Money a share.");
  expect(described.fills?.keys?.market?.values).toEqual(["nextOpen", "nextClose", "thisClose"]);
});
