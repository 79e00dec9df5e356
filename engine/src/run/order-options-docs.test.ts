import { readFileSync } from "node:fs";
import type { Context } from "rustybt";
import { expect, test } from "vitest";
import { run } from "../spec/scenario.ts";
import { orderOptionNames } from "./order-options.ts";

const docs = readFileSync(new URL("../../../docs/settings.md", import.meta.url), "utf8");
const calls = [...docs.matchAll(/```ts\n([\s\S]*?)```/g)].flatMap(([, block = ""]) => block.trim().split("\n"));

test("every order option stands in the table of docs/settings.md and in an example there", () => {
  for (const option of orderOptionNames) {
    expect(docs, option).toMatch(new RegExp(`^\\| \`${option}\` \\|(?:[^|]*\\|){3}$`, "m"));
    expect(calls.join("\n"), option).toMatch(new RegExp(`\\b${option}:`));
  }
});

test.each(calls)("%s", async (call) => {
  const said = new Function("ctx", call) as (ctx: Context) => void;
  const { result } = await run({
    bars: ["100 100 100 100", "100 100 100 100", "100 100 100 100"],
    at: { 1: (ctx) => ctx.order(50), 2: said },
  });
  expect(result.orders).toHaveLength(2);
  expect(result.orders[1]?.status).not.toBe("rejected");
});
