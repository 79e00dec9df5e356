"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { NameForm } from "./name-form.tsx";
import { Section } from "./section.tsx";

interface OrganisationFormProps {
  readonly organisation: { readonly organizationName: string; readonly role: string };
}

export function OrganisationForm({ organisation: { organizationName, role } }: OrganisationFormProps) {
  const router = useRouter();
  const rename = useMutation(useTRPC().organisations.rename.mutationOptions({ onSuccess: () => router.refresh() }));
  const mayRename = role === "owner" || role === "admin";
  return (
    <Section title="Organisation" note={mayRename ? undefined : `Owners and admins rename it; you are ${role}.`}>
      {mayRename ? (
        <NameForm
          label="Name"
          hint="Strategies, data and runs belong to it."
          name={organizationName}
          autoComplete="organization"
          onSave={(name) => rename.mutateAsync({ name })}
        />
      ) : (
        <p className="font-medium">{organizationName}</p>
      )}
    </Section>
  );
}
