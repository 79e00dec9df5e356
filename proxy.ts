import { type NextRequest, NextResponse } from "next/server";
import { webDatabases } from "#server/database/databases.ts";
import { AppError } from "#server/lib/errors.ts";
import { openShare } from "#server/shares/index.ts";
import { pageStatusHeader } from "#server/web/past-next.ts";

/** A page cannot choose its status: a link that was revoked or has expired is answered with 410 before its page begins. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const token = request.nextUrl.pathname.split("/")[2] ?? "";
  try {
    await openShare(webDatabases().tenant.db, token);
  } catch (error) {
    if (error instanceof AppError && error.code === "gone") {
      return NextResponse.rewrite(new URL("/share-ended", request.url), { headers: { [pageStatusHeader]: "410" } });
    }
    // Whatever else is wrong with it, the page says.
  }
  return NextResponse.next();
}

export const config = { matcher: "/share/:token" };
