export { appendAudit } from "./append-audit.ts";
export { listAudit } from "./list-audit.ts";
export { verifyAuditChain } from "./verify-audit-chain.ts";
