import type { Examples } from "../isolation/example.ts";

export const auditExamples: Examples = {
  list: { access: "admin", input: () => ({}) },
  verify: { access: "admin" },
};
