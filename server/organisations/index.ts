export { listMembers, type Member } from "./list-members.ts";
export { renameOrganisation } from "./rename-organisation.ts";
export { switchOrganisation } from "./switch-organisation.ts";
