import { createHash } from "node:crypto";
import { globSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { drizzle } from "drizzle-orm/postgres-js";
import { columnsBytes, readCsv } from "rustybt";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { roles } from "#drizzle/schema/index.ts";
import { addFullOrganisation, type FullOrganisation } from "#drizzle/seed/factories.ts";
import { testDatabase } from "#server/database/testing.ts";
import { rowsOf } from "./testing/rows-of-organisation.ts";

// I-07 for what is no procedure: every route handler, called by nobody, by another organisation that names this one's things, and by a member.

const { ownerUrl, secret, auth, admin } = await testDatabase();
// Routes read their surroundings as in the web process.
Object.assign(process.env, {
  DATABASE_URL: ownerUrl,
  RUSTYBT_SECRET: secret,
  RUSTYBT_HOME: mkdtempSync(join(tmpdir(), "rustybt-routes-")),
  PUBLIC_URL: "http://bt.example",
  LOG_LEVEL: "silent",
});
const { startSession } = await import("#server/auth/sessions.ts");
const { sessionCookie } = await import("#server/auth/session-cookie.ts");
const { webDatabases } = await import("#server/database/databases.ts");
const { objects } = await import("#server/storage/objects.ts");
afterAll(async () => {
  const { tenant, auth: accounts } = webDatabases();
  await Promise.all([tenant.close(), accounts.close()]);
});

const root = join(import.meta.dirname, "..", "..", "..");
type Role = (typeof roles)[number];
type Method = "GET" | "POST";

/** An organisation whose things are all there to be read, each of which holds its name. */
interface Owner extends FullOrganisation {
  readonly token: string;
}

interface RouteExample {
  readonly methods: readonly Method[];
  /** `token`: whoever has the link's token. */
  readonly access: "public" | "token" | "member" | "researcher";
  /** The parts of the address that name something of an organisation. */
  readonly params?: (of: Owner) => Record<string, string | string[]>;
  readonly body?: string;
  /** What a member gets; by default 200. */
  readonly own?: number;
  /** The answer tells whose it is. */
  readonly namesOwner?: false;
}

const ofRun = (of: Owner) => ({ id: of.finishedRunId });
const ofShare = (of: Owner) => ({ token: of.token });

const examples: Record<string, RouteExample> = {
  "app/readyz/route.ts": { methods: ["GET"], access: "public", namesOwner: false },
  "app/api/uploads/route.ts": { methods: ["POST"], access: "researcher", body: "Date,Close\n2024-01-02,1\n", own: 201, namesOwner: false },
  "app/api/datasets/[versionId]/bars/[symbol]/route.ts": {
    methods: ["GET"],
    access: "member",
    params: ({ datasetVersionId, name }) => ({ versionId: datasetVersionId, symbol: name }),
    // Bars are numbers.
    namesOwner: false,
  },
  "app/api/runs/[id]/document/route.ts": { methods: ["GET"], access: "member", params: ofRun },
  "app/api/runs/[id]/events/route.ts": { methods: ["GET"], access: "member", params: ofRun },
  "app/api/runs/[id]/parts/[...name]/route.ts": {
    methods: ["GET"],
    access: "member",
    params: (of) => ({ ...ofRun(of), name: ["bars", "ACME"] }),
  },
  "app/api/runs/[id]/pdf/route.ts": { methods: ["GET"], access: "member", params: ofRun },
  "app/api/shares/[token]/document/route.ts": { methods: ["GET"], access: "token", params: ofShare },
  "app/api/shares/[token]/parts/[...name]/route.ts": {
    methods: ["GET"],
    access: "token",
    params: (of) => ({ ...ofShare(of), name: ["overview"] }),
  },
  "app/api/shares/[token]/pdf/route.ts": { methods: ["GET"], access: "token", params: ofShare },
};

const files = globSync("app/**/route.{ts,tsx,js}", { cwd: root }).sort();

test("every route handler of the portal has an example here, and no example is of one that is gone", () => {
  expect(files).toEqual(Object.keys(examples).sort());
});

const seedDb = drizzle(admin, { casing: "snake_case" });
let made = 0;

async function owner(): Promise<Owner> {
  made += 1;
  const of = await addFullOrganisation(seedDb, `canary${made}`);
  const store = objects();
  const stored = async (text: string) => (await store.put(gzipSync(text))).sha256;
  const names = ["document", "overview", "bars/ACME"];
  const parts = Object.fromEntries(await Promise.all(names.map(async (name) => [name, { sha256: await stored(`${of.name} ${name}`) }])));
  const pdf = await store.put(Buffer.from(`%PDF ${of.name}`));
  await admin`update run_results set objects = ${JSON.stringify(parts)}::jsonb, pdf_sha256 = ${pdf.sha256} where run_id = ${of.finishedRunId}`;
  await admin`insert into run_events (organization_id, run_id, epoch, seq, kind, body)
    values (${of.id}, ${of.finishedRunId}, 1, 1, 'state', ${JSON.stringify({ status: "succeeded", reason: of.name })}::jsonb)`;
  const columns = await store.put(columnsBytes(await readCsv(join(root, "examples/data/AAPL.csv"), { symbol: of.name })));
  await admin`update dataset_versions set object_sha256 = ${columns.sha256} where id = ${of.datasetVersionId}`;
  const token = `token of ${of.name}`;
  await admin`update shares set token_sha256 = ${createHash("sha256").update(token).digest("hex")} where id = ${of.shareId}`;
  return { ...of, token };
}

async function call(file: string, method: Method, of: Owner, user: { of: Owner; role: Role } | undefined) {
  const { params, body } = examples[file] as RouteExample;
  const headers: Record<string, string> = { "x-request-id": "test-request", "x-client-address": "192.0.2.1" };
  if (user !== undefined) {
    const started = await startSession(auth, user.of.users[user.role], { address: "192.0.2.1", userAgent: "test" }, user.of.id);
    headers.cookie = sessionCookie(new URL("http://bt.example"), started.token, started.endsAt).split(";")[0] ?? "";
  }
  if (body !== undefined) headers["x-file-name"] = "prices.csv";
  const handlers = await import(join(root, file));
  const request = new Request("http://bt.example/", { method, headers, ...(body === undefined ? {} : { body }) });
  const response: Response = await handlers[method](request, { params: Promise.resolve(params?.(of) ?? {}) });
  return { status: response.status, text: await response.text() };
}

const idsOf = ({ id, users, token: _, name: __, ...ids }: Owner) => [id, ...Object.values(users), ...Object.values(ids)];

describe.each(Object.entries(examples))("%s", (file, { methods, access, params, own = 200, namesOwner = true }) => {
  let victim: Owner;
  let stranger: Owner;
  beforeEach(async () => {
    [victim, stranger] = [await owner(), await owner()];
  });
  // A query is a GET and a change a POST: for the other one tRPC has an answer of its own.
  const [method = "GET"] = methods;

  test("has the handlers that are tried here and no other", async () => {
    const handlers = Object.keys(await import(join(root, file))).filter((name) => /^[A-Z]+$/.test(name));
    expect(handlers.sort()).toEqual([...methods].sort());
  });

  test("gives a member what it asks for, in the organisation's own name", async () => {
    const { status, text } = await call(file, method, victim, { of: victim, role: "researcher" });
    expect(status, text).toBe(own);
    if (namesOwner) expect(text).toContain(victim.name);
  });

  test("refuses whoever is not signed in, and roles below its own", async () => {
    const before = await rowsOf(admin, victim.id);
    const { status } = await call(file, method, victim, undefined);
    expect(status).toBe(access === "public" || access === "token" ? own : 401);
    if (access === "researcher") expect((await call(file, method, victim, { of: victim, role: "viewer" })).status).toBe(403);
    expect(await rowsOf(admin, victim.id)).toBe(before);
  });

  test("shows and changes nothing of another organisation, whatever it is given", async () => {
    const before = await rowsOf(admin, victim.id);
    // A link is for whoever has it: an outsider has not its token, but a member's other ids.
    const named = access === "token" ? { ...victim, token: victim.shareId } : victim;
    const { status, text } = await call(file, method, named, { of: stranger, role: "owner" });
    expect(await rowsOf(admin, victim.id)).toBe(before);
    if (params !== undefined) expect(status, text).toBe(404);
    const given = JSON.stringify(params?.(named) ?? []);
    if (!given.includes(victim.name)) expect(text).not.toContain(victim.name);
    expect(idsOf(victim).filter((id) => text.includes(id) && !given.includes(id))).toEqual([]);
    const kept = await rowsOf(admin, stranger.id);
    expect(idsOf(victim).filter((id) => kept.includes(id))).toEqual([]);
  });
});

test.each(["[token]/document", "[token]/parts/[...name]", "[token]/pdf"])(
  "a link to %s leads to its own run and to no other, and to nothing once it was revoked",
  async (path) => {
    const [one, two] = [await owner(), await owner()];
    const file = `app/api/shares/${path}/route.ts`;
    // A link of the other organisation, opened by a member of this one.
    const { status, text } = await call(file, "GET", two, { of: one, role: "owner" });
    expect([status, text.includes(two.name), text.includes(one.name)]).toEqual([200, true, false]);
    await admin`update shares set revoked_at = now() where id = ${two.shareId}`;
    expect((await call(file, "GET", two, { of: two, role: "owner" })).status).toBe(410);
    await admin`update shares set revoked_at = null, expires_at = now() - interval '1 second' where id = ${two.shareId}`;
    expect((await call(file, "GET", two, undefined)).status).toBe(410);
  },
);
