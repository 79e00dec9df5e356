export { CreateShareInput, createShare } from "./create-share.ts";
export { ListSharesInput, listShares, type ShareListItem } from "./list-shares.ts";
export { openShare } from "./open-share.ts";
export { readSharedPart } from "./read-shared-part.ts";
export { revokeShare } from "./revoke-share.ts";
export { type SharedRun, viewShare } from "./view-share.ts";
