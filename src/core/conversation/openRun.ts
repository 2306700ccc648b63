import { bytesToHex } from '../bytes/hex.ts';
import { sha256 } from '../crypto/hash.ts';
import { verifySignatures } from '../crypto/signatureBatch.ts';
import { isWalletInboxError } from '../errors.ts';
import type { GroupState } from '../mls/groupState.ts';
import { decodeMlsMessage } from '../mls/mlsMessage.ts';
import { type MessageContent, type OpenedMessage, openMessage } from '../mls/openMessage.ts';
import type { MessageSender } from '../mls/pastEpoch.ts';
import type { GroupEnvelope } from '../ports.ts';

/** What became of one envelope. `state` is the group's state with this envelope's secrets used up. */
export type OpenedItem =
  | {
      readonly kind: 'own';
      readonly envelope: GroupEnvelope;
      readonly state: GroupState;
      readonly hash: string;
    }
  | {
      readonly kind: 'opened';
      readonly envelope: GroupEnvelope;
      readonly state: GroupState;
      readonly epoch: bigint;
      readonly sender: MessageSender;
      readonly content: MessageContent;
    }
  | {
      readonly kind: 'failed';
      readonly envelope: GroupEnvelope;
      readonly state: GroupState;
      readonly reason: string;
      /** What the outside of the message says; absent when it is not even an MLS message. */
      readonly epoch?: bigint;
      readonly isApplication: boolean;
    };

interface OpenedRun {
  readonly items: readonly OpenedItem[];
  /** Index of the first envelope that was not looked at. */
  readonly next: number;
}

interface Framing {
  readonly epoch: bigint;
  readonly isApplication: boolean;
}

/**
 * Opens envelopes from `start` up to and including the first one that may change the epoch (a commit, a proposal, or a
 * commit of our own): what follows has to be opened under the state that comes of it. The signatures of the run are
 * verified together. A message whose signature is false leaves no trace in the states of those after it.
 */
export async function openRun(
  state: GroupState,
  envelopes: readonly GroupEnvelope[],
  start: number,
  own: ReadonlyMap<string, 'message' | 'commit'>,
): Promise<OpenedRun> {
  const forged = new Set<number>();
  for (;;) {
    const run = openUnverified(state, envelopes, start, own, forged);
    const checks = run.items.flatMap((item) =>
      item.kind === 'unverified' ? item.opened.content.checks : [],
    );
    const results = await verifySignatures(checks);

    let offset = 0;
    let isClean = true;
    const items: OpenedItem[] = [];
    run.items.forEach((item, index) => {
      if (item.kind !== 'unverified') {
        items.push(item);
        return;
      }
      const { opened, envelope } = item;
      const verdicts = results.slice(offset, offset + opened.content.checks.length);
      offset += verdicts.length;
      if (!verdicts.every(Boolean)) {
        forged.add(start + index);
        isClean = false;
        return;
      }
      const { state: stateAfter, epoch, sender } = opened;
      const content = opened.content.confirm(verdicts);
      items.push({ kind: 'opened', envelope, state: stateAfter, epoch, sender, content });
    });
    if (isClean) return { items, next: run.next };
  }
}

type UnverifiedItem =
  | Exclude<OpenedItem, { kind: 'opened' }>
  | { readonly kind: 'unverified'; readonly envelope: GroupEnvelope; readonly opened: OpenedMessage };

function openUnverified(
  state: GroupState,
  envelopes: readonly GroupEnvelope[],
  start: number,
  own: ReadonlyMap<string, 'message' | 'commit'>,
  forged: ReadonlySet<number>,
): { readonly items: readonly UnverifiedItem[]; readonly next: number } {
  const items: UnverifiedItem[] = [];
  let present = state;
  for (let index = start; index < envelopes.length; index += 1) {
    const envelope = envelopes[index];
    if (envelope === undefined) break;

    const hash = bytesToHex(sha256(envelope.data));
    const ownKind = own.get(hash);
    if (ownKind !== undefined) {
      items.push({ kind: 'own', envelope, state: present, hash });
      if (ownKind === 'commit') return { items, next: index + 1 };
      continue;
    }

    let framing: Framing | undefined;
    try {
      const message = decodeMlsMessage(envelope.data);
      if (message.wireFormat === 'privateMessage') {
        const { epoch, contentType } = message.privateMessage;
        framing = { epoch, isApplication: contentType === 'application' };
      }
      if (forged.has(index)) {
        items.push(failed(envelope, present, 'badSignature', framing));
        continue;
      }
      const opened = openMessage(present, message);
      present = opened.state;
      items.push({ kind: 'unverified', envelope, opened });
      if (opened.contentType !== 'application') return { items, next: index + 1 };
    } catch (error) {
      if (!isWalletInboxError(error)) throw error;
      const reason = typeof error.details.reason === 'string' ? error.details.reason : error.code;
      items.push(failed(envelope, present, reason, framing));
    }
  }
  return { items, next: envelopes.length };
}

function failed(
  envelope: GroupEnvelope,
  state: GroupState,
  reason: string,
  framing: Framing | undefined,
): OpenedItem & { readonly kind: 'failed' } {
  return {
    kind: 'failed',
    envelope,
    state,
    reason,
    isApplication: framing?.isApplication ?? false,
    ...(framing === undefined ? {} : { epoch: framing.epoch }),
  };
}
