import type { Examples } from "../isolation/example.ts";

export const organisationsExamples: Examples = {
  mine: { access: "signedIn" },
  switch: { access: "signedIn", input: ({ id }) => ({ organizationId: id }) },
  members: { access: "member" },
  rename: { access: "admin", input: () => ({ name: "Renamed" }) },
};
