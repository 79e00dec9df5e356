import { expect, test } from "vitest";
import { isDemo } from "./is-demo.mjs";

const database = "postgres://owner@db/bt";

test.each([
  ["nothing set", {}, true],
  ["this machine's own address", { PUBLIC_URL: "http://127.0.0.1:3000" }, true],
  ["this machine's name for itself", { PUBLIC_URL: "http://localhost:3000", DATABASE_URL: "" }, true],
  ["this machine's own address in IPv6", { PUBLIC_URL: "http://[::1]:3000" }, true],
  ["an address that others reach", { PUBLIC_URL: "https://bt.example" }, false],
  ["a name that only begins like this machine's", { PUBLIC_URL: "https://127.0.0.1.bt.example" }, false],
  ["an address that is none", { PUBLIC_URL: "bt.example" }, false],
  ["a database of somebody", { DATABASE_URL: database }, false],
  ["what was asked for", { RUSTYBT_DEMO: "1", DATABASE_URL: database, PUBLIC_URL: "https://bt.example" }, true],
  ["what was refused", { RUSTYBT_DEMO: "0" }, false],
])("with %s", (_, env, expected) => {
  expect(isDemo(env)).toBe(expected);
});
