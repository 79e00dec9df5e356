/** The mails there are; a file of `emails/` each. */
export type TemplateName = "verify-email" | "reset-password" | "password-changed" | "account-exists" | "no-account";
