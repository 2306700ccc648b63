/**
 * The largest of what a content may hold, both ways: what is above is not sent, and not read either. Lengths are
 * UTF-16 units, as `String.length`, unless they say bytes.
 */
export const contentLimits = {
  /** Of the whole EncodedContent. Nodes take more; what official clients call a small attachment ends here. */
  encodedBytes: 1024 * 1024,
  /** Replies in replies; a chain of them is an attack. */
  replyDepth: 3,
  reactionLength: 64,
  filenameLength: 255,
  mimeTypeLength: 127,
  urlLength: 2048,
  attachments: 64,
  /** Of a file on a server, encrypted, unless a caller says otherwise. */
  fileBytes: 25 * 1024 * 1024,
  /** Of a content that is JSON, before it is parsed. */
  jsonBytes: 256 * 1024,
  /** Names, ids, hashes: what should fit a line. */
  lineLength: 256,
  descriptionLength: 4096,
  calls: 16,
  /** Hex digits of one call. */
  callDataLength: 128 * 1024,
  capabilities: 16,
  actions: 10,
  metadataEntries: 64,
  /** Of an intent, as JSON: the reference client's limit. */
  intentMetadataBytes: 10 * 1024,
} as const;
