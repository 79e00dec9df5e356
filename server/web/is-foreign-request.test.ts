import { expect, test } from "vitest";
import { isForeignRequest } from "./is-foreign-request.ts";

const portal = new Set(["bt.example", "127.0.0.1:3000", "localhost:3000"]);
const post = (headers: Record<string, string>) => isForeignRequest({ method: "POST", headers }, portal);

test.each([
  ["the portal's own page", { "sec-fetch-site": "same-origin", cookie: "s=1" }, false],
  ["another site's page", { "sec-fetch-site": "cross-site", cookie: "s=1" }, true],
  ["a page on a sibling host", { "sec-fetch-site": "same-site", cookie: "s=1" }, true],
  ["an older browser on the portal's own page", { origin: "https://bt.example", cookie: "s=1" }, false],
  ["an older browser on another site's page", { origin: "https://evil.example", cookie: "s=1" }, true],
  ["a page without an origin", { origin: "null", cookie: "s=1" }, true],
  ["something that sends a cookie and hides where it comes from", { cookie: "s=1" }, true],
  [
    "a page whose own name points to this machine",
    { "sec-fetch-site": "same-origin", origin: "http://evil.example:3000", cookie: "s=1" },
    true,
  ],
  [
    "the portal's page under this machine's name",
    { "sec-fetch-site": "same-origin", origin: "http://localhost:3000", cookie: "s=1" },
    false,
  ],
  ["a program without cookies", {}, false],
])("a change asked for by %s", (_, headers, expected) => {
  expect(post(headers as unknown as Record<string, string>)).toBe(expected);
});

test("reading is never refused by origin", () => {
  expect(isForeignRequest({ method: "GET", headers: { "sec-fetch-site": "cross-site" } }, portal)).toBe(false);
});
