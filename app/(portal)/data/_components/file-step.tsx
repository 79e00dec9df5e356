"use client";

import { FileUp } from "lucide-react";
import { type DragEvent, useEffect, useId, useRef, useState } from "react";
import type { ApiProblem } from "#app/_lib/api-problem.ts";
import { Button } from "#app/_ui/button.tsx";
import { Problem } from "#app/_ui/problem.tsx";
import { ProgressLine } from "./progress-line.tsx";
import { StepMarks } from "./step-marks.tsx";
import { type Uploading, UploadRefused, uploadFile } from "./upload-file.ts";

/** Takes the file, dropped or chosen, and sends it. */
export function FileStep({ onUploaded }: { readonly onUploaded: (uploadId: string) => void }) {
  const inputId = useId();
  const input = useRef<HTMLInputElement>(null);
  const current = useRef<Uploading>(undefined);
  const [sending, setSending] = useState<{ readonly name: string; readonly share: number }>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [isOver, setOver] = useState(false);
  useEffect(() => () => current.current?.abort(), []);

  async function send(file: File | undefined) {
    if (file === undefined) return;
    setProblem(undefined);
    setSending({ name: file.name, share: 0 });
    const uploading = uploadFile(file, (share) => setSending({ name: file.name, share }));
    current.current = uploading;
    try {
      onUploaded((await uploading.done).uploadId);
    } catch (error) {
      if (error instanceof UploadRefused) setProblem(error.problem);
      else if (!(error instanceof DOMException)) throw error;
    } finally {
      setSending(undefined);
    }
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    void send(event.dataTransfer.files[0]);
  }

  return (
    <>
      <StepMarks at={0} />
      <section
        aria-label="File"
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={`flex flex-col items-center gap-3 rounded-md border border-dashed px-4 py-10 text-center ${isOver ? "border-accent bg-panel" : ""}`}
      >
        {sending === undefined ? (
          <>
            <FileUp className="size-6 text-muted" aria-hidden="true" />
            <p className="text-muted">Drop a price file here: .csv, .csv.gz, .tsv, .txt, or a .zip with one CSV.</p>
            <label htmlFor={inputId} className="sr-only">
              Price file
            </label>
            <input
              ref={input}
              id={inputId}
              type="file"
              tabIndex={-1}
              className="sr-only"
              onChange={(event) => {
                void send(event.target.files?.[0]);
                event.target.value = "";
              }}
            />
            <Button variant="primary" onClick={() => input.current?.click()}>
              Choose file
            </Button>
          </>
        ) : (
          <>
            <ProgressLine label={`Sending ${sending.name}`} share={sending.share} />
            <Button onClick={() => current.current?.abort()}>Cancel</Button>
          </>
        )}
      </section>
      {problem !== undefined && (
        <div className="mt-4">
          <Problem title={problem.message} requestId={problem.requestId}>
            {problem.hint}
          </Problem>
        </div>
      )}
    </>
  );
}
