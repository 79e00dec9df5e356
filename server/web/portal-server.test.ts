import { once } from "node:events";
import { request as send } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { gzipSync } from "node:zlib";
import pino from "pino";
import { afterEach, expect, test } from "vitest";
import { type Handler, type PortalServer, portalServer } from "./portal-server.ts";

const running: PortalServer[] = [];
afterEach(async () => {
  for (const portal of running.splice(0)) if (portal.server.listening) await portal.close(0);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function start(handle: Handler, isBehindProxy = false) {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => lines.push(line) });
  for (;;) {
    const port = await freePort();
    const portal = portalServer({ handle, publicUrl: new URL("http://portal.test"), port, isDevelopment: false, log, isBehindProxy });
    portal.server.listen(port, "127.0.0.1");
    try {
      await once(portal.server, "listening");
    } catch (error) {
      // Somebody's connection has got the port meanwhile.
      if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") continue;
      throw error;
    }
    running.push(portal);
    return { portal, lines, url: `http://127.0.0.1:${port}` };
  }
}

const echo: Handler = async (request, response) => {
  response.end(JSON.stringify(request.headers));
};

test("the nonce handed to Next is the one in the policy the browser gets, a new one for every response", async () => {
  const { url } = await start(echo);
  const policies = [await fetch(url), await fetch(url)].map((response) => response.headers.get("content-security-policy"));
  const response = await fetch(url);
  const seen = (await response.json()) as Record<string, string>;
  expect(seen["content-security-policy"]).toBe(response.headers.get("content-security-policy"));
  expect(response.headers.get("content-security-policy")).toContain(`'nonce-${seen["x-nonce"]}'`);
  expect(new Set(policies).size).toBe(2);
});

test("what a client sends under our internal names is replaced, its plain request id is kept", async () => {
  const { url } = await start(echo);
  const headers = { "x-client-address": "10.9.8.7", "x-nonce": "mine", "x-request-id": "client-id-1", "x-forwarded-for": "1.2.3.4" };
  const response = await fetch(url, { headers });
  expect(await response.json()).toMatchObject({ "x-client-address": "127.0.0.1", "x-request-id": "client-id-1" });
  expect(response.headers.get("x-request-id")).toBe("client-id-1");
  const odd = await fetch(url, { headers: { "x-request-id": "a b<c>" } });
  expect(odd.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
});

test("behind a proxy the address is the one the proxy appended, not what the client wrote before it", async () => {
  const { url } = await start(echo, true);
  const response = await fetch(url, { headers: { "x-forwarded-for": "6.6.6.6, 203.0.113.9" } });
  expect(await response.json()).toMatchObject({ "x-client-address": "203.0.113.9" });
});

test("a change asked for by another site's page never reaches Next", async () => {
  let calls = 0;
  const { url } = await start(async (_, response) => {
    calls += 1;
    response.end();
  });
  const response = await fetch(`${url}/api/trpc/auth.signOut`, { method: "POST", headers: { "sec-fetch-site": "cross-site" } });
  expect([response.status, calls]).toEqual([403, 0]);
  expect(await response.json()).toMatchObject({ error: { code: "forbidden" } });
});

test("a request line names status and path, without tokens of links and shares", async () => {
  const { url, lines } = await start(echo);
  await fetch(`${url}/verify?token=secret`);
  await fetch(`${url}/share/secret-token`);
  await expect.poll(() => lines.map((line) => JSON.parse(line).path)).toEqual(["/verify", "/share/…"]);
  expect(lines.join("")).not.toContain("secret");
});

test("closing lets a running request end, refuses readiness, and cuts a stream that does not end by itself", async () => {
  let finish: (() => void) | undefined;
  const { portal, url } = await start(async (request, response) => {
    if (request.url === "/stream") response.write("data: 1\n\n");
    else finish = () => response.end("done");
  });
  const slow = fetch(`${url}/slow`);
  const stream = await fetch(`${url}/stream`);
  await expect.poll(() => finish).toBeDefined();
  const closed = portal.close(1_500);
  finish?.();
  expect(await (await slow).text()).toBe("done");
  await closed;
  await expect(stream.text()).rejects.toThrow();
  await expect(fetch(url)).rejects.toThrow();
});

test("a request for another host is refused, whatever it says of its origin; health may be asked by any name", async () => {
  const { url } = await start(echo);
  const ask = (path: string, host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      send(`${url}${path}`, { headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });
  const { port } = new URL(url);
  expect(await ask("/outbox", `evil.example:${port}`)).toBe(421);
  expect(await ask("/outbox", "portal.test")).toBe(200);
  expect(await ask("/outbox", `localhost:${port}`)).toBe(200);
  expect(await ask("/healthz", `10.0.0.7:${port}`)).toBe(200);
});

test("a body that is too large, or of unknown length, is refused before it is read; an upload counts its own", async () => {
  let calls = 0;
  const { url } = await start(async (request, response) => {
    calls += 1;
    request.resume();
    request.on("end", () => response.end());
  });
  const post = async (path: string, body: RequestInit["body"]) => {
    const response = await fetch(`${url}${path}`, { method: "POST", body: body ?? null, duplex: "half" } as RequestInit);
    return response.status;
  };
  const stream = () => new Blob(["x"]).stream();
  expect(await post("/api/trpc/account.signIn", "x".repeat(65_537))).toBe(413);
  expect(await post("/api/trpc/strategies.save", "x".repeat(65_537))).toBe(200);
  expect(await post("/api/trpc/strategies.save", stream())).toBe(411);
  expect(await post("/api/uploads", stream())).toBe(200);
  expect(calls).toBe(2);
});

test("a handler that throws gives a plain answer without its message", async () => {
  const { url, lines } = await start(async () => {
    throw new Error("password=hunter2");
  });
  const response = await fetch(url);
  expect([response.status, await response.text()]).toEqual([
    500,
    '{"error":{"code":"internal","message":"Something failed on our side."}}',
  ]);
  expect(lines.some((line) => line.includes("request failed"))).toBe(true);
});

test("a body that Next would call unpacked is sent with the encoding it is stored in", async () => {
  const { url } = await start(async (_, response) => {
    response.setHeader("x-stored-encoding", "gzip");
    response.end(gzipSync('{"t":[]}'));
  });
  const response = await fetch(url);
  expect([response.headers.get("content-encoding"), response.headers.has("x-stored-encoding"), await response.json()]).toEqual([
    "gzip",
    false,
    { t: [] },
  ]);
});

test("a page that Next renders with 200 gets the status our proxy gave it", async () => {
  const { url } = await start(async (_, response) => {
    response.setHeader("x-page-status", ["410"]);
    response.statusCode = 200;
    response.end("ended");
  });
  const response = await fetch(url);
  expect([response.status, response.headers.has("x-page-status"), await response.text()]).toEqual([410, false, "ended"]);
});
