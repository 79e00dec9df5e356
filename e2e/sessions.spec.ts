import { expect, signIn, test } from "./journey.ts";

test("a session is signed out from another browser: it sees nothing more, and the audit log tells of it", async ({
  page,
  person,
  browser,
}) => {
  const other = await browser.newContext({
    baseURL: process.env.E2E_URL as string,
    userAgent: "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0",
  });
  const elsewhere = await other.newPage();
  await signIn(elsewhere, person);

  await page.goto("/settings");
  const sessions = page.getByRole("table", { name: "Sessions" });
  await expect(sessions.getByText("this browser")).toHaveCount(1);
  await sessions.getByRole("button", { name: /^Sign out Firefox/ }).click();
  await expect(sessions.getByRole("button", { name: /^Sign out/ })).toHaveCount(0);
  await elsewhere.goto("/runs");
  await expect(elsewhere).toHaveURL(/\/sign-in/);

  await elsewhere.getByLabel("E-mail").fill(person.email);
  await elsewhere.getByLabel("Password").fill("not the password");
  await elsewhere.getByRole("button", { name: "Sign in" }).click();
  await expect(elsewhere.getByRole("main").getByRole("alert")).toBeVisible();

  await page.goto("/settings/audit");
  const log = page.getByRole("table", { name: "Audit log" });
  for (const action of ["account.confirmAddress", "account.signIn", "account.revokeSession", "account.signInFailed"])
    await expect(log.getByText(action, { exact: true }).first()).toBeVisible();
  await expect(log.getByRole("row", { name: /account\.signInFailed/ })).toContainText("somebody not signed in");
  await page.getByRole("button", { name: "Verify chain" }).click();
  await expect(page.getByText(/The chain holds over all entries/)).toBeVisible();
  await other.close();
});
