import { render, toPlainText } from "react-email";
import { expect, test } from "vitest";
import { AccountExists, accountExistsSubject } from "./account-exists.tsx";
import { NoAccount, noAccountSubject } from "./no-account.tsx";
import { PasswordChanged, passwordChangedSubject } from "./password-changed.tsx";
import { ResetPassword, resetPasswordSubject } from "./reset-password.tsx";
import { VerifyEmail, verifyEmailSubject } from "./verify-email.tsx";

const url = "https://bt.example/verify?token=a_b-c";

test.each([
  [verifyEmailSubject, VerifyEmail],
  [resetPasswordSubject, ResetPassword],
  [passwordChangedSubject, PasswordChanged],
  [accountExistsSubject, AccountExists],
  [noAccountSubject, NoAccount],
])("the mail “%s” greets by name, carries its link in both forms and loads nothing", async (subject, Template) => {
  const html = await render(<Template name="Zoë <b>" url={url} />);
  expect(subject).toMatch(/^[A-Z][\w ’-]{10,50}$/);
  expect(html).toContain(`href="${url}"`);
  expect(html).toContain("Zoë &lt;b&gt;");
  expect(html).not.toMatch(/<(img|script|link)\b|src=|@import/);
  const text = toPlainText(html);
  expect(text).toContain("Hello Zoë <b>,");
  expect(text).toContain(url);
});
