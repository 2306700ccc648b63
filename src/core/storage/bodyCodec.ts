import { Decoder, Encoder, ExtensionCodec } from '@msgpack/msgpack';
import { WalletInboxError } from '../errors.ts';

const refuse = (what: string): never => {
  throw new WalletInboxError('Storage.InvalidRequest', `A body cannot be stored: ${what}.`);
};

const minInt64 = -(2n ** 63n);
const maxUint64 = 2n ** 64n - 1n;

/** Refuses what MessagePack would take and silently change. */
const checkValue = (value: unknown, inArray: boolean): void => {
  switch (typeof value) {
    case 'bigint':
      if (value < minInt64 || value > maxUint64) refuse('a bigint has more than 64 bits');
      return;
    case 'undefined':
      if (inArray) refuse('an array holds undefined');
      return;
    case 'function':
    case 'symbol':
      refuse(`it holds a ${typeof value}`);
  }
};

/** Runs once for every object on its way into the encoder. */
const checkObject = (value: object): void => {
  if (value instanceof Uint8Array) return;
  if (Array.isArray(value)) {
    for (const item of value) checkValue(item, true);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  // An object of another realm (a test's vm) has another Object.prototype, but it too is the end of its chain.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    refuse('it holds an object that is neither plain, an array nor a Uint8Array');
  }
  for (const name of Object.keys(value)) checkValue((value as Record<string, unknown>)[name], false);
};

/**
 * MessagePack's library refuses to decode a `__proto__` key, which a hostile group could have put among its
 * attributes. An object with one travels as a list of entries and gets the key back as a field of its own.
 */
const entriesExtension = 1;

const extensionCodec = new ExtensionCodec();
// The library's one built-in extension would take a Date; in its place every object is checked.
extensionCodec.register({
  type: -1,
  encode: (value) => {
    if (typeof value !== 'object' || value === null) return refuse(`it holds a ${typeof value}`);
    checkObject(value);
    return null;
  },
  decode: () => refuse('it holds a date'),
});
extensionCodec.register({
  type: entriesExtension,
  encode: (value) => {
    if (!Object.hasOwn(value as object, '__proto__')) return null;
    return new Encoder(options).encode(
      Object.entries(value as object).filter(([, field]) => field !== undefined),
    );
  },
  decode: (bytes) => {
    const object = {};
    for (const [name, value] of new Decoder(options).decode(bytes) as [string, unknown][]) {
      Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
    }
    return object;
  },
});
const options = { extensionCodec, useBigInt64: true, ignoreUndefined: true } as const;
const encoder = new Encoder(options);
const decoder = new Decoder(options);

/**
 * Bytes of a record's body: MessagePack, in which a bigint is always 64 bits wide and a number never is, so that
 * both come back as what they were; nothing at all for `undefined`.
 *
 * @throws Storage.InvalidRequest for what would not come back as it was
 */
export const encodeBody = (body: unknown): Uint8Array => {
  if (body === undefined) return new Uint8Array();
  try {
    checkValue(body, false);
    return encoder.encode(body);
  } catch (cause) {
    if (cause instanceof WalletInboxError) throw cause;
    throw new WalletInboxError('Storage.InvalidRequest', 'A body cannot be stored.', { cause });
  }
};

/** The body of {@link encodeBody}'s bytes. @throws Storage.Corrupt */
export const decodeBody = (bytes: Uint8Array): unknown => {
  if (bytes.length === 0) return undefined;
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new WalletInboxError('Storage.Corrupt', 'A stored record is not readable.', { cause });
  }
};
