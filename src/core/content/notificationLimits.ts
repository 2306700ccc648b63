/**
 * The largest of what a notification and the kinds of it may hold. What a page may say of the same things has
 * the same limits (`src/bridge/page/pageLimits.ts`); a test compares them. Lengths are UTF-16 units, as `String.length`.
 */
export const notificationLimits = {
  /** Kinds of notification that one sender may offer. */
  types: 16,
  typeIdLength: 32,
  typeNameLength: 40,
  typeDescriptionLength: 120,
  titleLength: 64,
  bodyLength: 255,
  urlLength: 512,
} as const;

/** Of the file by which a site says whose notifications are its own: `/.well-known/wallet-inbox.json`. */
export const siteFileLimits = {
  senders: 32,
  nameLength: 80,
  /** Of the image, before it becomes a data URI. */
  iconBytes: 32 * 1024,
} as const;
