import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith, repository, rustybt, samplePrices } from "./testing/command-line-process.ts";

const strategy = `import { defineStrategy, sma } from "rustybt";

export default defineStrategy({
  setup(ctx) {
    const held = new Map();
    return { average: sma(ctx.data.close, 20), held, list: [{ n: 0 }] };
  },
  onBar(ctx, { average, held, list }) {
    list[0].n++;
    if (ctx.bars % 40 === 1) held.set(ctx.date, ctx.order(10, { limit: ctx.tick(ctx.bar.close, "down"), tag: "in" }));
    if (ctx.bars % 40 === 30) ctx.close();
    if (ctx.bars % 100 === 0) ctx.log(list[0].n, held.size, [...held.values()].map((order) => order.status).join(), ctx.random(), average.value);
  },
});
`;

interface Written {
  readonly manifest: Record<string, unknown>;
  readonly seal: string;
}

function facts(path: string): unknown {
  const { manifest, seal: _, ...rest }: Written = JSON.parse(readFileSync(path, "utf8"));
  const { startedAt: _startedAt, elapsedMs: _elapsedMs, ...kept } = manifest;
  return { ...rest, manifest: kept };
}

test("--snapshot-at writes snapshot.json beside the result, and --continue goes on from it to the same document", async () => {
  const folder = folderWith({ "s.ts": strategy });
  const base = ["run", join(folder, "s.ts"), "--data", samplePrices, "--seed", "5"];
  const [whole, first, second] = ["whole", "first", "second"].map((name) => join(folder, name)) as [string, string, string];
  expect(await rustybt([...base, "--out", whole])).toMatchObject({ code: 0, stderr: "" });
  expect(await rustybt([...base, "--out", first, "--snapshot-at", "2013-06-28"])).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(readFileSync(join(first, "snapshot.json"), "utf8"))).toMatchObject({
    format: "rustybt-snapshot/1",
    date: "2013-06-28",
  });
  expect(await rustybt([...base, "--out", second, "--continue", join(first, "snapshot.json")])).toMatchObject({ code: 0, stderr: "" });
  expect(facts(join(first, "result.json"))).toEqual(facts(join(whole, "result.json")));
  expect(facts(join(second, "result.json"))).toEqual(facts(join(whole, "result.json")));
  expect(await rustybt(["verify", second])).toMatchObject({ code: 0 });

  const snapshot = join(first, "snapshot.json");
  const other = await rustybt([...base, "--cash", "7", "--continue", snapshot]);
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('setting cash is "7", in the snapshot "100000"') });
  const changed = join(folderWith({ "s.ts": strategy.replace("% 40 === 30", "% 40 === 31") }), "s.ts");
  const code = await rustybt(["run", changed, ...base.slice(2), "--continue", snapshot]);
  expect(code).toMatchObject({ code: 2, stderr: expect.stringContaining("code of the strategy") });
});

test("what is wrong with the flags is said with the next step", async () => {
  const base = ["run", join(repository, "examples", "sma-cross.ts"), "--data", samplePrices];
  const folder = folderWith({ "a.json": "{}", "b.json": "nothing" });
  const run = async (...args: string[]) => {
    const { code, stderr } = await rustybt([...base, ...args]);
    return `${code} ${stderr}`;
  };
  expect(await run("--snapshot-at", "2013-06-28")).toMatch(/^2 [\s\S]*Add --out DIR/);
  expect(await run("--snapshot-at", "1999-01-01", "--out", folder)).toMatch(/^2 [\s\S]*Give a date from 2012-/);
  expect(await run("--continue", join(folder, "a.json"))).toMatch(/^2 [\s\S]*this is no snapshot of a run/);
  expect(await run("--continue", join(folder, "b.json"))).toMatch(/^2 [\s\S]*it is not JSON/);
  expect(await run("--continue", join(folder, "none.json"))).toMatch(/^2 [\s\S]*there is no such file/);
});
