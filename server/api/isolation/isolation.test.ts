// A home without a worker that has looked: sign-up is open.
import "#server/sandbox/testing/sandbox-home.ts";
import { drizzle } from "drizzle-orm/postgres-js";
import { describe, expect, test } from "vitest";
import { roles } from "#drizzle/schema/index.ts";
import { addFullOrganisation, type FullOrganisation } from "#drizzle/seed/factories.ts";
import { testDatabase } from "#server/database/testing.ts";
import { type Context, listMemberships } from "../context.ts";
import { appRouter, createCaller } from "../root.ts";
import { accountExamples } from "../routers/account.examples.ts";
import { auditExamples } from "../routers/audit.examples.ts";
import { datasetsExamples } from "../routers/datasets.examples.ts";
import { organisationsExamples } from "../routers/organisations.examples.ts";
import { runsExamples } from "../routers/runs.examples.ts";
import { sharesExamples } from "../routers/shares.examples.ts";
import { strategiesExamples } from "../routers/strategies.examples.ts";
import type { Access, Example } from "./example.ts";
import { rowsOf } from "./testing/rows-of-organisation.ts";

// I-07: every procedure, called by nobody, by each role, by another organisation that names this one's things, and by their owner.

const examples = new Map<string, Example>();
for (const [router, ofRouter] of Object.entries({
  account: accountExamples,
  audit: auditExamples,
  datasets: datasetsExamples,
  organisations: organisationsExamples,
  runs: runsExamples,
  shares: sharesExamples,
  strategies: strategiesExamples,
})) {
  for (const [name, example] of Object.entries(ofRouter)) examples.set(`${router}.${name}`, example);
}

test("every procedure has an example beside its router, and no example is of a procedure that is gone", () => {
  expect([...examples.keys()].sort()).toEqual(Object.keys(appRouter._def.procedures).sort());
});

const { web, auth, admin } = await testDatabase();
const seedDb = drizzle(admin, { casing: "snake_case" });
let made = 0;
const freshOrganisation = () => {
  made += 1;
  return addFullOrganisation(seedDb, `canary${made}`);
};
// The attempts that are noted are taken out again, to compare the rest.
await admin`alter table audit_log disable trigger append_only`;
const stranger = await addFullOrganisation(seedDb, "Stranger");

type Role = (typeof roles)[number];

async function contextOf(user: { organisation: FullOrganisation; role: Role } | undefined): Promise<Context> {
  const base = { requestId: "test", address: `192.0.2.${made % 250}`, userAgent: "test", db: web, authDb: auth, setCookie: () => {} };
  if (user === undefined) return { ...base, session: undefined, memberships: [], membership: undefined };
  const { organisation, role } = user;
  const userId = organisation.users[role];
  const memberships = await listMemberships(auth, userId);
  const session = { id: "0".repeat(64), userId, organizationId: organisation.id, email: "", name: "", expiresAt: new Date(), memberships };
  return { ...base, session, memberships, membership: memberships[0] };
}

/** The answer as text, or the code of the error. */
async function call(path: string, input: unknown, user: { organisation: FullOrganisation; role: Role } | undefined) {
  const [router, name] = path.split(".") as [string, string];
  const caller = createCaller(await contextOf(user)) as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>;
  try {
    const answer = await caller[router]?.[name]?.(input);
    return { answer: JSON.stringify(answer) ?? "nothing" };
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    if (cause?.code === undefined) throw error;
    return { code: cause.code };
  }
}

function isQueryAt(path: string): boolean {
  const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
  return procedures[path]?._def.type === "query";
}

function idsOf({ id, users, name: _, ...ids }: FullOrganisation): string[] {
  return [id, ...Object.values(users), ...Object.values(ids)];
}

const ladder: readonly Role[] = ["viewer", "billing", "researcher", "admin", "owner"];
const least: Record<Access, readonly Role[]> = {
  public: ladder,
  signedIn: ladder,
  member: ladder,
  researcher: ["researcher", "admin", "owner"],
  admin: ["admin", "owner"],
  owner: ["owner"],
};

describe.each([...examples])("%s", (path, { access, input = () => undefined, own, isNoted }) => {
  test("refuses whoever is not signed in, and roles below its own", async () => {
    const organisation = await freshOrganisation();
    if (access !== "public") expect(await call(path, input(organisation), undefined)).toEqual({ code: "unauthenticated" });
    for (const role of roles.filter((one) => !least[access].includes(one))) {
      expect(await call(path, input(organisation), { organisation, role })).toEqual({ code: "forbidden" });
    }
  });

  test("gives its own organisation what it asks for", async () => {
    const organisation = await freshOrganisation();
    const outcome = await call(path, input(organisation), { organisation, role: "owner" });
    if (own === undefined) expect(outcome).toHaveProperty("answer");
    else expect(outcome).toEqual({ code: own });
  });

  test("shows and changes nothing of another organisation, whatever ids it is given", async () => {
    const victim = await freshOrganisation();
    const given = input(victim);
    const before = await rowsOf(admin, victim.id);
    const outcome = await call(path, given, { organisation: stranger, role: "owner" });
    if (isNoted !== undefined) {
      const [entry, ...more] = await admin`delete from audit_log where organization_id = ${victim.id} and seq > 1 returning action, actor`;
      expect([entry, more]).toEqual([{ action: isNoted, actor: "anonymous" }, []]);
    }
    expect(await rowsOf(admin, victim.id)).toBe(before);

    const namesIds = idsOf(victim).filter((id) => JSON.stringify(given ?? null).includes(id));
    const isQuery = isQueryAt(path);
    // A change that names what belongs to somebody else is told that it is not there; a look may also come back empty.
    if (namesIds.length > 0 && !isQuery) expect(outcome).toEqual({ code: "not_found" });
    const seen = "answer" in outcome ? outcome.answer : "";
    expect(seen).not.toContain(victim.name);
    expect(idsOf(victim).filter((id) => seen.includes(id) && !namesIds.includes(id))).toEqual([]);
    const kept = await rowsOf(admin, stranger.id);
    expect(idsOf(victim).filter((id) => kept.includes(id))).toEqual([]);
  });
});
