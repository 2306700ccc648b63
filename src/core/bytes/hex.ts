import { WalletInboxError } from '../errors.ts';

const hexOfByte: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
);

/** The value of a hexadecimal digit's char code, or -1. */
const digitValue = (charCode: number): number => {
  if (charCode >= 48 && charCode <= 57) return charCode - 48;
  if (charCode >= 97 && charCode <= 102) return charCode - 87;
  if (charCode >= 65 && charCode <= 70) return charCode - 55;
  return -1;
};

/** Lower-case hexadecimal without a prefix. */
export const bytesToHex = (bytes: Uint8Array): string => {
  let hex = '';
  for (const byte of bytes) hex += hexOfByte[byte];
  return hex;
};

/**
 * Reads hexadecimal of either case, with or without `0x`.
 *
 * @throws Bytes.InvalidHex on an odd length or a foreign character. The text itself is not in the error: it may be a key.
 */
export const hexToBytes = (hex: string): Uint8Array => {
  const start = hex.startsWith('0x') ? 2 : 0;
  const digits = hex.length - start;
  if (digits % 2 !== 0) {
    throw new WalletInboxError('Bytes.InvalidHex', 'A hexadecimal text has an odd number of digits.');
  }
  const bytes = new Uint8Array(digits / 2);
  for (let index = 0; index < bytes.length; index += 1) {
    const at = start + index * 2;
    const high = digitValue(hex.charCodeAt(at));
    const low = digitValue(hex.charCodeAt(at + 1));
    if (high < 0 || low < 0) {
      throw new WalletInboxError('Bytes.InvalidHex', 'A text that should be hexadecimal is not.');
    }
    bytes[index] = high * 16 + low;
  }
  return bytes;
};
