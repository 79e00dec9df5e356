import { QueryClient } from "@tanstack/react-query";

/** One per tab. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // What the server has just rendered is not asked for again at once.
      queries: { staleTime: 30_000, retry: (count, error) => count < 2 && !isRefusal(error) },
    },
  });
}

/** Asking again changes nothing: the answer was a decision, not an accident. */
function isRefusal(error: unknown): boolean {
  const status = (error as { data?: { httpStatus?: number } }).data?.httpStatus;
  return status !== undefined && status >= 400 && status < 500;
}
