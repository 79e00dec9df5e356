import type { ApiProblem } from "#app/_lib/api-problem.ts";

export interface Uploading {
  readonly done: Promise<{ readonly uploadId: string }>;
  abort(): void;
}

/** What an upload was refused with. */
export class UploadRefused extends Error {
  readonly problem: ApiProblem;

  constructor(problem: ApiProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Sends a file as it lies on disk; `fetch` tells nothing of how far it has come. */
export function uploadFile(file: File, onProgress: (share: number) => void): Uploading {
  const request = new XMLHttpRequest();
  const done = new Promise<{ uploadId: string }>((resolve, reject) => {
    const refuse = (problem: ApiProblem) => reject(new UploadRefused(problem));
    const lost = () =>
      refuse({ code: "unavailable", message: "The file did not arrive.", hint: "Check the connection, then choose it again." });
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total));
    request.addEventListener("error", lost);
    request.addEventListener("abort", () => reject(new DOMException("The upload was cancelled.", "AbortError")));
    request.addEventListener("load", () => {
      const answer = answerOf(request.responseText);
      if (request.status === 201 && answer?.uploadId !== undefined) resolve({ uploadId: answer.uploadId });
      else if (answer?.error !== undefined) refuse(answer.error);
      else lost();
    });
    request.open("POST", "/api/uploads");
    request.setRequestHeader("content-type", "application/octet-stream");
    request.setRequestHeader("x-file-name", encodeURIComponent(file.name));
    request.send(file);
  });
  return { done, abort: () => request.abort() };
}

function answerOf(text: string): { uploadId?: string; error?: ApiProblem } | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a proxy's page, not our answer
  }
}
