import type { FullOrganisation } from "#drizzle/seed/factories.ts";
import type { AppErrorCode } from "#server/lib/errors.ts";

export type Access = "public" | "signedIn" | "member" | "researcher" | "admin" | "owner";

/** How a procedure is called in isolation.test.ts. Lives beside its router as `<router>.examples.ts`; a procedure without one is red. */
export interface Example {
  /** Who may call it, at least. */
  readonly access: Access;
  /** An input that names what belongs to an organisation (`addFullOrganisation`); left out where there is none to give. */
  readonly input?: (of: FullOrganisation) => unknown;
  /** What the organisation's own owner gets who gives it; an answer without it. */
  readonly own?: AppErrorCode;
  /** What an outsider's attempt leaves in the audit log of the organisation it names: its members are told of it. */
  readonly isNoted?: string;
}

export type Examples = Readonly<Record<string, Example>>;
