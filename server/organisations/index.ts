export { listMembers } from "./list-members.ts";
export { renameOrganisation } from "./rename-organisation.ts";
export { switchOrganisation } from "./switch-organisation.ts";
