import { Badge } from "#app/_ui/badge.tsx";
import { Moment } from "#app/_ui/moment.tsx";
import type { SeenSandbox } from "#server/sandbox/seen-sandbox.ts";
import { Section } from "./section.tsx";

const names: Readonly<Record<SeenSandbox["layers"][number], string>> = {
  namespaces: "Namespaces",
  network: "No network",
  filesystem: "File system",
  systemCalls: "System calls",
  privileges: "Privileges",
  environment: "Environment",
  resourceLimits: "Resource limits",
  hostUser: "User of its own",
  controlGroup: "Control group",
};

/** What keeps strategies apart from this machine and from each other, as its worker has seen it; what is missing comes first. */
export function SandboxLayers({ seen }: { readonly seen: SeenSandbox | undefined }) {
  if (seen === undefined) {
    return (
      <Section title="Sandbox layers">
        <p>Not seen yet: a worker on this machine looks when it starts, and every minute. Its log says why it does not.</p>
      </Section>
    );
  }
  const { missing, layers, at, isAvailable, isMultiTenant } = seen;
  const state = isMultiTenant
    ? "Every layer holds: strategies of several organisations may run here."
    : isAvailable
      ? "Strategies of one organisation can run here; for several every layer is needed."
      : "No strategy runs here until the required layers are added.";
  return (
    <Section
      title="Sandbox layers"
      note={
        <>
          {state} Seen <Moment at={new Date(at)} />.
        </>
      }
    >
      <ul className="rounded-md border">
        {missing.map(({ layer, seen: problem, install, isRequired }) => (
          <li key={layer} className="grid gap-x-4 border-b px-3 py-2 last:border-b-0 sm:grid-cols-[140px_1fr]">
            <span className="text-muted">{names[layer]}</span>
            <div className="min-w-0">
              <Badge tone={isRequired ? "loss" : "warn"}>missing</Badge> {problem}
              <span className="block break-words text-muted text-note">Add it: {install}</span>
            </div>
          </li>
        ))}
        {layers.map((layer) => (
          <li key={layer} className="grid gap-x-4 border-b px-3 py-2 last:border-b-0 sm:grid-cols-[140px_1fr]">
            <span className="text-muted">{names[layer]}</span>
            <span>holds</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
