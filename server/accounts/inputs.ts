import { z } from "zod";
import { lineOfText } from "#server/lib/typed-text.ts";

const email = z.string().trim().max(254).pipe(z.email("This is not an e-mail address."));
const name = lineOfText(80, "Say how you want to be called.");
const password = z.string().max(1000);
const token = z.string().regex(/^[\w-]{43}$/, "The link is incomplete. Copy it from the mail as a whole.");

export const SignUpInput = z.strictObject({ email, name, password });
export const SignInInput = z.strictObject({ email, password });
export const VerifyEmailInput = z.strictObject({ token, password });
export const RequestResetInput = z.strictObject({ email });
export const ResetPasswordInput = z.strictObject({ token, password });
export const ChangePasswordInput = z.strictObject({ current: password, password });
export const RenameAccountInput = z.strictObject({ name });
export type SignUpInput = z.infer<typeof SignUpInput>;
