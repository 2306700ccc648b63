import { sha256 } from '../crypto/hash.ts';
import { hashLength } from './cipherSuite.ts';
import { expandWithLabel } from './deriveSecret.ts';
import type { GroupState } from './groupState.ts';

/** `MLS-Exporter` of RFC 9420 section 8.5: a secret for the application, bound to the epoch. */
export function exportSecret(
  state: Pick<GroupState, 'secrets'>,
  label: string,
  context: Uint8Array,
  length: number,
): Uint8Array {
  const derived = expandWithLabel(state.secrets.exporterSecret, label, new Uint8Array(), hashLength);
  return expandWithLabel(derived, 'exported', sha256(context), length);
}

/** `epoch_authenticator` of RFC 9420 section 8.7: equal for all who are in the same epoch of the same group. */
export const epochAuthenticator = (state: Pick<GroupState, 'secrets'>): Uint8Array =>
  state.secrets.epochAuthenticator;

/** `resumption_psk` of RFC 9420 section 8.6. */
export const resumptionPsk = (state: Pick<GroupState, 'secrets'>): Uint8Array => state.secrets.resumptionPsk;
