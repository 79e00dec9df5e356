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
  /** Of the file, such as `strategy.ts`; the checker knows it by this name. */
  readonly path: string;
  /** At first, and again whenever `documentKey` changes. */
  readonly text: string;
  readonly documentKey: string;
  readonly label: string;
  readonly isReadOnly?: boolean;
  /** What the server found in this very text, marked at its place. */
  readonly problems?: readonly PlacedProblem[];
  readonly onChange?: (text: string) => void;
}

const noProblems: readonly PlacedProblem[] = [];

/** An editor that knows the types of `rustybt`: completion, documentation on hover, problems inline. Tab leaves it; Ctrl-Space completes. */
export function CodeEditor({ path, text, documentKey, label, isReadOnly = false, problems = noProblems, onChange }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const change = useRef(onChange);
  change.current = onChange;
  const first = useRef(text);
  first.current = text;
  const editor = useRef<{ readonly view: EditorView; readonly marks: Compartment }>(undefined);
  const [checking, setChecking] = useState<"loading" | "ready" | "failed">("loading");

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new key is a new document; the text meanwhile is the editor's own
  useEffect(() => {
    if (host.current === null) return;
    const types = new Compartment();
    const marks = new Compartment();
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: first.current,
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
        await worker.updateFile({ path: `/${path}`, code: view.state.doc.toString() });
        if (isGone) return;
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
        setChecking("ready");
      },
      // Without the checker the editor still edits; the line below says what is missing.
      () => setChecking("failed"),
    );
    return () => {
      isGone = true;
      editor.current = undefined;
      view.destroy();
    };
  }, [documentKey, path, isReadOnly, label]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new document has no marks yet
  useEffect(() => {
    const { view, marks } = editor.current ?? {};
    if (view !== undefined && marks !== undefined) view.dispatch({ effects: marks.reconfigure(problemMarks(problems)) });
  }, [problems, documentKey, path, isReadOnly, label]);

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
