export { type Delivery, defineTask, type Handler, type Task } from "./define-task.ts";
export { type EnqueueOptions, enqueue } from "./enqueue.ts";
export { installQueues } from "./install-queues.ts";
export { mailSend, reportRender, runExecute, strategyInspect, tasks, uploadImport, uploadInspect } from "./tasks.ts";
