/** Pieces of a file as text: what passes a port is JSON. */

/** Arguments of one call; more overflow the stack. */
const lettersAtOnce = 0x8000;

export function bytesToChunkText(bytes: Uint8Array): string {
  let letters = '';
  for (let at = 0; at < bytes.length; at += lettersAtOnce) {
    letters += String.fromCharCode(...bytes.subarray(at, at + lettersAtOnce));
  }
  return btoa(letters);
}

/** Throws a foreign error for what is no base64; the schema of a channel lets none through. */
export function chunkTextToBytes(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return bytes;
}
