import type { ReactElement } from "react";
import { z } from "zod";
import { AccountExists, accountExistsSubject } from "#emails/account-exists.tsx";
import { NoAccount, noAccountSubject } from "#emails/no-account.tsx";
import { PasswordChanged, passwordChangedSubject } from "#emails/password-changed.tsx";
import { ResetPassword, resetPasswordSubject } from "#emails/reset-password.tsx";
import { VerifyEmail, verifyEmailSubject } from "#emails/verify-email.tsx";
import { AppError } from "#server/lib/errors.ts";
import type { TemplateName } from "./template-name.ts";

const linkProps = z.strictObject({ name: z.string(), url: z.url() });

const templates: Record<TemplateName, { subject: string; element: (props: z.infer<typeof linkProps>) => ReactElement }> = {
  "verify-email": { subject: verifyEmailSubject, element: VerifyEmail },
  "reset-password": { subject: resetPasswordSubject, element: ResetPassword },
  "password-changed": { subject: passwordChangedSubject, element: PasswordChanged },
  "account-exists": { subject: accountExistsSubject, element: AccountExists },
  "no-account": { subject: noAccountSubject, element: NoAccount },
};

/** The subject and markup of a mail; throws `invalid` for a template or props nobody wrote. */
export function mailOf(template: string, props: unknown): { subject: string; element: ReactElement } {
  const found = Object.hasOwn(templates, template) ? templates[template as TemplateName] : undefined;
  if (found === undefined) throw new AppError("invalid", `There is no mail template "${template}".`);
  return { subject: found.subject, element: found.element(linkProps.parse(props)) };
}
