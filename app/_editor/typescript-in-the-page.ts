// Stands in for TypeScript in the page's own bundle: the editor's library asks for these there, the compiler itself lives in the worker.
// The numbers are TypeScript 6's.
const DiagnosticCategory = { Warning: 0, Error: 1, Suggestion: 2, Message: 3 } as const;
const ScriptElementKind = { warning: "warning" } as const;

export default { DiagnosticCategory, ScriptElementKind };
