import type { Metadata } from "next";
import { api, readForPage } from "#app/_lib/server-api.ts";
import { Forbidden } from "#app/_ui/forbidden.tsx";
import { Members } from "../_components/members.tsx";
import { OrganisationForm } from "../_components/organisation-form.tsx";

export const metadata: Metadata = { title: "Organisation" };

export default async function OrganisationPage() {
  const { account, organisations } = await api();
  const read = await readForPage(Promise.all([account.me(), organisations.mine(), organisations.members()]));
  if ("forbidden" in read) return <Forbidden>{read.forbidden}</Forbidden>;
  const [me, { current }, members] = read.data;
  return (
    <>
      {current !== null && <OrganisationForm key={current.organizationId} organisation={current} />}
      <Members members={members} ownId={me?.userId} />
    </>
  );
}
