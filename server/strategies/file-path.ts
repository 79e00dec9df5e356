/** Paths of a strategy's files: relative, without a way out of their folder. The browser asks the same question before it sends one. */
export const filePath = /^\w[\w .-]*(\/\w[\w .-]*)*\.(m?[tj]s|json)$/;
export const filePathHint = "Use a short relative path such as sma-cross.ts or lib/signals.ts.";
export const longestPath = 200;
export const mostFiles = 50;
