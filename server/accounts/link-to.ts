/** The address of a mailed link. */
export function linkTo(publicUrl: URL, path: "/verify" | "/reset", token: string): string {
  const url = new URL(path, publicUrl);
  url.searchParams.set("token", token);
  return url.href;
}
