import type { Task } from "./define-task.ts";
import { mailSend } from "./tasks/mail-send.ts";
import { runExecute } from "./tasks/run-execute.ts";
import { strategyInspect } from "./tasks/strategy-inspect.ts";
import { uploadImport } from "./tasks/upload-import.ts";
import { uploadInspect } from "./tasks/upload-inspect.ts";

/** Every kind of background work; a queue each. */
export const tasks = [runExecute, strategyInspect, uploadInspect, uploadImport, mailSend] as const satisfies readonly Task[];

export { mailSend, runExecute, strategyInspect, uploadImport, uploadInspect };
