export type { Delivery } from "./define-task.ts";
export { enqueue } from "./enqueue.ts";
export { installQueues } from "./install-queues.ts";
export { mailSend, reportRender, runExecute, strategyInspect, uploadImport, uploadInspect } from "./tasks.ts";
