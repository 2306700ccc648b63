import { hkdfExtract } from '../crypto/hkdf.ts';
import { hashLength } from './cipherSuite.ts';
import { deriveSecret, expandWithLabel } from './deriveSecret.ts';
import { encodeGroupContext, type GroupContext } from './groupContext.ts';

/** The secrets of one epoch (RFC 9420 section 8, table 4), without the encryption secret, which the secret tree eats. */
export interface EpochSecrets {
  readonly senderDataSecret: Uint8Array;
  readonly exporterSecret: Uint8Array;
  readonly externalSecret: Uint8Array;
  readonly confirmationKey: Uint8Array;
  readonly membershipKey: Uint8Array;
  readonly resumptionPsk: Uint8Array;
  readonly epochAuthenticator: Uint8Array;
  readonly initSecret: Uint8Array;
}

/** What an epoch starts with: its secrets and the secret that the secret tree is made of. */
export interface EpochStart {
  readonly secrets: EpochSecrets;
  readonly encryptionSecret: Uint8Array;
}

/** `joiner_secret`: what a welcome hands to new members. */
export function joinerSecret(
  initSecret: Uint8Array,
  commitSecret: Uint8Array,
  context: GroupContext,
): Uint8Array {
  return expandWithLabel(
    hkdfExtract(initSecret, commitSecret),
    'joiner',
    encodeGroupContext(context),
    hashLength,
  );
}

/** `welcome_secret`: what a GroupInfo in a welcome is encrypted under. */
export function welcomeSecret(joiner: Uint8Array, psk: Uint8Array): Uint8Array {
  return deriveSecret(hkdfExtract(joiner, psk), 'welcome');
}

/** From the joiner secret to all secrets of the epoch of `context`. */
export function startEpoch(joiner: Uint8Array, psk: Uint8Array, context: GroupContext): EpochStart {
  return deriveEpoch(
    expandWithLabel(hkdfExtract(joiner, psk), 'epoch', encodeGroupContext(context), hashLength),
  );
}

/** From `epoch_secret`, which is random in a group's first epoch (RFC 9420 section 11). */
export function deriveEpoch(epochSecret: Uint8Array): EpochStart {
  return {
    encryptionSecret: deriveSecret(epochSecret, 'encryption'),
    secrets: {
      senderDataSecret: deriveSecret(epochSecret, 'sender data'),
      exporterSecret: deriveSecret(epochSecret, 'exporter'),
      externalSecret: deriveSecret(epochSecret, 'external'),
      confirmationKey: deriveSecret(epochSecret, 'confirm'),
      membershipKey: deriveSecret(epochSecret, 'membership'),
      resumptionPsk: deriveSecret(epochSecret, 'resumption'),
      epochAuthenticator: deriveSecret(epochSecret, 'authentication'),
      initSecret: deriveSecret(epochSecret, 'init'),
    },
  };
}
