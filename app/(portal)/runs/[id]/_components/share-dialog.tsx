"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Share2 } from "lucide-react";
import { useState } from "react";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { formatDate, plural } from "#app/_lib/format.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { CopyButton } from "#app/_ui/copy-button.tsx";
import { Dialog } from "#app/_ui/dialog.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Problem } from "#app/_ui/problem.tsx";
import { Select } from "#app/_ui/select.tsx";
import type { ShareListItem } from "#server/shares/index.ts";

const dayMs = 86_400_000;
const terms = [
  { value: "never", label: "When revoked" },
  { value: "7", label: "In 7 days" },
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
];

/** Makes links to this run for people without an account, and ends them. */
export function ShareDialog({ runId }: { readonly runId: string }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      trigger={
        <Button variant="primary">
          <Share2 aria-hidden="true" />
          Share
        </Button>
      }
      title="Share this run"
      description="Whoever has a link sees the result without an account, and can verify it."
      open={open}
      onOpenChange={setOpen}
    >
      {open && <ShareForm runId={runId} />}
    </Dialog>
  );
}

function ShareForm({ runId }: { readonly runId: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [term, setTerm] = useState("never");
  const [showCode, setShowCode] = useState(false);
  const shares = useQuery(trpc.shares.list.queryOptions({ runId }));
  const create = useMutation(
    trpc.shares.create.mutationOptions({ onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.shares.list.queryKey() }) }),
  );
  const link = create.data === undefined ? undefined : `${window.location.origin}/share/${create.data.token}`;
  return (
    <div className="flex flex-col gap-4 pb-2">
      {link === undefined ? (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate({ runId, showCode, ...(term === "never" ? {} : { expiresAt: new Date(Date.now() + Number(term) * dayMs) }) });
          }}
        >
          <Field label="The link ends">
            <Select options={terms} value={term} onValueChange={setTerm} />
          </Field>
          <p className="text-muted">
            Readers see every figure, trade and order, the lines the strategy logged, and the names of the price files: all of it is part of
            the result they can verify.
          </p>
          <Checkbox
            label="Show the strategy's code"
            note="Without it readers see figures, trades, parameters and fingerprints, not the code."
            checked={showCode}
            onCheckedChange={setShowCode}
          />
          {create.isError && <Failure error={create.error} />}
          <Button type="submit" variant="primary" className="self-end" isBusy={create.isPending}>
            Create link
          </Button>
        </form>
      ) : (
        <Field label="Link" hint="It is shown once; only its fingerprint is kept.">
          <div className="flex items-center gap-1">
            <Input readOnly value={link} onFocus={(event) => event.target.select()} className="font-mono" />
            <CopyButton text={link} label="Copy the link" className="size-8" />
          </div>
        </Field>
      )}
      {shares.isError && <Failure error={shares.error} />}
      {shares.data !== undefined && shares.data.length > 0 && (
        <section aria-label="Links of this run">
          <h3 className="mb-1 font-medium">Links of this run</h3>
          <ul className="flex flex-col rounded-md border">
            {shares.data.map((share) => (
              <ShareLine key={share.id} share={share} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function ShareLine({ share }: { readonly share: ShareListItem }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const revoke = useMutation(
    trpc.shares.revoke.mutationOptions({ onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.shares.list.queryKey() }) }),
  );
  return (
    <li className="flex min-h-10 flex-wrap items-center justify-between gap-x-3 border-b px-3 py-1 last:border-b-0">
      <span className="tabular">
        {formatDate(share.createdAt.toISOString())}
        <span className="ml-2 text-muted">
          {plural(share.views, "view")}
          {share.showCode ? ", with code" : ""}
          {share.expiresAt === null ? "" : `, until ${formatDate(share.expiresAt.toISOString())}`}
        </span>
      </span>
      {share.state === "open" ? (
        <Button size="sm" variant="ghost" className="text-loss" isBusy={revoke.isPending} onClick={() => revoke.mutate({ id: share.id })}>
          Revoke
        </Button>
      ) : (
        <span className="text-muted">{share.state}</span>
      )}
      {revoke.isError && <Failure error={revoke.error} />}
    </li>
  );
}

function Failure({ error }: { readonly error: unknown }) {
  const { message, hint, requestId } = apiProblem(error);
  return (
    <Problem title={message} requestId={requestId}>
      {hint}
    </Problem>
  );
}
