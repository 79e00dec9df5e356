/** The cookie that carries a session's token. `__Host-` binds it to this very host, which browsers allow over https only. */
function sessionCookieName(publicUrl: URL): string {
  return publicUrl.protocol === "https:" ? "__Host-session" : "session";
}

/** The `Set-Cookie` value that hands out a token until `expiresAt`. */
export function sessionCookie(publicUrl: URL, token: string, expiresAt: Date): string {
  return [`${sessionCookieName(publicUrl)}=${token}`, `Expires=${expiresAt.toUTCString()}`, ...attributes(publicUrl)].join("; ");
}

/** The `Set-Cookie` value that takes the token back. */
export function blankSessionCookie(publicUrl: URL): string {
  return [`${sessionCookieName(publicUrl)}=`, "Max-Age=0", ...attributes(publicUrl)].join("; ");
}

/** The token in a `Cookie` header, if there is one. */
export function readSessionToken(publicUrl: URL, cookieHeader: string | null | undefined): string | undefined {
  const wanted = sessionCookieName(publicUrl);
  for (const pair of (cookieHeader ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === wanted) return pair.slice(at + 1).trim() || undefined;
  }
  return undefined;
}

function attributes(publicUrl: URL): string[] {
  return ["Path=/", "HttpOnly", "SameSite=Lax", ...(publicUrl.protocol === "https:" ? ["Secure"] : [])];
}
