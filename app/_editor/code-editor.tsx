"use client";

import { autocompletion } from "@codemirror/autocomplete";
import { javascript } from "@codemirror/lang-javascript";
import { lintGutter } from "@codemirror/lint";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tsFacetWorker, tsHoverWorker, tsLinterWorker, tsSyncWorker } from "@valtown/codemirror-ts";
import { basicSetup } from "codemirror";
import { useEffect, useRef, useState } from "react";
import { typeChecker } from "./checker.ts";
import { editorTheme } from "./editor-theme.ts";
import { type PlacedProblem, problemMarks } from "./problem-marks.ts";
import { typeCompletion } from "./type-completion.ts";
import { typeTooltip } from "./type-tooltip.ts";

interface CodeEditorProps {
  /** Of the file that is edited, such as `strategy.ts`; the checker knows it by this name. */
  readonly path: string;
  /** All files of the strategy. A file's text is read when it is opened, and anew whenever `documentKey` changes; meanwhile it is the editor's own. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly documentKey: string;
  readonly label: string;
  readonly isReadOnly?: boolean;
  /** What the server found in this very text, marked at its place. */
  readonly problems?: readonly PlacedProblem[];
  /** A line to show, from 1; another object shows it again. */
  readonly place?: { readonly line: number } | undefined;
  readonly onChange?: (text: string) => void;
}

/** What is kept of a file while another one is edited: its undo history, selection and the parts that are set from outside. */
interface KeptFile {
  readonly state: EditorState;
  readonly types: Compartment;
  readonly marks: Compartment;
}

const noProblems: readonly PlacedProblem[] = [];

/** An editor that knows the types of `rustybt`: completion, documentation on hover, problems inline. Tab leaves it; Ctrl-Space completes. */
export function CodeEditor({
  path,
  files,
  documentKey,
  label,
  isReadOnly = false,
  problems = noProblems,
  place,
  onChange,
}: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const change = useRef(onChange);
  change.current = onChange;
  const given = useRef(files);
  given.current = files;
  const kept = useRef(new Map<string, KeptFile>());
  const editor = useRef<{ readonly view: EditorView; readonly marks: Compartment }>(undefined);
  const [checking, setChecking] = useState<"loading" | "ready" | "failed">("loading");

  useEffect(() => {
    if (host.current === null) return;
    const text = given.current.find((file) => file.path === path)?.text ?? "";
    const key = `${documentKey}:${isReadOnly}:${label}:`;
    const before = kept.current.get(key + path);
    const isKept = before?.state.doc.toString() === text;
    const types = before && isKept ? before.types : new Compartment();
    const marks = before && isKept ? before.marks : new Compartment();
    const view = new EditorView({
      parent: host.current,
      state:
        before && isKept
          ? before.state
          : EditorState.create({
              doc: text,
              extensions: [
                basicSetup,
                javascript({ typescript: true }),
                lintGutter(),
                editorTheme,
                types.of([]),
                marks.of([]),
                EditorState.readOnly.of(isReadOnly),
                EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
                EditorView.updateListener.of((update) => {
                  if (update.docChanged) change.current?.(update.state.doc.toString());
                }),
              ],
            }),
    });
    editor.current = { view, marks };
    let isGone = false;
    typeChecker().then(
      async (worker) => {
        if (isGone) return;
        await worker.setFiles(given.current.map((file) => ({ path: `/${file.path}`, text: file.text })));
        if (isGone) return;
        setChecking("ready");
        if (path.endsWith(".json")) return;
        const extensions = [
          tsFacetWorker.of({ worker, path: `/${path}` }),
          tsSyncWorker(),
          tsLinterWorker(),
          autocompletion({ override: [typeCompletion(worker, `/${path}`)] }),
          tsHoverWorker({
            renderTooltip: ({ quickInfo }) => ({
              dom: typeTooltip({ signature: textOf(quickInfo?.displayParts), documentation: textOf(quickInfo?.documentation) }),
            }),
          }),
        ];
        view.dispatch({ effects: types.reconfigure(extensions) });
      },
      // Without the checker the editor still edits; the line below says what is missing.
      () => setChecking("failed"),
    );
    return () => {
      isGone = true;
      editor.current = undefined;
      for (const other of kept.current.keys()) if (!other.startsWith(key)) kept.current.delete(other);
      kept.current.set(key + path, { state: view.state, types, marks });
      view.destroy();
    };
  }, [documentKey, path, isReadOnly, label]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new document has no marks yet
  useEffect(() => {
    const { view, marks } = editor.current ?? {};
    if (view !== undefined && marks !== undefined) view.dispatch({ effects: marks.reconfigure(problemMarks(problems)) });
  }, [problems, documentKey, path, isReadOnly, label]);

  useEffect(() => {
    const { view } = editor.current ?? {};
    if (place === undefined || view === undefined) return;
    const { from } = view.state.doc.line(Math.min(Math.max(1, place.line), view.state.doc.lines));
    view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    view.focus();
  }, [place]);

  return (
    <div className="flex min-h-0 flex-col">
      <div
        ref={host}
        className="h-[60vh] min-h-80 overflow-hidden rounded-md border focus-within:outline-2 focus-within:outline-accent"
        data-testid="editor"
      />
      <p className="mt-1 text-muted text-note" aria-live="polite">
        {checking === "loading" && "Loading the types of rustybt…"}
        {checking === "ready" && "Types of rustybt are loaded: Ctrl-Space completes, hovering explains."}
        {checking === "failed" && "The type checker did not load: there is no completion. Reload the page to try again."}
      </p>
    </div>
  );
}

function textOf(parts: readonly { readonly text: string }[] | undefined): string {
  return (parts ?? []).map(({ text }) => text).join("");
}
