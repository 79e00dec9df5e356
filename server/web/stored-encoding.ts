import type { ServerResponse } from "node:http";

/** What a route calls the encoding of a body that it sends as it is stored. */
export const storedEncodingHeader = "X-Stored-Encoding";

/**
 * Next drops `Content-Encoding` from the answers of routes, because a body fetched elsewhere may have been unpacked on the way. Ours come
 * packed out of the object store: the header travels through Next under a name of its own and gets its real one here.
 */
export function passStoredEncoding(response: ServerResponse): void {
  const setHeader = response.setHeader.bind(response);
  const wanted = storedEncodingHeader.toLowerCase();
  response.setHeader = (name, value) => setHeader(name.toLowerCase() === wanted ? "Content-Encoding" : name, value);
}
