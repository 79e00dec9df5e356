declare module "tiny-inflate" {
  /** Inflates a raw deflate stream into `target` and returns the part of it that was written. */
  export default function inflate(source: Uint8Array, target: Uint8Array): Uint8Array;
}
