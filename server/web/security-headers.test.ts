import { expect, test } from "vitest";
import { securityHeaders } from "./security-headers.ts";

const context = { nonce: "bm9uY2U=", publicUrl: new URL("http://127.0.0.1:3000"), isDevelopment: false };

test("only scripts with the response's nonce run, nothing is framed, nothing is loaded from elsewhere", () => {
  expect(securityHeaders(context)).toMatchObject({
    "Content-Security-Policy":
      "default-src 'self'; script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
      "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
  });
});

test("a portal reached over https tells browsers to stay there, one over http does not", () => {
  expect(securityHeaders(context)).not.toHaveProperty("Strict-Transport-Security");
  expect(securityHeaders({ ...context, publicUrl: new URL("https://bt.example") })).toMatchObject({
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
  });
});
