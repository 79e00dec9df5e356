import type { Task } from "./define-task.ts";
import { mailSend } from "./tasks/mail-send.ts";
import { reportRender } from "./tasks/report-render.ts";
import { runExecute } from "./tasks/run-execute.ts";
import { strategyInspect } from "./tasks/strategy-inspect.ts";
import { uploadImport } from "./tasks/upload-import.ts";
import { uploadInspect } from "./tasks/upload-inspect.ts";

/** Every kind of background work; a queue each. */
export const tasks = [runExecute, strategyInspect, uploadInspect, uploadImport, reportRender, mailSend] as const satisfies readonly Task[];

export { mailSend, reportRender, runExecute, strategyInspect, uploadImport, uploadInspect };
