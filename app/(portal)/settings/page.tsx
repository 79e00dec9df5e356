import type { Metadata } from "next";
import { api, readForPage } from "#app/_lib/server-api.ts";
import { Forbidden } from "#app/_ui/forbidden.tsx";
import { PasswordForm } from "./_components/password-form.tsx";
import { ProfileForm } from "./_components/profile-form.tsx";
import { Sessions } from "./_components/sessions.tsx";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const { account } = await api();
  const read = await readForPage(Promise.all([account.me(), account.sessions()]));
  if ("forbidden" in read) return <Forbidden>{read.forbidden}</Forbidden>;
  const [me, sessions] = read.data;
  return (
    <>
      {me !== null && <ProfileForm name={me.name} email={me.email} />}
      <PasswordForm />
      <Sessions sessions={sessions} />
    </>
  );
}
