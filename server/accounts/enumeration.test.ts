import { expect, test } from "vitest";
import { testDatabase } from "#server/database/testing.ts";
import { requestReset, signIn, signUp } from "./index.ts";
import { accountsOf, origin } from "./testing.ts";

const database = await testDatabase();
const { deps, newPerson, mailsTo, confirmed } = accountsOf(database);

type Try = (email: string, address: string) => Promise<unknown>;

const tries: Record<string, Try> = {
  "sign-in": (email, address) => signIn(deps(address), { email, password: "a wrong password" }, origin),
  "sign-up": (email, address) => signUp(deps(address), { email, name: "Somebody", password: "a quiet garden" }),
  reset: (email, address) => requestReset(deps(address), email),
};

test.each(Object.entries(tries))("%s answers alike whether there is an account or not", async (_, attempt) => {
  const person = await confirmed();
  const answers = new Set<string>();
  for (const [at, email] of [person.email, newPerson().email].entries())
    answers.add(String(await attempt(email, `10.0.${at}.1`).catch(String)));
  expect(answers.size).toBe(1);
});

// The work for an account that is there takes less than the floor; for sign-in both sides hash (server/auth/password.test.ts).
test.each(["sign-up", "reset"])("%s never answers before its floor of 200 ms", async (kind) => {
  const from = performance.now();
  await tries[kind]?.(newPerson().email, "10.0.9.1");
  expect(performance.now() - from).toBeGreaterThanOrEqual(199);
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
