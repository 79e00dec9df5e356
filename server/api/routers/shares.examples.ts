import type { Examples } from "../isolation/example.ts";

export const sharesExamples: Examples = {
  list: { access: "member", input: ({ finishedRunId }) => ({ runId: finishedRunId }) },
  create: { access: "researcher", input: ({ finishedRunId }) => ({ runId: finishedRunId }) },
  view: { access: "public", input: () => ({ token: "x".repeat(43) }), own: "not_found" },
  revoke: { access: "researcher", input: ({ shareId }) => ({ id: shareId }) },
};
