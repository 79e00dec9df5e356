"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { NameForm } from "./name-form.tsx";
import { Section } from "./section.tsx";

export function ProfileForm({ name, email }: { readonly name: string; readonly email: string }) {
  const router = useRouter();
  const rename = useMutation(useTRPC().account.rename.mutationOptions({ onSuccess: () => router.refresh() }));
  return (
    <Section title="Profile">
      <Field label="E-mail" hint="You sign in with it. It cannot be changed yet.">
        <Input value={email} readOnly type="email" />
      </Field>
      <NameForm
        label="Name"
        hint="Members of your organisations see it."
        name={name}
        autoComplete="name"
        onSave={(next) => rename.mutateAsync({ name: next })}
      />
    </Section>
  );
}
