import type { Random } from '../ports.ts';

/** WebCrypto asks for at most 65,536 bytes a call. */
const chunkLength = 65_536;

/** The platform's random generator: service worker, window and Node alike. */
export const webRandom: Random = {
  bytes(length) {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += chunkLength) {
      crypto.getRandomValues(bytes.subarray(at, at + chunkLength));
    }
    return bytes;
  },
};
