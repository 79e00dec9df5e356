import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Font } from "@react-pdf/renderer";

/** Names of our own, so that fonts an embedder has registered stay as they are. */
export const textFont = "RustyBT Text";
export const monoFont = "RustyBT Mono";

const folder = join(dirname(createRequire(import.meta.url).resolve("dejavu-fonts-ttf/package.json")), "ttf");
const file = (name: string): string => join(folder, `${name}.ttf`);

// DejaVu covers Latin with all its accents, Greek, Cyrillic, mathematics and U+2212; the fonts built into PDF readers do not.
Font.register({
  family: textFont,
  fonts: [{ src: file("DejaVuSansCondensed") }, { src: file("DejaVuSansCondensed-Bold"), fontWeight: 700 }],
});
Font.register({ family: monoFont, src: file("DejaVuSansMono") });
