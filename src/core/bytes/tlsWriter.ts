import { WalletInboxError } from '../errors.ts';

const maximumLength = 0x3fff_ffff;

/**
 * Writes the presentation language of RFC 9420 section 2.1 into one growing buffer. Methods return the writer, so
 * that a structure reads in the order of its fields.
 */
export class TlsWriter {
  #bytes: Uint8Array;
  #length = 0;

  constructor(expectedLength = 256) {
    this.#bytes = new Uint8Array(expectedLength);
  }

  uint8(value: number): this {
    this.#reserve(1);
    this.#bytes[this.#length] = value;
    this.#length += 1;
    return this;
  }

  uint16(value: number): this {
    return this.uint8(value >>> 8).uint8(value & 0xff);
  }

  uint32(value: number): this {
    return this.uint16(value >>> 16).uint16(value & 0xffff);
  }

  uint64(value: bigint): this {
    return this.uint32(Number((value >> 32n) & 0xffff_ffffn)).uint32(Number(value & 0xffff_ffffn));
  }

  /** Bytes without a length. */
  fixed(bytes: Uint8Array): this {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  /** A variable-size integer in its shortest form. */
  varint(value: number): this {
    if (value < 0x40) return this.uint8(value);
    if (value < 0x4000) return this.uint16(0x4000 | value);
    if (value <= maximumLength) return this.uint32(0x8000_0000 + value);
    throw new WalletInboxError('Codec.Malformed', 'A vector is longer than its length can say.');
  }

  /** `opaque<V>`. */
  opaque(bytes: Uint8Array): this {
    return this.varint(bytes.length).fixed(bytes);
  }

  /** `T items<V>`. */
  vector<T>(items: Iterable<T>, writeItem: (writer: TlsWriter, item: T) => void): this {
    return this.nested((body) => {
      for (const item of items) writeItem(body, item);
    });
  }

  /** What `write` writes, behind its length. */
  nested(write: (writer: TlsWriter) => void): this {
    const body = new TlsWriter();
    write(body);
    return this.varint(body.#length).fixed(body.#bytes.subarray(0, body.#length));
  }

  /** `optional<T>`. */
  optional<T>(value: T | undefined, writeValue: (writer: TlsWriter, value: T) => void): this {
    if (value === undefined) return this.uint8(0);
    this.uint8(1);
    writeValue(this, value);
    return this;
  }

  /** The bytes so far. The writer is not used afterwards. */
  finish(): Uint8Array {
    return this.#bytes.length === this.#length ? this.#bytes : this.#bytes.slice(0, this.#length);
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

/** The bytes of one structure. */
export function encodeTls<T>(value: T, write: (writer: TlsWriter, value: T) => void): Uint8Array {
  const writer = new TlsWriter();
  write(writer, value);
  return writer.finish();
}
