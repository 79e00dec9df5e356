import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { testDatabase } from "#server/database/testing.ts";
import { readEnv } from "#server/lib/env.ts";
import { homeFolders } from "#server/lib/home.ts";
import { publishSandbox } from "#server/sandbox/seen-sandbox.ts";
import { requestReset, resetPassword, signUp, verifyEmail } from "./index.ts";
import { signUpClosed } from "./sign-up-closed.ts";
import { accountsOf, origin } from "./testing.ts";
import { whyOneOrganisation } from "./why-one-organisation.ts";

const database = await testDatabase();
const { admin } = database;
const { deps: openDeps, newPerson, tokenFor } = accountsOf(database);
const folder = mkdtempSync(join(tmpdir(), "rustybt-closed-"));
afterAll(() => rmSync(folder, { recursive: true }));
const folders = homeFolders(folder);

const hostUser = {
  layer: "hostUser",
  seen: "the job runs as the worker's user",
  install: "start the worker as root, which gives each job a user of its own",
  isRequired: false,
} as const;
const lacks =
  "For several its sandbox lacks hostUser (the job runs as the worker's user; start the worker as root, which gives each job a user of its own).";
const deps = (address?: string) => ({ ...openDeps(address), whyOneOrganisation: whyOneOrganisation({ sandbox: "required", folders }) });
const closed = {
  code: "forbidden",
  message: "Sign-up is closed: this machine runs strategies of one organisation, which is there already.",
  hint: lacks,
};
const organisations = async () => (await admin`select count(*)::int as count from organizations`)[0]?.count;

test("a machine is for one organisation when its worker has seen a layer missing, or its sandbox is off", () => {
  const seen = { isAvailable: true, isOff: false, layers: [], message: "" };
  expect(whyOneOrganisation({ sandbox: "required", folders })).toBeUndefined();
  publishSandbox(folders.sandbox, { ...seen, isMultiTenant: true, missing: [] }, new Date());
  expect(whyOneOrganisation({ sandbox: "required", folders })).toBeUndefined();
  expect(whyOneOrganisation(readEnv({ RUSTYBT_SANDBOX: "off" }))).toContain("RUSTYBT_SANDBOX=off");
  publishSandbox(folders.sandbox, { ...seen, isMultiTenant: false, missing: [hostUser] }, new Date());
  expect(whyOneOrganisation({ sandbox: "required", folders })).toBe(lacks);
});

test("of several sign-ups on such a machine one makes its organisation; then sign-up is closed and says what is missing", async () => {
  const people = [newPerson(), newPerson(), newPerson()];
  expect(await signUpClosed(deps())).toBeUndefined();
  for (const person of people) await signUp(deps(), person);
  const confirmations = await Promise.allSettled(
    people.map(async ({ email, password }) => verifyEmail(deps(), { token: await tokenFor(email), password }, origin)),
  );
  expect(confirmations.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const { reason } of confirmations.filter((tried) => tried.status === "rejected")) expect(reason).toMatchObject(closed);
  expect(await organisations()).toBe(1);

  expect(await signUpClosed(deps())).toMatchObject(closed);
  for (const person of [...people, newPerson()]) await expect(signUp(deps("203.0.113.9"), person)).rejects.toMatchObject(closed);
  const [waiting] = people.filter((_, index) => confirmations[index]?.status === "rejected");
  const email = waiting?.email ?? "";
  await requestReset(deps(), email);
  await expect(resetPassword(deps(), { token: await tokenFor(email), password: "another quiet garden" })).rejects.toMatchObject(closed);
  expect(await organisations()).toBe(1);
});

test("with every layer added, the link that was refused works", async () => {
  const person = newPerson();
  await signUp(openDeps(), person);
  const link = { token: await tokenFor(person.email), password: person.password };
  await expect(verifyEmail(deps(), link, origin)).rejects.toMatchObject(closed);
  await verifyEmail(openDeps(), link, origin);
  expect(await organisations()).toBe(2);
});
