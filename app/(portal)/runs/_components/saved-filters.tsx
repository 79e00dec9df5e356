"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, X } from "lucide-react";
import Link from "next/link";
import { useId, useState } from "react";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Dialog, DialogClose } from "#app/_ui/dialog.tsx";
import { Field } from "#app/_ui/field.tsx";
import { IconButton } from "#app/_ui/icon-button.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Menu, MenuItem } from "#app/_ui/menu.tsx";
import type { SavedRunFilter } from "#server/runs/index.ts";
import { addressOf } from "./run-filter.ts";

type Filter = SavedRunFilter["filter"];

/** A menu of the filters this member has kept, and a button that keeps the one in force. */
export function SavedFilters({ filter }: { readonly filter: Filter }) {
  const trpc = useTRPC();
  const { data: kept = [] } = useQuery(trpc.runs.filters.queryOptions());
  const inForce = kept.filter((one) => addressOf(one.filter) === addressOf(filter));
  return (
    <>
      {kept.length > 0 && (
        <Menu
          align="start"
          trigger={
            <Button>
              <Bookmark aria-hidden="true" />
              Saved filters
            </Button>
          }
        >
          {kept.map(({ id, name, filter: saved }) => (
            <MenuItem key={id} asChild>
              <Link href={addressOf(saved)}>
                <span className="truncate">{name}</span>
              </Link>
            </MenuItem>
          ))}
        </Menu>
      )}
      {Object.keys(filter).length > 0 && inForce.length === 0 && <SaveFilter filter={filter} />}
      {inForce.map((one) => (
        <KeptFilter key={one.id} kept={one} />
      ))}
    </>
  );
}

function KeptFilter({ kept: { id, name } }: { readonly kept: SavedRunFilter }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const remove = useMutation({
    ...trpc.runs.removeFilter.mutationOptions(),
    onSuccess: () => client.invalidateQueries(trpc.runs.filters.queryFilter()),
  });
  return (
    <span className="flex items-center gap-1">
      <span className="max-w-60 truncate">{name}</span>
      <IconButton label={`Remove the filter ${name}`} onClick={() => remove.mutate({ id })} disabled={remove.isPending}>
        <X aria-hidden="true" />
      </IconButton>
      {remove.isError && <span className="text-loss">{apiProblem(remove.error).message}</span>}
    </span>
  );
}

function SaveFilter({ filter }: { readonly filter: Filter }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const formId = useId();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const save = useMutation({
    ...trpc.runs.saveFilter.mutationOptions(),
    onSuccess: async () => {
      await client.invalidateQueries(trpc.runs.filters.queryFilter());
      setOpen(false);
    },
  });
  return (
    <Dialog
      title="Save filter"
      description="You find it in this list under its name; nobody else sees it. A filter of the same name is replaced."
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setName("");
        save.reset();
      }}
      trigger={<Button variant="ghost">Save filter</Button>}
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary" isBusy={save.isPending} disabled={name.trim() === ""}>
            Save filter
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ name, filter });
        }}
      >
        <Field label="Name" error={save.isError ? apiProblem(save.error).message : undefined} isRequired>
          <Input value={name} maxLength={80} onChange={({ target }) => setName(target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
