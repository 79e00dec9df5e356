"use client";

import { CodeDiff } from "#app/_editor/code-diff.tsx";
import { Badge } from "#app/_ui/badge.tsx";
import { changedFiles, type Files } from "./files.ts";

const tones = { added: "gain", removed: "loss", changed: "neutral" } as const;

/** Every file that differs between two versions, each with its lines. */
export function ComparedFiles({ before, after }: { readonly before: Files; readonly after: Files }) {
  const changed = changedFiles(before, after);
  const [from, to] = [before[0]?.path, after[0]?.path];
  return (
    <div className="flex flex-col gap-4">
      {from !== to && (
        <p>
          The entry was <code className="font-mono">{from}</code> and is <code className="font-mono">{to}</code>.
        </p>
      )}
      {changed.length === 0 && <p className="text-muted">No file differs.</p>}
      {changed.map(({ path, change, before: old, after: now }) => (
        <section key={path}>
          <h3 className="mb-1 flex items-center gap-2">
            <code className="font-mono">{path}</code>
            <Badge tone={tones[change]}>{change}</Badge>
          </h3>
          <CodeDiff before={old} after={now} label={`Differences in ${path}`} />
        </section>
      ))}
    </div>
  );
}
