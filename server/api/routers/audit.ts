import { z } from "zod";
import { listAudit, verifyAuditChain } from "#server/audit/index.ts";
import { router, withRole } from "../procedures.ts";

export const auditRouter = router({
  list: withRole("admin")
    .input(z.strictObject({ before: z.int().positive().optional() }))
    .query(({ ctx, input }) => listAudit(ctx.db, ctx.tenant, input.before)),
  verify: withRole("admin").query(({ ctx }) => verifyAuditChain(ctx.db, ctx.tenant)),
});
