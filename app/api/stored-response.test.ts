import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { storedResponse } from "./stored-response.ts";

const text = `{"t":[${Array.from({ length: 50_000 }, (_, at) => at).join()}]}`;
const path = join(mkdtempSync(join(tmpdir(), "rustybt-stored-")), "part");
writeFileSync(path, gzipSync(text));
const tag = createHash("sha256").update(text).digest("hex");

async function ask(headers: Record<string, string>) {
  const stream = createReadStream(path);
  const request = new Request("http://bt.example/api/runs/1/document", { headers });
  const response = storedResponse(request, { tag, stream, contentType: "application/json", isGzip: true, fileName: "result.json" });
  const body = Buffer.from(await response.arrayBuffer());
  if (!stream.closed) await once(stream, "close");
  return { status: response.status, headers: response.headers, body };
}

test("a client that takes gzip gets the bytes as they are stored, any other the plain ones, each under a tag of its own", async () => {
  const packed = await ask({ "accept-encoding": "gzip, deflate, br" });
  expect(gunzipSync(packed.body).toString()).toBe(text);
  expect([packed.headers.get("x-stored-encoding"), packed.headers.get("etag")]).toEqual(["gzip", `"${tag}"`]);
  for (const headers of [{}, { "accept-encoding": "identity" }, { "accept-encoding": "gzip;q=0" }]) {
    const plain = await ask(headers);
    expect(plain.body.toString()).toBe(text);
    expect([plain.headers.get("x-stored-encoding"), plain.headers.get("etag")]).toEqual([null, `"${tag}-plain"`]);
  }
  for (const name of ["cache-control", "vary", "content-disposition"])
    expect([name, packed.headers.get(name)]).toEqual([
      name,
      { "cache-control": "private, no-cache", vary: "Accept-Encoding", "content-disposition": 'attachment; filename="result.json"' }[name],
    ]);
});

test("a browser that has the bytes is told so and gets none; the tag of the other encoding is not that of these bytes", async () => {
  const again = await ask({ "accept-encoding": "gzip", "if-none-match": `"${tag}"` });
  expect([again.status, again.body.length, again.headers.get("cache-control"), again.headers.get("etag")]).toEqual([
    304,
    0,
    "private, no-cache",
    `"${tag}"`,
  ]);
  expect((await ask({ "if-none-match": `"${tag}"` })).status).toBe(200);
  expect((await ask({ "if-none-match": `"${tag}-plain"` })).status).toBe(304);
});

test("a reader who goes away leaves no file open", async () => {
  const stream = createReadStream(path);
  const response = storedResponse(new Request("http://bt.example/"), { tag, stream, contentType: "application/json", isGzip: true });
  await response.body?.cancel();
  if (!stream.closed) await once(stream, "close");
  expect(stream.closed).toBe(true);
});
