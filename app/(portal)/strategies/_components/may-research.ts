/** Whether a role may do more than look; the server decides again when something is done. */
export function mayResearch(role: string): boolean {
  return role === "researcher" || role === "admin" || role === "owner";
}
