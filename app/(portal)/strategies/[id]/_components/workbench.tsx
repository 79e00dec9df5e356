"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useMemo, useState } from "react";
import { CodeEditor } from "#app/_editor/code-editor.tsx";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Badge } from "#app/_ui/badge.tsx";
import { Button } from "#app/_ui/button.tsx";
import { PageHead } from "#app/_ui/page-head.tsx";
import { Problem } from "#app/_ui/problem.tsx";
import { toast } from "#app/_ui/toast.tsx";
import { ComparedFiles } from "./compared-files.tsx";
import { FileTabs } from "./file-tabs.tsx";
import { areSame, type Files, withEntry, withPath, withText } from "./files.ts";
import { QuickRun } from "./quick-run.tsx";
import { RunActions } from "./run-actions.tsx";
import { SaveProblem } from "./save-problem.tsx";
import { StrategyMenu } from "./strategy-menu.tsx";
import type { Place, StrategyWithVersions, VersionWithFiles } from "./types.ts";
import { useDraft } from "./use-draft.ts";
import { VersionFindings } from "./version-findings.tsx";
import { VersionList } from "./version-list.tsx";

interface WorkbenchProps {
  readonly strategy: StrategyWithVersions;
  readonly newest: VersionWithFiles;
  readonly mayEdit: boolean;
}

/** A worker reads a new version within a second or two; after this long nobody is coming. */
const longestWaitMs = 60_000;

/** Versions at the left, the editor in the middle, a quick run and what the inspection found at the right. */
export function Workbench({ strategy: loaded, newest, mayEdit: mayEditAny }: WorkbenchProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [askedAt, setAskedAt] = useState(0);
  const isBeingRead = (version: StrategyWithVersions["versions"][number] | undefined): boolean => {
    if (version === undefined || version.inspectedAt !== null || version.problems !== null) return false;
    return Date.now() - Math.max(version.createdAt.getTime(), askedAt) < longestWaitMs;
  };
  const { data: strategy } = useQuery(
    trpc.strategies.get.queryOptions(
      { strategyId: loaded.id },
      {
        initialData: loaded,
        refetchOnMount: "always",
        refetchInterval: ({ state }) => {
          const versions = state.data?.versions ?? [];
          if (isBeingRead(versions[0])) return 700;
          return versions.some(({ lastRun }) => lastRun?.status === "queued" || lastRun?.status === "running") ? 3000 : false;
        },
      },
    ),
  );
  const mayEdit = mayEditAny && strategy.archivedAt === null;
  const [base, setBase] = useState(newest);
  const [files, setFiles] = useState<Files>(newest.files);
  const [activePath, setActivePath] = useState(newest.files[0]?.path ?? "");
  const [place, setPlace] = useState<Place>();
  // What the author has seen of others' work. The list below grows by itself; a save must not overwrite what came meanwhile.
  const [newestSeen, setNewestSeen] = useState(newest.id);
  // The editor keeps its document and history over a save; it begins anew only when another text is opened.
  const [documentKey, setDocumentKey] = useState(newest.id);
  const [comparedId, setComparedId] = useState<string>();
  const compared = useQuery({
    ...trpc.strategies.version.queryOptions({ versionId: comparedId ?? "" }),
    enabled: comparedId !== undefined,
  });
  const draft = useDraft(loaded.id);
  // What was opened may lack the file that was looked at.
  const active = files.find(({ path }) => path === activePath) ?? files[0];
  const isChanged = !areSame(files, base.files);
  const current = strategy.versions.find(({ id }) => id === base.id) ?? strategy.versions[0];

  const save = useMutation(
    trpc.strategies.save.mutationOptions({
      onSuccess: async ({ versionId, number }) => {
        const version = await queryClient.fetchQuery(trpc.strategies.version.queryOptions({ versionId }));
        setBase(version);
        if (number > (strategy.versions[0]?.number ?? 0)) setNewestSeen(versionId);
        draft.forget();
        await queryClient.invalidateQueries({ queryKey: trpc.strategies.get.queryKey({ strategyId: strategy.id }) });
        toast.success(`Saved as version ${number}`);
      },
    }),
  );
  const saveNow = () => save.mutateAsync({ strategyId: strategy.id, baseVersionId: newestSeen, files: [...files] });
  const saveIfChanged = () => {
    // What failed is told above the editor.
    if (mayEdit && isChanged && !save.isPending) saveNow().catch(() => {});
  };

  const edit = (next: Files) => {
    setFiles(next);
    if (areSame(next, base.files)) draft.forget();
    else draft.keep({ baseVersionId: newestSeen, files: next });
  };
  const open = (next: Files) => {
    setFiles(next);
    setDocumentKey(`${Date.now()}`);
    setComparedId(undefined);
  };
  const openVersion = async (versionId: string) => {
    const version = await queryClient.fetchQuery(trpc.strategies.version.queryOptions({ versionId }));
    setBase(version);
    setFiles(version.files);
    setDocumentKey(`${Date.now()}`);
    setComparedId(undefined);
    setNewestSeen(strategy.versions[0]?.id ?? versionId);
    draft.forget();
    save.reset();
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
      event.preventDefault();
      saveIfChanged();
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

  // The inspection's places are those of the version's own text.
  const found = useMemo(() => (isChanged ? [] : (current?.problems ?? [])), [isChanged, current?.problems]);
  const problems = useMemo(() => found.filter(({ file }) => file === undefined || file === active?.path), [found, active?.path]);
  const withProblems = useMemo(() => new Set(found.flatMap(({ file }) => file ?? [])), [found]);
  const obstacle =
    current?.problems?.[0] === undefined
      ? undefined
      : `Version ${current.number} cannot run: ${sentence(current.problems[0].message)} Correct it in the editor and save, or open another version.`;
  const showPlace = (next: Place) => {
    if (!files.some(({ path }) => path === next.file)) return;
    setComparedId(undefined);
    setActivePath(next.file);
    setPlace(next);
  };
  const versionToRun = async () => {
    if (!isChanged) return base.id;
    if (!mayEdit) return undefined;
    // What failed is told above the editor.
    const saved = await saveNow().catch(() => undefined);
    return saved?.versionId;
  };
  const refresh = useCallback(
    () => void queryClient.invalidateQueries({ queryKey: trpc.strategies.get.queryKey({ strategyId: loaded.id }) }),
    [queryClient, trpc, loaded.id],
  );
  const numberOf = (id: string | undefined) => strategy.versions.find((version) => version.id === id)?.number;

  return (
    <>
      <PageHead
        title={
          <>
            {strategy.name} {strategy.archivedAt !== null && <Badge>archived</Badge>}
          </>
        }
        crumbs={[{ label: "Strategies", href: "/strategies" }, { label: strategy.name }]}
        note={strategy.description}
        actions={
          mayEditAny && (
            <>
              <StrategyMenu strategy={strategy} />
              {mayEdit && (
                <RunActions
                  versionId={base.id}
                  isChanged={isChanged}
                  isSaving={save.isPending}
                  obstacle={obstacle}
                  onSave={saveIfChanged}
                  onSaveAndRun={() => {
                    saveNow().then(
                      ({ versionId }) => router.push(`/runs/new?version=${versionId}`),
                      // What failed is told above the editor.
                      () => {},
                    );
                  }}
                />
              )}
            </>
          )
        }
      />
      {save.isError && (
        <SaveProblem
          error={save.error}
          onCompare={(versionId) => {
            setComparedId(versionId);
            // Seen now: the next save goes on top of it.
            setNewestSeen(versionId);
            save.reset();
          }}
        />
      )}
      {mayEdit && draft.found !== undefined && !areSame(draft.found.files, files) && (
        <div role="status" className="mb-4 flex flex-wrap items-center gap-2 rounded-md border border-warn p-2 pl-3">
          <span className="grow">This browser has changes of an earlier visit that were not saved.</span>
          <Button
            size="sm"
            onClick={() => {
              open(draft.found?.files ?? files);
              if (numberOf(draft.found?.baseVersionId) !== undefined) setNewestSeen(draft.found?.baseVersionId ?? newestSeen);
              draft.take();
            }}
          >
            Open them
          </Button>
          <Button size="sm" variant="ghost" onClick={draft.forget}>
            Discard them
          </Button>
        </div>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[224px_minmax(0,1fr)_260px]">
        <div className="order-3 lg:order-none">
          <VersionList
            versions={strategy.versions}
            currentId={base.id}
            comparedId={comparedId}
            onOpen={(versionId) => void openVersion(versionId)}
            onCompare={setComparedId}
          />
        </div>
        <section aria-label="Source" className="order-1 min-w-0 lg:order-none">
          {/* Kept while versions are compared: its document and history are the author's work. */}
          <div className={comparedId === undefined ? "" : "hidden"}>
            {active !== undefined && (
              <FileTabs
                files={files}
                active={active.path}
                mayEdit={mayEdit}
                withProblems={withProblems}
                onSelect={setActivePath}
                onAdd={(path) => {
                  edit([...files, { path, text: path.endsWith(".json") ? "{}\n" : "" }]);
                  setActivePath(path);
                }}
                onRename={(from, to) => {
                  edit(withPath(files, from, to));
                  setActivePath(to);
                }}
                onMakeEntry={(path) => edit(withEntry(files, path))}
                onDelete={(path) => {
                  edit(files.filter((file) => file.path !== path));
                  setActivePath(files[0]?.path ?? "");
                  toast.success(`${path} is taken out of the next version; versions that have it keep it`);
                }}
              >
                <CodeEditor
                  path={active.path}
                  files={files}
                  documentKey={documentKey}
                  label={`Source of ${strategy.name}, ${active.path}`}
                  isReadOnly={!mayEdit}
                  problems={problems}
                  place={place?.file === active.path ? place : undefined}
                  onChange={(text) => edit(withText(files, active.path, text))}
                />
              </FileTabs>
            )}
          </div>
          {comparedId !== undefined && (
            <>
              <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
                <h2 className="font-semibold">
                  Version {numberOf(comparedId)} → {isChanged ? "your changes" : `version ${current?.number}`}
                </h2>
                <Button size="sm" onClick={() => setComparedId(undefined)}>
                  Back to the editor
                </Button>
              </div>
              {compared.data !== undefined && <ComparedFiles before={compared.data.files} after={files} />}
              {compared.isError && <Problem title={apiProblem(compared.error).message}>{apiProblem(compared.error).hint}</Problem>}
            </>
          )}
        </section>
        <div className="order-2 flex flex-col gap-6 lg:order-none">
          {mayEdit && (
            <QuickRun isChanged={isChanged} obstacle={obstacle} versionToRun={versionToRun} onPlace={showPlace} onEnd={refresh} />
          )}
          {current !== undefined && (
            <VersionFindings
              version={current}
              isChanged={isChanged}
              isBeingRead={isBeingRead(current)}
              mayEdit={mayEdit}
              onAsked={() => setAskedAt(Date.now())}
              onPlace={showPlace}
            />
          )}
        </div>
      </div>
    </>
  );
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
