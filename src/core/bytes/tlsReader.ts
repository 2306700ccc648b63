import { WalletInboxError } from '../errors.ts';

/**
 * Reads the presentation language of RFC 9420 section 2.1: big-endian integers, and vectors whose length is a
 * variable-size integer that must be in its shortest form.
 *
 * No length is believed before it was compared with the bytes that are left, so hostile input cannot make it
 * allocate. Byte strings are views of the input, not copies. Every failure is Codec.Malformed.
 */
export class TlsReader {
  readonly #bytes: Uint8Array;
  #at: number;
  readonly #end: number;

  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  /** Bytes that are not read yet. */
  get remaining(): number {
    return this.#end - this.#at;
  }

  /** How far it has read, from the start of the bytes it was given. */
  get position(): number {
    return this.#at;
  }

  uint8(): number {
    if (this.#at >= this.#end) return truncated();
    const value = this.#bytes[this.#at] as number;
    this.#at += 1;
    return value;
  }

  uint16(): number {
    return this.uint8() * 0x100 + this.uint8();
  }

  uint32(): number {
    return this.uint16() * 0x1_0000 + this.uint16();
  }

  uint64(): bigint {
    return (BigInt(this.uint32()) << 32n) | BigInt(this.uint32());
  }

  /** Exactly `length` bytes. */
  fixed(length: number): Uint8Array {
    if (length > this.remaining) return truncated();
    const start = this.#at;
    this.#at += length;
    return this.#bytes.subarray(start, this.#at);
  }

  /** A variable-size integer: 6, 14 or 30 bits (RFC 9420 section 2.1.2). */
  varint(): number {
    const first = this.uint8();
    const low = first & 0x3f;
    if (first < 0x40) return low;
    let value: number;
    if (first < 0x80) {
      value = low * 0x100 + this.uint8();
      if (value < 0x40) return malformed('A length is not in its shortest form.');
      return value;
    }
    if (first < 0xc0) {
      value = low * 0x100_0000 + this.uint8() * 0x1_0000 + this.uint16();
      if (value < 0x4000) return malformed('A length is not in its shortest form.');
      return value;
    }
    return malformed('A length has an invalid prefix.');
  }

  /** `opaque<V>`. */
  opaque(): Uint8Array {
    return this.fixed(this.varint());
  }

  /** `T items<V>`: elements until the vector's bytes are used up. */
  vector<T>(readItem: (reader: TlsReader) => T): T[] {
    const body = this.opaqueReader();
    const items: T[] = [];
    while (body.remaining > 0) {
      const before = body.position;
      items.push(readItem(body));
      if (body.position === before) return malformed('An element of a vector is empty.');
    }
    return items;
  }

  /** A reader confined to the bytes of an `opaque<V>`. */
  opaqueReader(): TlsReader {
    const length = this.varint();
    if (length > this.remaining) return truncated();
    const start = this.#at;
    this.#at += length;
    return new TlsReader(this.#bytes, start, this.#at);
  }

  /** `optional<T>`: a presence byte of 0 or 1. */
  optional<T>(readValue: (reader: TlsReader) => T): T | undefined {
    const present = this.uint8();
    if (present === 0) return undefined;
    if (present === 1) return readValue(this);
    return malformed('A presence byte is neither 0 nor 1.');
  }

  /** The bytes between an earlier {@link position} and here. */
  since(position: number): Uint8Array {
    return this.#bytes.subarray(position, this.#at);
  }

  /** All that is left. */
  rest(): Uint8Array {
    return this.fixed(this.remaining);
  }

  /** Fails when bytes are left over. */
  expectEnd(): void {
    if (this.remaining !== 0) malformed('Bytes are left over after the end of a structure.');
  }
}

/** Decodes a structure that must fill `bytes` exactly. */
export function decodeTls<T>(bytes: Uint8Array, read: (reader: TlsReader) => T): T {
  const reader = new TlsReader(bytes);
  const value = read(reader);
  reader.expectEnd();
  return value;
}

function truncated(): never {
  return malformed('A structure ends before its last field.');
}

function malformed(sentence: string): never {
  throw new WalletInboxError('Codec.Malformed', sentence);
}
