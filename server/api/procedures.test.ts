import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { expect, test } from "vitest";
import { z } from "zod";
import { connectTenantDb, withTenant } from "#server/database/connect.ts";
import { testDatabase } from "#server/database/testing.ts";
import { AppError } from "#server/lib/errors.ts";
import type { Context } from "./context.ts";
import { problemResponse } from "./problem-response.ts";
import { publicProcedure, router } from "./procedures.ts";

const { web, auth } = await testDatabase();
const nowhere = connectTenantDb("postgres://nobody@127.0.0.1:1/none", 1);
const organizationId = "0193a000-0000-7000-8000-000000000000";

const broken = router({
  refuses: publicProcedure.query(() => {
    throw new AppError("limit_reached", "3 of 3 runs are taken.", { hint: "Wait a minute.", retryAfterSeconds: 60, context: { most: 3 } });
  }),
  slips: publicProcedure.query(() => {
    throw new Error("the password is hunter2 in /srv/secret.ts");
  }),
  asks: publicProcedure.query(() => withTenant(nowhere.db, { organizationId }, async () => "never")),
  reads: publicProcedure.input(z.strictObject({ page: z.int().min(1) })).query(({ input }) => input.page),
});

async function get(path: string, input?: unknown) {
  const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
  const context: Context = {
    requestId: "request-1",
    address: "192.0.2.1",
    userAgent: "",
    session: undefined,
    memberships: [],
    membership: undefined,
    db: web,
    authDb: auth,
    setCookie: () => {},
  };
  const response = await fetchRequestHandler({
    endpoint: "/t",
    req: new Request(`http://portal.example/t/${path}${query}`),
    router: broken,
    createContext: () => context,
  });
  const text = await response.text();
  return { status: response.status, text, error: JSON.parse(text).error?.json };
}

test("what is expected is told with code, hint, details and the request's id", async () => {
  const { status, error } = await get("refuses");
  expect([status, error.message]).toEqual([429, "3 of 3 runs are taken."]);
  expect(error.data).toMatchObject({
    app: { code: "limit_reached", hint: "Wait a minute.", retryAfterSeconds: 60, context: { most: 3 } },
    requestId: "request-1",
  });
});

test("what is not expected is told by the request's id and nothing of its inside", async () => {
  const { status, text, error } = await get("slips");
  expect([status, error.message, error.data.requestId]).toEqual([500, "Something failed on our side.", "request-1"]);
  expect(text).not.toMatch(/hunter2|secret\.ts|stack/);
});

test("a database that does not answer is a matter of trying again", async () => {
  const { status, text, error } = await get("asks");
  expect([status, error.data.app.code]).toEqual([503, "unavailable"]);
  expect(text).not.toMatch(/ECONNREFUSED|select|127\.0\.0\.1/);
});

test("an input that does not fit is refused by field", async () => {
  const { status, error } = await get("reads", { page: 0 });
  expect([status, error.data.app]).toEqual([400, { code: "invalid", field: "page" }]);
  expect(error.message).toMatch(/^page: /);
  expect((await get("reads", { page: 1, all: true })).status).toBe(400);
});

test("routes beside tRPC tell the same", async () => {
  const gone = problemResponse(new AppError("gone", "The link was revoked."), "request-2");
  expect([gone.status, await gone.json()]).toEqual([
    410,
    { error: { code: "gone", message: "The link was revoked.", requestId: "request-2" } },
  ]);
  const down = problemResponse(Object.assign(new Error("x"), { code: "CONNECTION_CLOSED" }), "request-3");
  expect([down.status, down.headers.get("retry-after")]).toEqual([503, "5"]);
  const slip = problemResponse(new Error("hunter2"), "request-4");
  expect([slip.status, JSON.stringify(await slip.json())]).toEqual([500, expect.not.stringContaining("hunter2")]);
});
