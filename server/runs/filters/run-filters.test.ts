import { drizzle } from "drizzle-orm/postgres-js";
import { beforeEach, expect, test } from "vitest";
import { addFullOrganisation, type FullOrganisation } from "#drizzle/seed/factories.ts";
import { testDatabase } from "#server/database/testing.ts";
import { listRunFilters, removeRunFilter, saveRunFilter } from "../index.ts";

const { web, admin } = await testDatabase();
let organisation: FullOrganisation;
let made = 0;

beforeEach(async () => {
  made += 1;
  organisation = await addFullOrganisation(drizzle(admin, { casing: "snake_case" }), `Filters ${made}`);
});

const as = (role: "viewer" | "researcher") => ({ organizationId: organisation.id, userId: organisation.users[role] });
const kept = async (role: "viewer" | "researcher") => (await listRunFilters(web, as(role))).map(({ name, filter }) => [name, filter]);

test("a member's filters are listed by name, and nobody else sees them", async () => {
  await saveRunFilter(web, as("viewer"), { name: "Failed ones", filter: { status: "failed" } });
  await saveRunFilter(web, as("viewer"), { name: " Apple ", filter: { symbol: "AAPL", strategyId: organisation.strategyId } });
  expect(await kept("viewer")).toEqual([
    ["Apple", { symbol: "AAPL", strategyId: organisation.strategyId }],
    ["Failed ones", { status: "failed" }],
  ]);
  expect(await kept("researcher")).toEqual([]);
});

test("a filter saved under a name that is kept replaces it", async () => {
  const first = await saveRunFilter(web, as("viewer"), { name: "Mine", filter: { status: "failed" } });
  const second = await saveRunFilter(web, as("viewer"), { name: "Mine", filter: { status: "running" } });
  expect(second).toEqual(first);
  expect(await kept("viewer")).toEqual([["Mine", { status: "running" }]]);
});

test("only its member removes a filter, and once", async () => {
  const { id } = await saveRunFilter(web, as("viewer"), { name: "Mine", filter: { status: "failed" } });
  await expect(removeRunFilter(web, as("researcher"), id)).rejects.toMatchObject({ code: "not_found" });
  await removeRunFilter(web, as("viewer"), id);
  expect(await kept("viewer")).toEqual([]);
  await expect(removeRunFilter(web, as("viewer"), id)).rejects.toMatchObject({ code: "not_found" });
});

test("a filter without a name, of nothing, or of a strategy that is not there is refused", async () => {
  const save = (name: string, filter: object) => saveRunFilter(web, as("viewer"), { name, filter });
  await expect(save(" ", { status: "failed" })).rejects.toThrow("Give the filter a name.");
  await expect(save("All", {})).rejects.toThrow("It leaves nothing out: choose a status first.");
  await expect(save("Gone", { strategyId: organisation.runId })).rejects.toMatchObject({ code: "not_found" });
});

test("the twenty-first filter is refused and leaves the twenty as they are", async () => {
  for (let n = 1; n <= 20; n += 1) await saveRunFilter(web, as("viewer"), { name: `Filter ${n}`, filter: { symbol: `S${n}` } });
  const more = saveRunFilter(web, as("viewer"), { name: "One more", filter: { symbol: "S21" } });
  await expect(more).rejects.toMatchObject({ code: "limit_reached", message: "You keep 20 filters, the most there can be." });
  await saveRunFilter(web, as("viewer"), { name: "Filter 7", filter: { symbol: "T7" } });
  const filters = await kept("viewer");
  expect(filters).toHaveLength(20);
  expect(filters.find(([name]) => name === "Filter 7")).toEqual(["Filter 7", { symbol: "T7" }]);
});
