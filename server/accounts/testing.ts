import type { TestDatabase } from "#server/database/testing.ts";
import type { AccountDeps } from "./account-deps.ts";
import { signUp } from "./sign-up.ts";
import { verifyEmail } from "./verify-email.ts";

export const origin = { address: "192.0.2.17", userAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0" };

interface MailJob {
  readonly to: string;
  readonly template: string;
  readonly props: { readonly name: string; readonly url: string };
}

/** Accounts over a test's database: people who sign up, and the mails that are queued for them. */
export function accountsOf({ auth, admin }: TestDatabase) {
  const deps = (address = origin.address): AccountDeps => ({ authDb: auth, publicUrl: new URL("https://bt.example"), address });
  let people = 0;

  const newPerson = () => {
    people += 1;
    return { email: `Person-${people}@Example.org`, name: `Person ${people}`, password: `a quiet garden ${people}` };
  };

  /** The mails queued for an address, the oldest first. */
  const mailsTo = async (email: string): Promise<MailJob[]> => {
    const jobs = await admin`select data from pgboss.job where name = 'mail.send' and data->>'to' = ${email} order by created_on, id`;
    return jobs.map(({ data }) => data as MailJob);
  };

  /** The token in the newest mail of an address. */
  const tokenFor = async (email: string): Promise<string> => {
    const newest = (await mailsTo(email)).at(-1);
    return new URL(newest?.props.url ?? "https://no.mail").searchParams.get("token") ?? "no token";
  };

  /** Somebody who has signed up and confirmed the address, from an address of the network of their own. */
  const confirmed = async (person = newPerson()) => {
    // Each from a network of their own: the limits by network are tested on purpose, not by accident.
    const address = `198.18.${people}.1`;
    await signUp(deps(address), person);
    const started = await verifyEmail(deps(address), { token: await tokenFor(person.email), password: person.password }, origin);
    return { ...person, address, started };
  };

  return { deps, newPerson, mailsTo, tokenFor, confirmed };
}
