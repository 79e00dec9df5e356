"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { z } from "zod";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { toast } from "#app/_ui/toast.tsx";
import { AccountForm } from "#app/(auth)/_components/account-form.tsx";

const Values = z.object({
  current: z.string().min(1, "Enter the current password."),
  password: z.string().min(8, "Use 8 characters or more."),
});

export function PasswordForm() {
  const router = useRouter();
  const [times, setTimes] = useState(0);
  const change = useMutation(useTRPC().account.changePassword.mutationOptions());
  return (
    <section className="mb-8 max-w-160">
      <AccountForm
        key={times}
        title="Password"
        level={2}
        schema={Values}
        defaultValues={{ current: "", password: "" }}
        fields={[
          { name: "current", label: "Current password", type: "password", autoComplete: "current-password" },
          {
            name: "password",
            label: "New password",
            type: "password",
            autoComplete: "new-password",
            hint: "8 characters or more; a sentence is fine. All other sessions are signed out.",
          },
        ]}
        verb="Change password"
        onSubmit={async (values) => {
          await change.mutateAsync(values);
          toast.success("Password changed", { description: "All other sessions were signed out." });
          setTimes(times + 1);
          router.refresh();
        }}
      />
    </section>
  );
}
