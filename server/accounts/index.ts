export type { AccountDeps } from "./account-deps.ts";
export { changePassword } from "./change-password.ts";
export {
  ChangePasswordInput,
  RenameAccountInput,
  RequestResetInput,
  ResetPasswordInput,
  SignInInput,
  SignUpInput,
  VerifyEmailInput,
} from "./inputs.ts";
export { renameAccount } from "./rename-account.ts";
export { requestReset } from "./request-reset.ts";
export { resetPassword } from "./reset-password.ts";
export { revokeSession } from "./revoke-session.ts";
export { signIn } from "./sign-in.ts";
export { signOut } from "./sign-out.ts";
export { signUp } from "./sign-up.ts";
export { signUpClosed } from "./sign-up-closed.ts";
export { verifyEmail } from "./verify-email.ts";
export { whyOneOrganisation } from "./why-one-organisation.ts";
