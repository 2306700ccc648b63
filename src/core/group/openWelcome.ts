import { isWalletInboxError } from '../errors.ts';
import type { WelcomeEnvelope } from '../ports.ts';
import type { KeyPackageSecrets } from './keyPackageSecrets.ts';
import { decodeWelcomeMetadata } from './welcomeMetadata.ts';
import { decodeWelcomePointer, unsealPointee, type WelcomePointer } from './welcomePointer.ts';
import { readWrapperAlgorithm, unwrapWelcome, wrapperAlgorithms } from './welcomeWrapper.ts';

export type OpenedWelcome =
  | {
      readonly kind: 'welcome';
      /** A whole MLSMessage. */
      readonly welcome: Uint8Array;
      /** The group's topic is read from after this id. */
      readonly messageCursor: bigint;
    }
  | { readonly kind: 'pointer'; readonly pointer: WelcomePointer }
  | { readonly kind: 'invalid'; readonly reason: 'unknownAlgorithm' | 'openFailed' | 'notAPointee' };

const invalid = (reason: Extract<OpenedWelcome, { kind: 'invalid' }>['reason']): OpenedWelcome => ({
  kind: 'invalid',
  reason,
});

/** Takes off what {@link sealWelcomes} put on. `secrets` are those of the key that the envelope's `hpkePublicKey` names. */
export const openWelcome = (envelope: WelcomeEnvelope, secrets: KeyPackageSecrets): OpenedWelcome => {
  const algorithm = readWrapperAlgorithm(envelope.wrapperAlgorithm);
  if (algorithm === undefined) return invalid('unknownAlgorithm');
  const privateKey =
    algorithm === wrapperAlgorithms.xWing ? secrets.wrapperPrivateKey : secrets.initPrivateKey;
  return orInvalid(() => {
    if (envelope.kind === 'pointer') {
      const wrapped = { data: envelope.welcomePointer, metadata: new Uint8Array() };
      const { welcome } = unwrapWelcome(algorithm, privateKey, wrapped);
      return { kind: 'pointer', pointer: decodeWelcomePointer(welcome) };
    }
    const wrapped = { data: envelope.data, metadata: envelope.welcomeMetadata };
    const { welcome, metadata } = unwrapWelcome(algorithm, privateKey, wrapped);
    return { kind: 'welcome', welcome, messageCursor: cursorOrStart(metadata) };
  });
};

/** Opens the first welcome found at a pointer's destination. */
export const openPointee = (pointer: WelcomePointer, envelope: WelcomeEnvelope): OpenedWelcome => {
  if (envelope.kind !== 'welcome') return invalid('notAPointee');
  return orInvalid(() => {
    const { welcome, metadata } = unsealPointee(pointer, envelope);
    return {
      kind: 'welcome',
      welcome,
      messageCursor: metadata.length === 0 ? 0n : decodeWelcomeMetadata(metadata),
    };
  });
};

/** libxmtp goes on without metadata that it cannot read. */
const cursorOrStart = (metadata: Uint8Array): bigint => {
  try {
    return decodeWelcomeMetadata(metadata);
  } catch {
    return 0n;
  }
};

const orInvalid = (open: () => OpenedWelcome): OpenedWelcome => {
  try {
    return open();
  } catch (error) {
    const isHostile =
      isWalletInboxError(error, 'Codec.Malformed') ||
      isWalletInboxError(error, 'Crypto.OpenFailed') ||
      isWalletInboxError(error, 'Crypto.InvalidKey');
    if (isHostile) return invalid('openFailed');
    throw error;
  }
};
