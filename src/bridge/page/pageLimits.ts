/** The largest of everything that a page may say. Past a limit the answer is -32602, or -32005 where it is about time. */
export const pageLimits = {
  /** Bytes of one request as JSON. */
  requestBytes: 64 * 1024,
  /** Kinds of notification that one sender may offer. */
  types: 16,
  typeIdLength: 32,
  typeNameLength: 40,
  typeDescriptionLength: 120,
  reasonLength: 200,
  peerLength: 128,
  draftLength: 2_000,
  /** Of a notification that a backend sends. */
  titleLength: 64,
  bodyLength: 255,
  urlLength: 512,
} as const;
