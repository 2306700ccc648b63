import { createHash } from 'node:crypto';

/** SHA-256 of topic and payload: what makes two sends the same one. */
export function contentHash(topic: Uint8Array, payload: Uint8Array): Uint8Array {
  return createHash('sha256').update(topic).update(payload).digest();
}
