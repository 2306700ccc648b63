import { WalletInboxError } from '../errors.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Digit value by char code; the URL-safe digits are read too. */
const valueOfCharCode: Int8Array = (() => {
  const values = new Int8Array(128).fill(-1);
  for (let value = 0; value < 64; value += 1) values[alphabet.charCodeAt(value)] = value;
  values['-'.charCodeAt(0)] = 62;
  values['_'.charCodeAt(0)] = 63;
  return values;
})();

/** Base64 of RFC 4648 section 4, padded. */
export const bytesToBase64 = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += alphabet.charAt(group >> 18) + alphabet.charAt((group >> 12) & 63);
    text += left > 1 ? alphabet.charAt((group >> 6) & 63) : '=';
    text += left > 2 ? alphabet.charAt(group & 63) : '=';
  }
  return text;
};

/**
 * Reads base64 or base64url (RFC 4648 sections 4 and 5), padded or not.
 *
 * @throws Bytes.InvalidBase64 on anything else, also when the unused bits of the last digit are not zero.
 */
export const base64ToBytes = (text: string): Uint8Array => {
  const digits = text.replace(/={1,2}$/, '');
  if (digits.length % 4 === 1 || (digits.length !== text.length && text.length % 4 !== 0)) throw invalid();
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let pending = 0;
  let pendingBits = 0;
  let out = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const value = valueOfCharCode[digits.charCodeAt(index)] ?? -1;
    if (value < 0) throw invalid();
    pending = (pending << 6) | value;
    pendingBits += 6;
    if (pendingBits >= 8) {
      pendingBits -= 8;
      bytes[out] = pending >> pendingBits;
      out += 1;
      pending &= (1 << pendingBits) - 1;
    }
  }
  if (pending !== 0) throw invalid();
  return bytes;
};

const invalid = (): WalletInboxError =>
  new WalletInboxError('Bytes.InvalidBase64', 'A text that should be base64 is not.');
