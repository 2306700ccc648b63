import { WalletInboxError } from '../errors.ts';
import { decodeBody, encodeBody } from './bodyCodec.ts';
import type { RecordSealer } from './recordSealer.ts';

/** Turns bodies into what lies on the disk, and back. */
export interface RecordCodec {
  /** @throws Storage.InvalidRequest for a body that cannot be stored */
  encode(table: string, key: string, body: unknown): Uint8Array;
  /** @throws Storage.Corrupt */
  decode(table: string, key: string, stored: Uint8Array): unknown;
  /** What a database keeps to know its data key by. */
  makeKeyCheck(): Uint8Array;
  /** @throws Storage.Corrupt when the database was made under another data key */
  verifyKeyCheck(stored: Uint8Array | undefined): void;
}

/** First byte of every stored body; a later way of sealing gets another one. */
const formatVersion = 1;

const utf8 = new TextEncoder();
const keyCheckPlace = utf8.encode(`wallet-inbox/key-check/${formatVersion}`);

/** Tables and keys are free of control characters, so a zero byte parts them without doubt. */
const placeOf = (table: string, key: string) =>
  utf8.encode(`wallet-inbox/record/${formatVersion}\0${table}\0${key}`);

/** A codec over MessagePack and `sealer`; the seal binds a body to its table and key. */
export const createRecordCodec = (sealer: RecordSealer): RecordCodec => {
  const seal = (plaintext: Uint8Array, place: Uint8Array) => {
    const sealed = sealer.seal(plaintext, place);
    const stored = new Uint8Array(1 + sealed.length);
    stored[0] = formatVersion;
    stored.set(sealed, 1);
    return stored;
  };
  return {
    encode: (table, key, body) => seal(encodeBody(body), placeOf(table, key)),
    decode(table, key, stored) {
      if (stored[0] !== formatVersion) {
        throw new WalletInboxError('Storage.Corrupt', 'A stored record has an unknown form.', {
          details: { table },
        });
      }
      let plaintext: Uint8Array;
      try {
        plaintext = sealer.open(stored.subarray(1), placeOf(table, key));
      } catch (cause) {
        throw new WalletInboxError('Storage.Corrupt', 'A stored record did not open under the data key.', {
          details: { table },
          cause,
        });
      }
      return decodeBody(plaintext);
    },
    makeKeyCheck: () => seal(new Uint8Array(), keyCheckPlace),
    verifyKeyCheck(stored) {
      try {
        if (stored?.[0] === formatVersion) {
          sealer.open(stored.subarray(1), keyCheckPlace);
          return;
        }
      } catch (cause) {
        throw new WalletInboxError('Storage.Corrupt', 'The database was made under another data key.', {
          cause,
        });
      }
      throw new WalletInboxError('Storage.Corrupt', 'The database has lost the mark of its data key.');
    },
  };
};
