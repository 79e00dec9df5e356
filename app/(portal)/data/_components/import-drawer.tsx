"use client";

import { Upload } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useOpenByAddress } from "#app/_lib/use-open-by-address.ts";
import { Button } from "#app/_ui/button.tsx";
import { Drawer } from "#app/_ui/drawer.tsx";
import { FileStep } from "./file-step.tsx";
import { ImportSteps } from "./import-steps.tsx";

interface ImportDrawerProps {
  /** The dataset that gets another version; without it a new one is made. */
  readonly dataset?: { readonly id: string; readonly name: string; readonly nextNumber: number };
  readonly trigger?: ReactNode;
}

/** Import in three steps: the file, how its columns are read, and the report that is confirmed. */
export function ImportDrawer({ dataset, trigger }: ImportDrawerProps) {
  const [open, setOpen] = useOpenByAddress("import");
  const [uploadId, setUploadId] = useState<string>();
  const title = dataset === undefined ? "Import data" : `Import version ${dataset.nextNumber} of ${dataset.name}`;
  return (
    <Drawer
      title={title}
      description="CSV of bars: one header line, then one bar a line."
      width="lg"
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) setUploadId(undefined);
      }}
      trigger={
        trigger ?? (
          <Button variant="primary">
            <Upload aria-hidden="true" />
            Import data
          </Button>
        )
      }
    >
      {uploadId === undefined ? (
        <FileStep onUploaded={setUploadId} />
      ) : (
        <ImportSteps uploadId={uploadId} dataset={dataset} onRestart={() => setUploadId(undefined)} onDone={() => setOpen(false)} />
      )}
    </Drawer>
  );
}
