import { bytesToHex } from '../bytes/hex.ts';
import type { TlsReader } from '../bytes/tlsReader.ts';
import { encodeTls, type TlsWriter } from '../bytes/tlsWriter.ts';
import { refuse } from './mlsError.ts';

/** `ResumptionPSKUsage` of RFC 9420 section 8.4. */
export type ResumptionUsage = 'application' | 'reInit' | 'branch';

/** `PreSharedKeyID` of RFC 9420 section 8.4. */
export type PreSharedKeyId =
  | { readonly kind: 'external'; readonly pskId: Uint8Array; readonly nonce: Uint8Array }
  | {
      readonly kind: 'resumption';
      readonly usage: ResumptionUsage;
      readonly groupId: Uint8Array;
      readonly epoch: bigint;
      readonly nonce: Uint8Array;
    };

/** A pre-shared key that the caller holds, for use in a commit or a welcome. */
export interface PreSharedKey {
  readonly id: PreSharedKeyId;
  readonly secret: Uint8Array;
}

const usages: readonly ResumptionUsage[] = ['application', 'reInit', 'branch'];

export function readPreSharedKeyId(reader: TlsReader): PreSharedKeyId {
  const type = reader.uint8();
  if (type === 1) return { kind: 'external', pskId: reader.opaque(), nonce: reader.opaque() };
  if (type !== 2) return refuse('Mls.InvalidMessage', 'unknownPsk', 'A pre-shared key has an unknown type.');
  const usage = usages[reader.uint8() - 1];
  if (usage === undefined) {
    return refuse('Mls.InvalidMessage', 'unknownPsk', 'A pre-shared key has an unknown usage.');
  }
  return {
    kind: 'resumption',
    usage,
    groupId: reader.opaque(),
    epoch: reader.uint64(),
    nonce: reader.opaque(),
  };
}

export function writePreSharedKeyId(writer: TlsWriter, id: PreSharedKeyId): void {
  if (id.kind === 'external') {
    writer.uint8(1).opaque(id.pskId).opaque(id.nonce);
    return;
  }
  writer
    .uint8(2)
    .uint8(usages.indexOf(id.usage) + 1)
    .opaque(id.groupId)
    .uint64(id.epoch)
    .opaque(id.nonce);
}

/** Names the key itself, whatever the nonce: what a caller's keys are found by. */
export function preSharedKeyName(id: PreSharedKeyId): string {
  return id.kind === 'external'
    ? `external/${bytesToHex(id.pskId)}`
    : `resumption/${bytesToHex(id.groupId)}/${id.epoch}`;
}

/** The whole id, nonce included: what may stand in a commit only once. */
export const preSharedKeyIdHex = (id: PreSharedKeyId): string =>
  bytesToHex(encodeTls(id, writePreSharedKeyId));
