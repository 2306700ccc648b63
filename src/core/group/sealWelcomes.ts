import { bytesToHex } from '../bytes/hex.ts';
import { isWalletInboxError } from '../errors.ts';
import type { Random, WelcomeInput } from '../ports.ts';
import { maxCallBytes, maxWelcomesPerCall, welcomePointerThreshold } from './constants.ts';
import { encodeWelcomeMetadata } from './welcomeMetadata.ts';
import { createWelcomePointer, encodeWelcomePointer, sealPointee } from './welcomePointer.ts';
import { type WrapperAlgorithm, wrapWelcome } from './welcomeWrapper.ts';

/** An installation to be welcomed, as its key package asks for it. Holds nothing secret. */
export interface WelcomeTarget {
  readonly installationKey: Uint8Array;
  readonly hpkePublicKey: Uint8Array;
  readonly wrapperAlgorithm: WrapperAlgorithm;
  readonly supportsPointers: boolean;
}

export interface SealedWelcomes {
  /** One list a `SendWelcomeMessages` call, to be sent in order. */
  readonly calls: readonly (readonly WelcomeInput[])[];
  /** Installations (hex) that nothing can be wrapped for: their key is no key. */
  readonly unreachableInstallationIds: readonly string[];
}

/**
 * The welcomes to send once the node's order has confirmed a commit. From three installations on that can follow pointers, the
 * welcome is sent once and each gets a pointer to it.
 *
 * @param welcome a whole MLSMessage
 * @param messageCursor the node's id of the commit
 */
export const sealWelcomes = (params: {
  readonly welcome: Uint8Array;
  readonly messageCursor: bigint;
  readonly targets: readonly WelcomeTarget[];
  readonly random: Random;
}): SealedWelcomes => {
  const { welcome, targets, random } = params;
  const metadata = encodeWelcomeMetadata(params.messageCursor);
  const usesPointer = targets.filter((target) => target.supportsPointers).length > welcomePointerThreshold;
  const pointer = usesPointer ? createWelcomePointer(random) : undefined;
  const pointerBytes = pointer && encodeWelcomePointer(pointer);

  // The pointee goes first: whoever reads a pointer should find it.
  const inputs: WelcomeInput[] = pointer ? [sealPointee(pointer, welcome, metadata)] : [];
  const unreachableInstallationIds: string[] = [];
  for (const target of targets) {
    try {
      inputs.push(
        pointerBytes !== undefined && target.supportsPointers
          ? pointerFor(target, pointerBytes, random)
          : welcomeFor(target, welcome, metadata, random),
      );
    } catch (error) {
      // One member with a broken key must not keep the others from being welcomed.
      if (!isWalletInboxError(error, 'Crypto.InvalidKey')) throw error;
      unreachableInstallationIds.push(bytesToHex(target.installationKey));
    }
  }
  return { calls: chunk(inputs), unreachableInstallationIds };
};

const welcomeFor = (
  target: WelcomeTarget,
  welcome: Uint8Array,
  metadata: Uint8Array,
  random: Random,
): WelcomeInput => {
  const { installationKey, hpkePublicKey, wrapperAlgorithm } = target;
  const wrapped = wrapWelcome(wrapperAlgorithm, hpkePublicKey, welcome, metadata, random);
  return {
    kind: 'welcome',
    installationKey,
    hpkePublicKey,
    wrapperAlgorithm,
    data: wrapped.data,
    welcomeMetadata: wrapped.metadata,
  };
};

const pointerFor = (target: WelcomeTarget, pointerBytes: Uint8Array, random: Random): WelcomeInput => {
  const { installationKey, hpkePublicKey, wrapperAlgorithm } = target;
  const { data } = wrapWelcome(wrapperAlgorithm, hpkePublicKey, pointerBytes, new Uint8Array(), random);
  return { kind: 'pointer', installationKey, hpkePublicKey, wrapperAlgorithm, welcomePointer: data };
};

const sizeOf = (input: WelcomeInput): number => {
  const body =
    input.kind === 'welcome' ? input.data.length + input.welcomeMetadata.length : input.welcomePointer.length;
  return body + input.hpkePublicKey.length + input.installationKey.length;
};

const chunk = (inputs: readonly WelcomeInput[]): readonly (readonly WelcomeInput[])[] => {
  const calls: WelcomeInput[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const input of inputs) {
    const last = calls.at(-1);
    const size = sizeOf(input);
    if (last === undefined || last.length >= maxWelcomesPerCall || bytes + size > maxCallBytes) {
      calls.push([input]);
      bytes = size;
    } else {
      last.push(input);
      bytes += size;
    }
  }
  return calls;
};
