import { utf8Encode } from '../../src/core/bytes/bytes.ts';
import { bytesToHex } from '../../src/core/bytes/hex.ts';
import { ed25519PublicKey } from '../../src/core/crypto/ed25519.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import type { Capabilities } from '../../src/core/mls/capabilities.ts';
import { createApplicationMessage } from '../../src/core/mls/createApplicationMessage.ts';
import { type CommitParams, type CreatedCommit, createCommit } from '../../src/core/mls/createCommit.ts';
import { createGroup } from '../../src/core/mls/createGroup.ts';
import { createKeyPackage, type GeneratedKeyPackage } from '../../src/core/mls/createKeyPackage.ts';
import { createProposal } from '../../src/core/mls/createProposal.ts';
import { createUpdateProposal } from '../../src/core/mls/createUpdateProposal.ts';
import { epochAuthenticator } from '../../src/core/mls/exporter.ts';
import type { Extension } from '../../src/core/mls/extension.ts';
import type { GroupState } from '../../src/core/mls/groupState.ts';
import { joinGroup } from '../../src/core/mls/joinGroup.ts';
import type { KeyPackage } from '../../src/core/mls/keyPackage.ts';
import { findMember } from '../../src/core/mls/members.ts';
import { mergePendingCommit } from '../../src/core/mls/mergePendingCommit.ts';
import { openKeyPackage } from '../../src/core/mls/openKeyPackage.ts';
import { openMessage } from '../../src/core/mls/openMessage.ts';
import { packGroupState, unpackGroupState } from '../../src/core/mls/packGroupState.ts';
import type { PlainValue } from '../../src/core/mls/plainValue.ts';
import { type CommitOutcome, processCommit } from '../../src/core/mls/processCommit.ts';
import type { Proposal } from '../../src/core/mls/proposal.ts';
import { changedParts, joinGroupState, splitGroupState } from '../../src/core/mls/splitGroupState.ts';
import { storeProposal } from '../../src/core/mls/storeProposal.ts';
import { treeHash } from '../../src/core/mls/treeHash.ts';
import { verifyNow } from '../../src/core/mls/verifyNow.ts';

/** 'memory' keeps the state between two steps, 'stored' makes it anew from its stored parts before each. */
export type Mode = 'memory' | 'stored';

export const capabilities: Capabilities = {
  versions: [1],
  cipherSuites: [3],
  extensions: [0xff01, 0xff02],
  proposals: [7],
  credentials: [1],
};

/** Everything that a state is, as text: two equal texts are two equal states. */
export function fingerprint(state: GroupState): string {
  return JSON.stringify([...splitGroupState(state)], (_, value: unknown) => {
    if (value instanceof Uint8Array) return bytesToHex(value);
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}

/** One member of one group, whose every transition is watched: the state it starts from must come out unchanged. */
export class MlsMember {
  readonly signaturePrivateKey = webRandom.bytes(32);
  readonly identity: Uint8Array;
  readonly #mode: Mode;
  #state: GroupState | undefined;
  readonly #parts = new Map<string, PlainValue>();
  #pending: PlainValue | undefined;

  constructor(name: string, mode: Mode) {
    this.identity = utf8Encode(name);
    this.#mode = mode;
  }

  get state(): GroupState {
    if (this.#state === undefined) throw new Error('not in a group');
    return this.#state;
  }

  get leafIndex(): number {
    return this.state.ownLeafIndex;
  }

  get signatureKey(): Uint8Array {
    return ed25519PublicKey(this.signaturePrivateKey);
  }

  get authenticator(): string {
    return bytesToHex(epochAuthenticator(this.state));
  }

  /** The sizes of the last step's writes, by part. */
  lastWrites: ReadonlyMap<string, PlainValue> = new Map();

  #step<T>(transition: (state: GroupState) => T, next: (result: T) => GroupState): T {
    const state = this.#mode === 'stored' ? joinGroupState(structuredClone(this.#parts)) : this.state;
    const before = fingerprint(state);
    const root = bytesToHex(treeHash(state.tree));
    const result = transition(state);
    if (fingerprint(state) !== before || bytesToHex(treeHash(state.tree)) !== root) {
      throw new Error('a transition changed the state that it started from');
    }
    this.#keep(state, next(result));
    return result;
  }

  #keep(before: GroupState | undefined, after: GroupState): void {
    const { put, remove } = changedParts(before, after);
    for (const key of remove) this.#parts.delete(key);
    for (const [key, value] of put) this.#parts.set(key, value);
    this.lastWrites = put;
    this.#state = after;
    if (fingerprint(joinGroupState(this.#parts)) !== fingerprint(after)) {
      throw new Error('the stored parts are not the state');
    }
  }

  create(extensions: readonly Extension[] = []): void {
    const params = {
      groupId: webRandom.bytes(16),
      identity: this.identity,
      signaturePrivateKey: this.signaturePrivateKey,
      capabilities,
      extensions,
    };
    this.#keep(undefined, createGroup(params, webRandom));
  }

  keyPackage(): GeneratedKeyPackage {
    const params = {
      identity: this.identity,
      signaturePrivateKey: this.signaturePrivateKey,
      capabilities,
      lifetime: { notBefore: 0n, notAfter: 1n << 40n },
    };
    return createKeyPackage(params, webRandom);
  }

  join(welcome: Uint8Array, generated: GeneratedKeyPackage, state?: GroupState): number {
    const joined = verifyNow(
      joinGroup({
        welcome,
        keyPackage: generated.bytes,
        initPrivateKey: generated.initPrivateKey,
        encryptionPrivateKey: generated.encryptionPrivateKey,
        signaturePrivateKey: this.signaturePrivateKey,
      }),
    );
    this.#parts.clear();
    this.#keep(state, joined.state);
    return joined.senderLeafIndex;
  }

  /** Makes a commit that does not count yet. */
  commit(params: CommitParams): CreatedCommit {
    const created = this.#step(
      (state) => createCommit(state, params, webRandom),
      (result) => result.state,
    );
    this.#pending = packGroupState(created.pending);
    return created;
  }

  merge(): void {
    const pending = unpackGroupState(structuredClone(this.#pending ?? null));
    this.#step(
      (state) => mergePendingCommit(state, pending),
      (result) => result,
    );
  }

  propose(proposal: Proposal | 'update'): Uint8Array {
    return this.#step(
      (state) =>
        proposal === 'update'
          ? createUpdateProposal(state, webRandom)
          : createProposal(state, proposal, webRandom),
      (created) => storeProposal(created.state, created.proposal),
    ).bytes;
  }

  send(text: string): Uint8Array {
    return this.#step(
      (state) => createApplicationMessage(state, utf8Encode(text), webRandom),
      (sealed) => sealed.state,
    ).bytes;
  }

  /** The text of an application message. */
  read(message: Uint8Array): string {
    const opened = this.#step(
      (state) => openMessage(state, message),
      (result) => result.state,
    );
    const content = verifyNow(opened.content);
    if (content.kind !== 'application') throw new Error(`not application data: ${content.kind}`);
    return new TextDecoder().decode(content.data);
  }

  receiveProposal(message: Uint8Array): void {
    this.#step(
      (state) => {
        const opened = openMessage(state, message);
        const content = verifyNow(opened.content);
        if (content.kind !== 'proposal') throw new Error(`not a proposal: ${content.kind}`);
        return storeProposal(opened.state, content.proposal);
      },
      (result) => result,
    );
  }

  receiveCommit(message: Uint8Array, options: Parameters<typeof processCommit>[2] = {}): CommitOutcome {
    return this.#step(
      (state) => {
        const opened = openMessage(state, message);
        const content = verifyNow(opened.content);
        if (content.kind !== 'commit') throw new Error(`not a commit: ${content.kind}`);
        return verifyNow(processCommit(opened.state, content.commit, options));
      },
      (outcome) => outcome.state,
    );
  }
}

export const add = (generated: GeneratedKeyPackage): Proposal => ({
  kind: 'add',
  keyPackage: verifyNow(openKeyPackage(generated.bytes)) satisfies KeyPackage,
});

/** The Remove of a member as `by` sees it. */
export function remove(by: MlsMember, member: MlsMember): Proposal {
  const found = findMember(by.state, member.signatureKey);
  if (found === undefined) throw new Error('no such member');
  return { kind: 'remove', removed: found.leafIndex };
}

/** `by` commits, the others follow, the added join. */
export function commitAndFollow(
  by: MlsMember,
  params: CommitParams,
  others: readonly MlsMember[],
  joining: readonly { readonly member: MlsMember; readonly keyPackage: GeneratedKeyPackage }[] = [],
): CreatedCommit {
  const created = by.commit(params);
  for (const other of others) other.receiveCommit(created.commit);
  by.merge();
  for (const { member, keyPackage } of joining) member.join(created.welcome ?? new Uint8Array(), keyPackage);
  return created;
}

/** A group of `count` members, made by the first with one commit for each that comes. */
export function groupOf(count: number, mode: Mode, extensions: readonly Extension[] = []): MlsMember[] {
  const creator = new MlsMember('member 0', mode);
  creator.create(extensions);
  const members = [creator];
  for (let index = 1; index < count; index += 1) {
    const member = new MlsMember(`member ${index}`, mode);
    const keyPackage = member.keyPackage();
    commitAndFollow(creator, { proposals: [add(keyPackage)] }, members.slice(1), [{ member, keyPackage }]);
    members.push(member);
  }
  return members;
}
