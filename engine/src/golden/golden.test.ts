import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { goldenHashes } from "./hashes.ts";

const committed: unknown = JSON.parse(readFileSync(new URL("hashes.json", import.meta.url), "utf8"));
const main = fileURLToPath(new URL("main.ts", import.meta.url));
const hint = "npm run golden -- --update prints what changed and writes it";

test("at least thirty runs over every order type, fill model and cost model give the committed hashes", async () => {
  const hashes = await goldenHashes();
  expect(Object.keys(hashes).length).toBeGreaterThanOrEqual(30);
  expect(hashes, hint).toEqual(committed);
});

const surroundings = [
  {
    name: "in Samoa, in German, from another folder, with one thread on one core",
    threads: "1",
    zone: "Pacific/Apia",
    locale: "de_DE.UTF-8",
    folder: "/",
  },
  {
    name: "in Kathmandu, in Turkish, from another folder, with sixteen threads",
    threads: "16",
    zone: "Asia/Kathmandu",
    locale: "tr_TR.UTF-8",
    folder: "/tmp",
  },
] as const;

test.each(surroundings)("the same hashes $name", async ({ threads, zone, locale, folder }) => {
  const env = {
    ...process.env,
    TZ: zone,
    LANG: locale,
    LC_ALL: locale,
    LANGUAGE: locale,
    UV_THREADPOOL_SIZE: threads,
    RAYON_NUM_THREADS: threads,
  };
  const pinned = threads === "1" && existsSync("/usr/bin/taskset") ? ["/usr/bin/taskset", "-c", "0"] : [];
  const [program = process.execPath, ...rest] = [...pinned, process.execPath, main];
  const { stdout } = await promisify(execFile)(program, rest, { cwd: folder, env });
  expect(JSON.parse(stdout), hint).toEqual(committed);
});
