import type { ServerResponse } from "node:http";

/** What a route calls the encoding of a body that it sends as it is stored: Next drops `Content-Encoding` from the answers of routes. */
export const storedEncodingHeader = "X-Stored-Encoding";
/** What our proxy calls the status of a page: Next gives every page it renders 200. */
export const pageStatusHeader = "X-Page-Status";

/** Gives what travels through Next under names of its own its real place in the answer. */
export function restorePastNext(response: ServerResponse): void {
  const setHeader = response.setHeader.bind(response);
  const writeHead = response.writeHead.bind(response) as (status: number, ...rest: unknown[]) => ServerResponse;
  let pageStatus: number | undefined;
  response.setHeader = (name, value) => {
    const lower = name.toLowerCase();
    if (lower === pageStatusHeader.toLowerCase()) {
      pageStatus = Number(value);
      return response;
    }
    return setHeader(lower === storedEncodingHeader.toLowerCase() ? "Content-Encoding" : name, value);
  };
  response.writeHead = (status: number, ...rest: unknown[]) => writeHead(status === 200 ? (pageStatus ?? status) : status, ...rest);
}
