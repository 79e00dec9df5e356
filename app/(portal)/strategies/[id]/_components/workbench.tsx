"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Play, Save } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import { CodeDiff } from "#app/_editor/code-diff.tsx";
import { CodeEditor } from "#app/_editor/code-editor.tsx";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { PageHead } from "#app/_ui/page-head.tsx";
import { Problem } from "#app/_ui/problem.tsx";
import { toast } from "#app/_ui/toast.tsx";
import { StrategyMenu } from "./strategy-menu.tsx";
import type { StrategyWithVersions, VersionWithFiles } from "./types.ts";
import { VersionFindings } from "./version-findings.tsx";
import { VersionList } from "./version-list.tsx";

interface WorkbenchProps {
  readonly strategy: StrategyWithVersions;
  readonly newest: VersionWithFiles;
}

/** Versions at the left, the editor in the middle, what the inspection found at the right. */
export function Workbench({ strategy: loaded, newest }: WorkbenchProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data: strategy } = useQuery(
    trpc.strategies.get.queryOptions(
      { strategyId: loaded.id },
      {
        initialData: loaded,
        // A worker reads name and parameters of a new version within a second or two.
        refetchInterval: ({ state }) => (state.data?.versions[0]?.inspectedAt === null ? 700 : false),
      },
    ),
  );
  const [base, setBase] = useState(newest);
  const [files, setFiles] = useState(newest.files);
  // The editor keeps its document and history over a save; it begins anew only when another version is opened.
  const [documentKey, setDocumentKey] = useState(newest.id);
  const [comparedId, setComparedId] = useState<string>();
  const compared = useQuery({
    ...trpc.strategies.version.queryOptions({ versionId: comparedId ?? "" }),
    enabled: comparedId !== undefined,
  });
  const [entry] = files;
  const isChanged = files.some(({ text }, index) => text !== base.files[index]?.text);

  const save = useMutation(
    trpc.strategies.save.mutationOptions({
      onSuccess: async ({ versionId, number }) => {
        setBase(await queryClient.fetchQuery(trpc.strategies.version.queryOptions({ versionId })));
        await queryClient.invalidateQueries({ queryKey: trpc.strategies.get.queryKey({ strategyId: strategy.id }) });
        toast.success(`Saved as version ${number}`);
      },
    }),
  );
  const saveNow = () => {
    if (isChanged && !save.isPending)
      save.mutate({ strategyId: strategy.id, baseVersionId: strategy.versions[0]?.id ?? base.id, files: [...files] });
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
      event.preventDefault();
      saveNow();
    };
    const onLeave = (event: BeforeUnloadEvent) => {
      if (isChanged) event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    window.addEventListener("beforeunload", onLeave);
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener("beforeunload", onLeave);
    };
  });

  const current = strategy.versions.find(({ id }) => id === base.id) ?? strategy.versions[0];
  return (
    <>
      <PageHead
        title={strategy.name}
        crumbs={[{ label: "Strategies", href: "/strategies" }, { label: strategy.name }]}
        note={strategy.description}
        actions={
          <>
            <StrategyMenu strategy={strategy} />
            <Button onClick={saveNow} disabled={!isChanged} isBusy={save.isPending} aria-keyshortcuts="Control+S">
              <Save aria-hidden="true" />
              Save version
            </Button>
            <Button variant="primary" asChild>
              <Link href={`/runs/new?version=${base.id}`} aria-disabled={isChanged || undefined}>
                <Play aria-hidden="true" />
                Run backtest
              </Link>
            </Button>
          </>
        }
      />
      {save.isError && (
        <div className="mb-4">
          <Problem title={apiProblem(save.error).message} requestId={apiProblem(save.error).requestId}>
            {apiProblem(save.error).hint}
          </Problem>
        </div>
      )}
      <div className="grid gap-4 lg:grid-cols-[200px_minmax(0,1fr)_260px]">
        <VersionList
          versions={strategy.versions}
          currentId={base.id}
          comparedId={comparedId}
          onOpen={async (versionId) => {
            const version = await queryClient.fetchQuery(trpc.strategies.version.queryOptions({ versionId }));
            setBase(version);
            setFiles(version.files);
            setDocumentKey(`${version.id} ${Date.now()}`);
            setComparedId(undefined);
          }}
          onCompare={setComparedId}
        />
        <section aria-label="Source" className="min-w-0">
          {entry !== undefined && comparedId === undefined && (
            <CodeEditor
              path={entry.path}
              text={entry.text}
              documentKey={documentKey}
              label={`Source of ${strategy.name}`}
              onChange={(text) => setFiles(([first, ...others]) => (first === undefined ? [] : [{ ...first, text }, ...others]))}
            />
          )}
          {comparedId !== undefined && (
            <>
              <div className="mb-2 flex items-center justify-between gap-2">
                <h2 className="font-semibold">
                  Version {strategy.versions.find(({ id }) => id === comparedId)?.number} →{" "}
                  {isChanged ? "your changes" : `version ${current?.number}`}
                </h2>
                <Button size="sm" onClick={() => setComparedId(undefined)}>
                  Back to the editor
                </Button>
              </div>
              {compared.data !== undefined && (
                <CodeDiff
                  before={compared.data.files[0]?.text ?? ""}
                  after={entry?.text ?? ""}
                  label="Differences between the two versions"
                />
              )}
              {compared.isError && <Problem title={apiProblem(compared.error).message}>{apiProblem(compared.error).hint}</Problem>}
            </>
          )}
        </section>
        {current !== undefined && <VersionFindings version={current} isChanged={isChanged} />}
      </div>
    </>
  );
}
