/** The scalar fields that views and channels are made of: capped, and in the one form they have on the wire. */
import * as v from 'valibot';

/** A text of at most `max` UTF-16 units. */
export const cappedText = (max: number) => v.pipe(v.string(), v.maxLength(max));

/**
 * One line of plain text from outside, of 1 to `max` UTF-16 units: no control characters, no invisible ones that turn the
 * direction of writing around. What sites and wallets call themselves stands beside what we say.
 */
export const plainLineField = (max: number) =>
  v.pipe(
    v.string(),
    v.minLength(1),
    v.maxLength(max),
    v.regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+$/u),
  );

/** Lower-case hex of exactly `bytes` bytes. */
const hexOf = (bytes: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`, 'u')));

/** A group id: 16 random bytes. Stitched DMs are named by the one that is listed. */
export const conversationIdField = hexOf(16);
export const inboxIdField = hexOf(32);
export const installationIdField = hexOf(32);
/** SHA-256 over group id, key and envelope. */
export const messageIdField = hexOf(32);

/** `0x` and 40 lower-case hex digits. */
export const addressField = v.pipe(v.string(), v.regex(/^0x[0-9a-f]{40}$/u));

/** Nanoseconds since the epoch as a decimal text: a JSON number would lose digits. */
export const timeNsField = v.pipe(v.string(), v.regex(/^(?:0|[1-9][0-9]{0,19})$/u));

/** Milliseconds since the epoch. */
export const timeMsField = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A count that fits on a badge. */
export const countField = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Named by the caller, opaque to the worker. */
export const requestIdField = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/u));
