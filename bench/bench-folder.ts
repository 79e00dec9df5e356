import { fileURLToPath } from "node:url";

/** Where the bench keeps peers and data; git ignores it. */
export const benchFolder: string = fileURLToPath(new URL("../.bench", import.meta.url));
