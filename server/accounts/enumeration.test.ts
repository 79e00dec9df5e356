import { expect, test } from "vitest";
import { testDatabase } from "#server/database/testing.ts";
import { requestReset, signIn, signUp } from "./index.ts";
import { accountsOf, origin } from "./testing.ts";

const database = await testDatabase();
const { admin } = database;
const { deps, newPerson, mailsTo, confirmed } = accountsOf(database);

type Try = (email: string, address: string) => Promise<unknown>;

const tries: Record<string, Try> = {
  "sign-in": (email, address) => signIn(deps(address), { email, password: "a wrong password" }, origin),
  "sign-up": (email, address) => signUp(deps(address), { email, name: "Somebody", password: "a quiet garden" }),
  reset: (email, address) => requestReset(deps(address), email),
};

test.each(Object.entries(tries))("%s answers alike, and in the same time, whether there is an account or not", async (_, attempt) => {
  const person = await confirmed();
  const pairs = 16;
  const times: Record<"known" | "unknown", number[]> = { known: [], unknown: [] };
  const answers = new Set<string>();
  for (let at = 0; at < pairs; at++) {
    // One after the other, in changing order, so that whatever else the machine does meets both alike.
    const both = [
      ["known", person.email],
      ["unknown", newPerson().email],
    ] as const;
    for (const [kind, email] of at % 2 === 0 ? both : [...both].reverse()) {
      const from = performance.now();
      const answer = await attempt(email, `10.${at}.${kind === "known" ? 1 : 2}.1`).catch(String);
      times[kind].push(performance.now() - from);
      answers.add(String(answer));
    }
    await admin`delete from rate_limits`;
  }
  expect(answers.size).toBe(1);
  expect(Math.abs(median(times.known) - median(times.unknown))).toBeLessThan(15);
  // |z| of the Mann-Whitney test; 3.29 is p = 0.001.
  expect(Math.abs(mannWhitney(times.known, times.unknown))).toBeLessThan(3.29);
});

test("only the mailbox learns that it has an account, and only the mailbox that it has none", async () => {
  const person = await confirmed();
  const nobody = newPerson();
  await signUp(deps("10.1.1.1"), { ...person, name: "Eve", password: "a password of her own" });
  await requestReset(deps("10.1.1.2"), nobody.email);
  expect((await mailsTo(person.email)).at(-1)).toMatchObject({ template: "account-exists", props: { name: person.name } });
  expect(await mailsTo(nobody.email)).toMatchObject([{ template: "no-account", props: { url: "https://bt.example/sign-up" } }]);
  await signIn(deps(person.address), person, origin);
});

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function mannWhitney(a: readonly number[], b: readonly number[]): number {
  const wins = a.reduce((sum, x) => sum + b.reduce((count, y) => count + (x > y ? 1 : x === y ? 0.5 : 0), 0), 0);
  const n = a.length * b.length;
  return (wins - n / 2) / Math.sqrt((n * (a.length + b.length + 1)) / 12);
}
