import { and, eq, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { runAttempts, runEvents, runs } from "#drizzle/schema/index.ts";
import { callAcrossTenants, type Tenant, type TenantDb, type Tx, withTenant } from "#server/database/connect.ts";
import { notifyRunEvent } from "./notify-run-event.ts";
import { isTerminal, type RunEventBody, type RunProblem, type runAttemptOutcomes } from "./run-events.ts";

export type AttemptOutcome = (typeof runAttemptOutcomes)[number];

/** Another attempt has taken over, or the run is over: whatever this one still does must not be seen. */
export class LeaseLostError extends Error {
  override readonly name = "LeaseLostError";
}

/** Why an attempt is told to stop; `outage`: the database was away for a whole lease. */
export type StopReason = "cancelled" | "leaseLost" | "handBack" | "outage";

export interface ClaimOptions {
  readonly db: TenantDb;
  readonly worker: string;
  readonly leaseSeconds: number;
  readonly onError: (error: unknown, what: string) => void;
}

/** Takes a run, if there is anything to take: queued, or running under a lease that is over. */
export async function claimRun(runId: string, options: ClaimOptions): Promise<RunAttempt | undefined> {
  const args = [runId, options.worker, options.leaseSeconds];
  const [row] = await callAcrossTenants<{ organization_id: string; epoch: number }>(options.db, { name: "claim_run", args });
  return row === undefined ? undefined : new RunAttempt({ organizationId: row.organization_id }, runId, row.epoch, options);
}

type RunChange = PgUpdateSetSource<typeof runs>;

interface Settlement {
  readonly error?: RunProblem;
  /** What else belongs to the same moment. */
  readonly more?: (tx: Tx) => Promise<void>;
}

/**
 * One attempt at a run, known by its epoch. Every effect on the run goes through `effect`, which writes nothing once another attempt holds
 * the run; the lease is renewed in database time while the attempt lives.
 */
export class RunAttempt {
  readonly tenant: Tenant;
  readonly runId: string;
  readonly epoch: number;
  readonly #options: ClaimOptions;
  readonly #stop = new AbortController();
  #seq = 0;
  #renewal: NodeJS.Timeout | undefined;
  #renewedAt = performance.now();

  constructor(tenant: Tenant, runId: string, epoch: number, options: ClaimOptions) {
    this.tenant = tenant;
    this.runId = runId;
    this.epoch = epoch;
    this.#options = options;
  }

  /** Aborted when the attempt should end; the reason is a `StopReason`. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  get stopReason(): StopReason | undefined {
    return this.#stop.signal.aborted ? (this.#stop.signal.reason as StopReason) : undefined;
  }

  stop(reason: StopReason): void {
    this.#stop.abort(reason);
  }

  keepLease(): void {
    const everyMs = (this.#options.leaseSeconds * 1000) / 4;
    this.#renewal = setInterval(() => void this.#renew(), everyMs);
  }

  end(): void {
    clearInterval(this.#renewal);
  }

  /** Changes the run, adds events and whatever else belongs to the same moment, in one transaction that only the holder of the run commits. */
  async effect(change: RunChange, events: readonly RunEventBody[], more?: (tx: Tx) => Promise<void>): Promise<void> {
    const first = this.#takeNumbers(events.length);
    const { cancelRequestedAt } = await this.read(async (tx) => {
      const held = await this.#write(tx, change, events, first);
      await more?.(tx);
      return held;
    });
    if (cancelRequestedAt !== null) this.stop("cancelled");
  }

  /**
   * Ends the run. A commit whose answer got lost may have happened: settling again what this attempt has settled already changes nothing.
   * What comes after somebody cancelled is a cancellation.
   */
  async settle(status: "succeeded" | "failed" | "cancelled", { error, more }: Settlement = {}): Promise<void> {
    const first = this.#takeNumbers(1);
    await this.read(async (tx) => {
      const [row] = await tx
        .select({ epoch: runs.epoch, status: runs.status, cancelRequestedAt: runs.cancelRequestedAt })
        .from(runs)
        .where(this.#isThisRun())
        .for("update");
      if (row?.epoch === this.epoch && isTerminal(row.status)) return;
      const end = row !== undefined && row.cancelRequestedAt !== null ? "cancelled" : status;
      const problem = end === "failed" ? error : undefined;
      const body = problem === undefined ? { status: end } : { status: end, error: problem };
      await this.#write(tx, { status: end, finishedAt: sql`now()`, error: problem ?? null }, [{ kind: "state", body }], first);
      if (end === status) await more?.(tx);
      await this.close(tx, end);
    });
  }

  read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return withTenant(this.#options.db, this.tenant, work);
  }

  /** Part of the last transaction of an attempt. */
  async close(tx: Tx, outcome: AttemptOutcome): Promise<void> {
    await tx.update(runAttempts).set({ finishedAt: sql`now()`, outcome }).where(this.#isThisAttempt());
  }

  /** For an attempt that lives on after its run was taken from it: its worker is not to be counted among the dead. */
  async wasNotLost(): Promise<void> {
    await this.read((tx) =>
      tx
        .update(runAttempts)
        .set({ outcome: "handedBack" })
        .where(and(this.#isThisAttempt(), eq(runAttempts.outcome, "lost"))),
    );
  }

  /** How often earlier attempts at this run came to these outcomes. */
  async count(tx: Tx, outcome: AttemptOutcome): Promise<number> {
    return tx.$count(
      runAttempts,
      and(eq(runAttempts.organizationId, this.tenant.organizationId), eq(runAttempts.runId, this.runId), eq(runAttempts.outcome, outcome)),
    );
  }

  /** Numbers are used up even when the commit fails: whether it did is not always known. */
  #takeNumbers(count: number): number {
    const first = this.#seq;
    this.#seq += count;
    return first;
  }

  async #write(tx: Tx, change: RunChange, events: readonly RunEventBody[], first: number) {
    const { runId, epoch } = this;
    const { organizationId } = this.tenant;
    const [held] = await tx
      .update(runs)
      .set({ epoch, ...change })
      .where(and(this.#isThisRun(), eq(runs.epoch, epoch), eq(runs.status, "running")))
      .returning({ cancelRequestedAt: runs.cancelRequestedAt });
    if (held === undefined) throw new LeaseLostError(`run ${runId} is no longer held by attempt ${epoch}`);
    if (events.length > 0) {
      const rows = events.map(({ kind, body }, index) => ({ organizationId, runId, epoch, seq: first + index, kind, body: { ...body } }));
      await tx.insert(runEvents).values(rows);
      await notifyRunEvent(tx, organizationId, runId, { epoch, seq: first + events.length - 1 });
    }
    return held;
  }

  async #renew(): Promise<void> {
    const { db, leaseSeconds, onError } = this.#options;
    try {
      const [held] = await withTenant(db, this.tenant, async (tx) => {
        await tx
          .update(runAttempts)
          .set({ leaseUntil: sql`now() + make_interval(secs => ${leaseSeconds})` })
          .where(and(this.#isThisAttempt(), sql`${runAttempts.finishedAt} is null`));
        return tx
          .select({ cancelRequestedAt: runs.cancelRequestedAt })
          .from(runs)
          .where(and(this.#isThisRun(), eq(runs.epoch, this.epoch), eq(runs.status, "running")));
      });
      this.#renewedAt = performance.now();
      if (held === undefined) this.stop("leaseLost");
      else if (held.cancelRequestedAt !== null) this.stop("cancelled");
    } catch (error) {
      onError(error, "the lease could not be renewed");
      // Without the database nobody knows who holds the run: after a whole lease another worker may.
      if (performance.now() - this.#renewedAt > leaseSeconds * 1000) this.stop("outage");
    }
  }

  #isThisRun() {
    return and(eq(runs.organizationId, this.tenant.organizationId), eq(runs.id, this.runId));
  }

  #isThisAttempt() {
    return and(
      eq(runAttempts.organizationId, this.tenant.organizationId),
      eq(runAttempts.runId, this.runId),
      eq(runAttempts.epoch, this.epoch),
    );
  }
}
