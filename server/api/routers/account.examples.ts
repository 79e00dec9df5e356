import type { Examples } from "../isolation/example.ts";

const password = "a long and quiet morning";
const token = "x".repeat(43);

export const accountExamples: Examples = {
  me: { access: "public" },
  signUpClosed: { access: "public" },
  signUp: { access: "public", input: ({ name }) => ({ email: `owner@${name.toLowerCase()}.example`, name: "Somebody", password }) },
  verifyEmail: { access: "public", input: () => ({ token, password }), own: "invalid" },
  signIn: {
    access: "public",
    input: ({ name }) => ({ email: `owner@${name.toLowerCase()}.example`, password }),
    own: "unauthenticated",
    isNoted: "account.signInFailed",
  },
  signOut: { access: "public" },
  requestReset: {
    access: "public",
    input: ({ name }) => ({ email: `owner@${name.toLowerCase()}.example` }),
    isNoted: "account.requestReset",
  },
  resetPassword: { access: "public", input: () => ({ token, password }), own: "invalid" },
  changePassword: { access: "signedIn", input: () => ({ current: password, password: `${password} in May` }), own: "invalid" },
  rename: { access: "signedIn", input: () => ({ name: "Somebody else" }) },
  sessions: { access: "signedIn" },
  revokeSession: { access: "signedIn", input: () => ({ id: "0".repeat(64) }), own: "not_found" },
};
