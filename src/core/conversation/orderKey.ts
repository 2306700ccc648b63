/** A time in ns as 20 digits, so that text order is time order. */
export function timeKey(ns: bigint): string {
  return ns.toString().padStart(20, '0');
}

/**
 * The place of a message in its conversation: time, then the node's sequence id. A message that is being sent has
 * no id yet and stands behind what the node stored at the same instant.
 */
export function orderKey(sentAtNs: bigint, envelopeId: bigint | undefined): string {
  return `${timeKey(sentAtNs)}-${envelopeId === undefined ? '99999999999999999999' : timeKey(envelopeId)}`;
}
