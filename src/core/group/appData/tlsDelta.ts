import { compareBytes } from '../../bytes/bytes.ts';
import { bytesToHex } from '../../bytes/hex.ts';
import { decodeTls, type TlsReader } from '../../bytes/tlsReader.ts';
import { TlsWriter } from '../../bytes/tlsWriter.ts';
import { sha256 } from '../../crypto/hash.ts';
import { WalletInboxError } from '../../errors.ts';

/** How keys of a set or map lie on the wire; in memory a key is bytes whose order is the order of the keys. */
export interface KeyFormat {
  read(reader: TlsReader): Uint8Array;
  write(writer: TlsWriter, key: Uint8Array): void;
}

const malformed = (sentence: string): never => {
  throw new WalletInboxError('Codec.Malformed', sentence);
};

/** An inbox id: a version, 0, and 32 bytes. */
export const inboxIdKey: KeyFormat = {
  read: (reader) =>
    reader.uint8() === 0 ? reader.fixed(32) : malformed('An inbox id has an unknown version.'),
  write: (writer, key) => void writer.uint8(0).fixed(key),
};

/** A component id as a variable-size integer; in memory two bytes. */
export const componentIdKey: KeyFormat = {
  read(reader) {
    const id = reader.varint();
    return id > 0xffff ? malformed('A component id is too large.') : new Uint8Array([id >> 8, id & 0xff]);
  },
  write: (writer, [high = 0, low = 0]) => void writer.varint(high * 0x100 + low),
};

export const bytesKey: KeyFormat = {
  read: (reader) => reader.opaque(),
  write: (writer, key) => void writer.opaque(key),
};

interface Entry {
  readonly key: Uint8Array;
  /** Of a set: empty. */
  readonly value: Uint8Array;
}

export type MapMutation =
  | { readonly op: 'insert' | 'update'; readonly key: Uint8Array; readonly value: Uint8Array }
  | { readonly op: 'delete'; readonly key: Uint8Array };

export type SetMutation =
  | { readonly op: 'insert' | 'delete'; readonly key: Uint8Array }
  /** By SHA-256 of the key's wire form. */
  | { readonly op: 'deleteByHash'; readonly hash: Uint8Array };

const none = new Uint8Array(0);

const readSorted = (bytes: Uint8Array, readEntry: (reader: TlsReader) => Entry): readonly Entry[] => {
  const entries = decodeTls(bytes, (reader) => reader.vector(readEntry));
  entries.forEach(({ key }, index) => {
    const before = entries[index - 1];
    if (before !== undefined && compareBytes(before.key, key) >= 0) malformed('Keys are not in order.');
  });
  return entries;
};

/** @throws Codec.Malformed, also when the keys are not in order or one is there twice */
export const decodeMap = (bytes: Uint8Array, format: KeyFormat): readonly Entry[] =>
  readSorted(bytes, (reader) => ({ key: format.read(reader), value: reader.opaque() }));

/** @throws as {@link decodeMap} */
export const decodeSet = (bytes: Uint8Array, format: KeyFormat): readonly Uint8Array[] =>
  readSorted(bytes, (reader) => ({ key: format.read(reader), value: none })).map(({ key }) => key);

/** @throws Codec.Malformed */
export const decodeMapDelta = (bytes: Uint8Array, format: KeyFormat): readonly MapMutation[] =>
  decodeTls(bytes, (reader) =>
    reader.vector((item): MapMutation => {
      const tag = item.uint8();
      if (tag > 2) return malformed('A change of a map is of an unknown kind.');
      const key = format.read(item);
      if (tag === 2) return { op: 'delete', key };
      return { op: tag === 0 ? 'insert' : 'update', key, value: item.opaque() };
    }),
  );

/** @throws Codec.Malformed */
export const decodeSetDelta = (bytes: Uint8Array, format: KeyFormat): readonly SetMutation[] =>
  decodeTls(bytes, (reader) =>
    reader.vector((item): SetMutation => {
      const tag = item.uint8();
      if (tag > 2) return malformed('A change of a set is of an unknown kind.');
      if (tag === 2) return { op: 'deleteByHash', hash: item.fixed(32) };
      return { op: tag === 0 ? 'insert' : 'delete', key: format.read(item) };
    }),
  );

export const encodeMapDelta = (mutations: readonly MapMutation[], format: KeyFormat): Uint8Array =>
  new TlsWriter()
    .vector(mutations, (writer, mutation) => {
      writer.uint8(['insert', 'update', 'delete'].indexOf(mutation.op));
      format.write(writer, mutation.key);
      if (mutation.op !== 'delete') writer.opaque(mutation.value);
    })
    .finish();

export const encodeSetDelta = (
  mutations: readonly (SetMutation & { readonly op: 'insert' | 'delete' })[],
  format: KeyFormat,
): Uint8Array =>
  new TlsWriter()
    .vector(mutations, (writer, { op, key }) => {
      writer.uint8(op === 'insert' ? 0 : 1);
      format.write(writer, key);
    })
    .finish();

/** Entries while they are being changed, by the hex of their key. */
class Draft {
  readonly #entries = new Map<string, Entry>();

  constructor(entries: readonly Entry[]) {
    for (const entry of entries) this.#entries.set(bytesToHex(entry.key), entry);
  }

  apply(mutation: MapMutation): void {
    const name = bytesToHex(mutation.key);
    // An insert of what is there, and a change of what is not, spoil the whole delta.
    if (this.#entries.has(name) === (mutation.op === 'insert'))
      malformed('A change does not fit what is there.');
    if (mutation.op === 'delete') this.#entries.delete(name);
    else this.#entries.set(name, mutation);
  }

  sorted(): readonly Entry[] {
    return [...this.#entries.values()].sort((a, b) => compareBytes(a.key, b.key));
  }
}

/**
 * The stored form of a map after a delta.
 *
 * @throws Codec.Malformed
 */
export const applyMapDelta = (
  stored: Uint8Array | undefined,
  delta: Uint8Array,
  format: KeyFormat,
): Uint8Array => {
  const draft = new Draft(stored === undefined ? [] : decodeMap(stored, format));
  for (const mutation of decodeMapDelta(delta, format)) draft.apply(mutation);
  return new TlsWriter()
    .vector(draft.sorted(), (writer, { key, value }) => {
      format.write(writer, key);
      writer.opaque(value);
    })
    .finish();
};

/** As {@link applyMapDelta}, of a set. */
export const applySetDelta = (
  stored: Uint8Array | undefined,
  delta: Uint8Array,
  format: KeyFormat,
): Uint8Array => {
  const keys = stored === undefined ? [] : decodeSet(stored, format);
  const draft = new Draft(keys.map((key) => ({ key, value: none })));
  // Hashes name keys that were there before the delta, whatever it does before.
  const byHash = new Map(keys.map((key) => [bytesToHex(keyHash(key, format)), key]));
  for (const mutation of decodeSetDelta(delta, format)) {
    if (mutation.op === 'insert') draft.apply({ op: 'insert', key: mutation.key, value: none });
    if (mutation.op === 'delete') draft.apply({ op: 'delete', key: mutation.key });
    if (mutation.op === 'deleteByHash') {
      const key = byHash.get(bytesToHex(mutation.hash)) ?? malformed('A hash names no key.');
      draft.apply({ op: 'delete', key });
    }
  }
  return new TlsWriter().vector(draft.sorted(), (writer, { key }) => format.write(writer, key)).finish();
};

const keyHash = (key: Uint8Array, format: KeyFormat): Uint8Array => {
  const writer = new TlsWriter();
  format.write(writer, key);
  return sha256(writer.finish());
};
