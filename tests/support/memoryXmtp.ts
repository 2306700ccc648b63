import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { equalBytes, utf8Decode, utf8Encode } from '../../src/core/bytes/bytes.ts';
import { bytesToHex } from '../../src/core/bytes/hex.ts';
import { ed25519PublicKey } from '../../src/core/crypto/ed25519.ts';
import { EncodedContentSchema } from '../../src/core/gen/mls/message_contents/content_pb.js';
import {
  type CommitVerdict,
  commitToValidate,
  validateCommit,
} from '../../src/core/group/commitValidation.ts';
import { createXmtpGroup } from '../../src/core/group/createXmtpGroup.ts';
import { verifyKeyPackages } from '../../src/core/group/fetchedKeyPackage.ts';
import type { GroupConfig } from '../../src/core/group/groupConfig.ts';
import { readGroupContext } from '../../src/core/group/groupContextExtensions.ts';
import { groupLeaves } from '../../src/core/group/groupLeaf.ts';
import { type GroupView, groupViewOf } from '../../src/core/group/groupView.ts';
import type { IdentityLookup } from '../../src/core/group/identityLookup.ts';
import { type KeyPackageSecrets, keyPackageLookupKeys } from '../../src/core/group/keyPackageSecrets.ts';
import { finishMembershipChange, planMembershipChange } from '../../src/core/group/membershipChange.ts';
import { openPointee, openWelcome } from '../../src/core/group/openWelcome.ts';
import type { OwnInstallation } from '../../src/core/group/ownInstallation.ts';
import { encodePlaintextEnvelope, openPlaintextEnvelope } from '../../src/core/group/plaintextEnvelope.ts';
import { sealWelcomes, type WelcomeTarget } from '../../src/core/group/sealWelcomes.ts';
import type { SettingsChange } from '../../src/core/group/settingsChange.ts';
import { validateStandaloneProposal } from '../../src/core/group/standaloneProposal.ts';
import { validateWelcome } from '../../src/core/group/welcomeValidation.ts';
import { createXmtpKeyPackage } from '../../src/core/group/xmtpKeyPackage.ts';
import { xmtpProposalRules } from '../../src/core/group/xmtpProposalRules.ts';
import { createApplicationMessage } from '../../src/core/mls/createApplicationMessage.ts';
import { type CreatedCommit, createCommit } from '../../src/core/mls/createCommit.ts';
import type { GroupState } from '../../src/core/mls/groupState.ts';
import { joinGroup } from '../../src/core/mls/joinGroup.ts';
import { listMembers } from '../../src/core/mls/members.ts';
import { mergePendingCommit } from '../../src/core/mls/mergePendingCommit.ts';
import { openMessage } from '../../src/core/mls/openMessage.ts';
import { processCommit } from '../../src/core/mls/processCommit.ts';
import type { Proposal } from '../../src/core/mls/proposal.ts';
import { storeProposal } from '../../src/core/mls/storeProposal.ts';
import { verifyNow } from '../../src/core/mls/verifyNow.ts';
import type { Random, WelcomeEnvelope, WelcomeInput } from '../../src/core/ports.ts';
import { FakeIdentityLogs } from './fakeIdentityLogs.ts';
import { seededRandom } from './seededRandom.ts';

/** What a member sees of the network. */
export interface MemberNetwork {
  readonly nowMs: number;
  readonly identity: { readonly lookup: IdentityLookup };
  /** TLS bytes by installation id. */
  readonly keyPackages: ReadonlyMap<string, Uint8Array>;
  publish(groupId: string, data: Uint8Array): void;
  /** Those with a greater id, in order. */
  messages(groupId: string, after: bigint): readonly { readonly id: bigint; readonly data: Uint8Array }[];
  sendWelcome(input: WelcomeInput): void;
  welcomes(topic: string): readonly WelcomeEnvelope[];
}

/** What a node does, without a node: everything in the order it came. */
export class MemoryNetwork implements MemberNetwork {
  readonly nowMs = Date.UTC(2026, 0, 1);
  readonly identity = new FakeIdentityLogs();
  readonly keyPackages = new Map<string, Uint8Array>();
  readonly #groups = new Map<string, { readonly id: bigint; readonly data: Uint8Array }[]>();
  readonly #welcomes = new Map<string, WelcomeEnvelope[]>();
  readonly #installations = new Map<string, readonly string[]>();
  #lastId = 100n;

  nextId(): bigint {
    this.#lastId += 1n;
    return this.#lastId;
  }

  /** Publishes an identity update: the inbox's installations from now on. */
  setInstallations(inboxId: string, installationIds: readonly string[]): void {
    this.#installations.set(inboxId, installationIds);
    this.identity.set(inboxId, this.nextId(), installationIds);
  }

  installationsOf(inboxId: string): readonly string[] {
    return this.#installations.get(inboxId) ?? [];
  }

  /** A new installation of an inbox, registered and with a key package. */
  newMember(inboxId: string, name: string): MemoryMember {
    const random = seededRandom(name);
    const seed = random.bytes(32);
    const member = new MemoryMember(this, { inboxId, seed, publicKey: ed25519PublicKey(seed) }, random);
    this.keyPackages.set(member.installationId, member.keyPackage);
    this.setInstallations(inboxId, [...this.installationsOf(inboxId), member.installationId]);
    return member;
  }

  revoke(inboxId: string, installationId: string): void {
    this.setInstallations(
      inboxId,
      this.installationsOf(inboxId).filter((id) => id !== installationId),
    );
  }

  publish(groupId: string, data: Uint8Array): void {
    this.#groups.set(groupId, [...this.messages(groupId, 0n), { id: this.nextId(), data }]);
  }

  messages(groupId: string, after: bigint): { readonly id: bigint; readonly data: Uint8Array }[] {
    return (this.#groups.get(groupId) ?? []).filter(({ id }) => id > after);
  }

  sendWelcome(input: WelcomeInput): void {
    const topic = bytesToHex(input.installationKey);
    const id = this.nextId();
    this.#welcomes.set(topic, [...this.welcomes(topic), { ...input, id, createdNs: id }]);
  }

  welcomes(topic: string): readonly WelcomeEnvelope[] {
    return this.#welcomes.get(topic) ?? [];
  }
}

/** xmtp.org/text:1.0 */
const encodeText = (text: string): Uint8Array =>
  toBinary(
    EncodedContentSchema,
    create(EncodedContentSchema, {
      type: { authorityId: 'xmtp.org', typeId: 'text', versionMajor: 1, versionMinor: 0 },
      parameters: { encoding: 'UTF-8' },
      content: utf8Encode(text),
    }),
  );

interface Outgoing {
  readonly data: Uint8Array;
  readonly created?: CreatedCommit;
  readonly targets: readonly WelcomeTarget[];
}

interface MemberGroup {
  state: GroupState;
  cursor: bigint;
  outgoing: Outgoing[];
  readonly texts: string[];
  /** What became of each commit read, ours included. */
  readonly verdicts: CommitVerdict[];
}

/** One installation that keeps its groups in memory and goes the way of the protocol with nothing but the group room. */
export class MemoryMember {
  readonly own: OwnInstallation;
  readonly installationId: string;
  readonly #network: MemberNetwork;
  readonly #random: Random;
  readonly #groups = new Map<string, MemberGroup>();
  #secrets: KeyPackageSecrets;
  #welcomeCursor = 0n;

  constructor(network: MemberNetwork, own: OwnInstallation, random: Random) {
    this.#network = network;
    this.#random = random;
    this.own = own;
    this.installationId = bytesToHex(own.publicKey);
    this.#secrets = createXmtpKeyPackage(own, network.nowMs, random);
  }

  /** To be uploaded. */
  get keyPackage(): Uint8Array {
    return this.#secrets.keyPackage;
  }

  group(groupId: string): MemberGroup {
    const found = this.#groups.get(groupId);
    if (found === undefined) throw new Error('no such group');
    return found;
  }

  hasGroup(groupId: string): boolean {
    return this.#groups.has(groupId);
  }

  view(groupId: string): GroupView {
    const context = readGroupContext(this.group(groupId).state.groupContext.extensions);
    if (context === undefined) throw new Error('unreadable group');
    return groupViewOf(context, this.own.inboxId);
  }

  create(config: GroupConfig): string {
    const groupId = bytesToHex(config.groupId);
    const state = createXmtpGroup(config, this.own, this.#network.nowMs, this.#random);
    this.#groups.set(groupId, { state, cursor: 0n, outgoing: [], texts: [], verdicts: [] });
    return groupId;
  }

  /** Plans, fetches key packages, commits; does not read back. Answers with the kind of what came of it. */
  async changeMembers(
    groupId: string,
    change: { readonly add?: readonly string[]; readonly remove?: readonly string[] } = {},
  ): Promise<string> {
    const { state } = this.group(groupId);
    const planned = planMembershipChange({
      extensions: state.groupContext.extensions,
      leaves: groupLeaves(listMembers(state)),
      own: this.own,
      identity: this.#network.identity.lookup,
      addInboxIds: change.add ?? [],
      removeInboxIds: change.remove ?? [],
    });
    if (planned.kind === 'refused') return planned.reason;
    if (planned.kind !== 'plan') return planned.kind;
    const requests = planned.fetchKeyPackages.map((request) => ({
      ...request,
      bytes: this.#network.keyPackages.get(request.installationId),
    }));
    const finished = finishMembershipChange(
      planned.plan,
      await verifyKeyPackages(requests, this.#network.nowMs),
    );
    if (finished.kind === 'refused') return finished.reason;
    if (finished.kind !== 'commit') return finished.kind;
    this.commit(groupId, finished.proposals, finished.welcomeTargets);
    return finished.kind;
  }

  changeSettings(groupId: string, change: SettingsChange): string {
    if (change.kind === 'refused') return change.reason;
    if (change.kind === 'commit') this.commit(groupId, change.proposals);
    return change.kind;
  }

  /** Publishes a commit without asking whether anyone will accept it. */
  commit(groupId: string, proposals: readonly Proposal[], targets: readonly WelcomeTarget[] = []): void {
    const group = this.group(groupId);
    const created = createCommit(group.state, { proposals, ...xmtpProposalRules }, this.#random);
    group.state = created.state;
    group.outgoing.push({ data: created.commit, created, targets });
    this.#network.publish(groupId, created.commit);
  }

  send(groupId: string, text: string): void {
    const group = this.group(groupId);
    const envelope = encodePlaintextEnvelope(encodeText(text), `${this.installationId}/${text}`);
    const { state, bytes } = createApplicationMessage(group.state, envelope, this.#random);
    group.state = state;
    group.outgoing.push({ data: bytes, targets: [] });
    this.#network.publish(groupId, bytes);
  }

  /** Reads what is new on the group's topic, in order. */
  sync(groupId: string): void {
    const group = this.group(groupId);
    for (const { id, data } of this.#network.messages(groupId, group.cursor)) {
      if (group.state.status !== 'active') return;
      const own = group.outgoing.find((one) => equalBytes(one.data, data));
      if (own === undefined) this.#receive(group, data);
      else this.#readBack(group, own, id);
      if (group.verdicts.at(-1)?.kind === 'paused') return;
      group.cursor = id;
    }
  }

  #readBack(group: MemberGroup, own: Outgoing, id: bigint): void {
    const { created, targets } = own;
    group.outgoing = group.outgoing.filter((one) => one !== own);
    if (created === undefined || created.state.groupContext.epoch !== group.state.groupContext.epoch) return;
    const { state } = group;
    const commit = commitToValidate(state, {
      committer: state.ownLeafIndex,
      proposals: created.proposals,
    });
    const verdict = validateCommit(commit, this.#network.identity.lookup);
    group.verdicts.push(verdict);
    if (verdict.kind !== 'valid') return;
    group.state = mergePendingCommit(state, created.pending);
    if (created.welcome === undefined) return;
    const { calls } = sealWelcomes({
      welcome: created.welcome,
      messageCursor: id,
      targets,
      random: this.#random,
    });
    for (const input of calls.flat()) this.#network.sendWelcome(input);
  }

  #receive(group: MemberGroup, data: Uint8Array): void {
    let opened: ReturnType<typeof openMessage>;
    try {
      opened = openMessage(group.state, data);
    } catch {
      group.texts.push('(undecryptable)');
      return;
    }
    const content = verifyNow(opened.content);
    if (content.kind === 'application') {
      group.state = opened.state;
      const envelope = openPlaintextEnvelope(content.data);
      if (envelope.kind === 'content') {
        group.texts.push(utf8Decode(fromBinary(EncodedContentSchema, envelope.content).content));
      }
      return;
    }
    if (content.kind === 'proposal') {
      const { extensions } = group.state.groupContext;
      const leaves = groupLeaves(listMembers(group.state));
      const verdict = validateStandaloneProposal({ extensions, leaves, proposal: content.proposal });
      if (verdict.kind === 'valid') group.state = storeProposal(opened.state, content.proposal);
      return;
    }
    const outcome = verifyNow(processCommit(opened.state, content.commit, xmtpProposalRules));
    const commit = commitToValidate(group.state, outcome);
    const verdict = validateCommit(commit, this.#network.identity.lookup);
    group.verdicts.push(verdict);
    if (verdict.kind === 'valid') group.state = outcome.state;
  }

  /** Joins the groups that new welcomes lead to; the answer is what became of each. */
  syncWelcomes(): readonly string[] {
    const waiting = this.#network.welcomes(this.installationId).filter(({ id }) => id > this.#welcomeCursor);
    const results: string[] = [];
    for (const envelope of waiting) {
      const result = this.#join(envelope);
      results.push(result);
      // What a pointer leads to was not there yet: again next time.
      if (result === 'pointer') break;
      this.#welcomeCursor = envelope.id;
    }
    return results;
  }

  #join(envelope: WelcomeEnvelope): string {
    if (!keyPackageLookupKeys(this.#secrets).includes(bytesToHex(envelope.hpkePublicKey)))
      return 'unknownKey';
    const first = openWelcome(envelope, this.#secrets);
    const pointee =
      first.kind === 'pointer' ? this.#network.welcomes(bytesToHex(first.pointer.destination))[0] : undefined;
    const opened =
      first.kind === 'pointer' && pointee !== undefined ? openPointee(first.pointer, pointee) : first;
    if (opened.kind !== 'welcome') return opened.kind;
    const { state, senderLeafIndex } = verifyNow(
      joinGroup({
        welcome: opened.welcome,
        keyPackage: this.#secrets.keyPackage,
        initPrivateKey: this.#secrets.initPrivateKey,
        encryptionPrivateKey: this.#secrets.encryptionPrivateKey,
        signaturePrivateKey: this.own.seed,
      }),
    );
    const verdict = validateWelcome(
      {
        extensions: state.groupContext.extensions,
        leaves: groupLeaves(listMembers(state)),
        adderLeafIndex: senderLeafIndex,
        ownInboxId: this.own.inboxId,
      },
      this.#network.identity.lookup,
    );
    if (verdict.kind === 'invalid') return verdict.reason;
    if (verdict.kind !== 'valid') return verdict.kind;
    const groupId = bytesToHex(state.groupContext.groupId);
    this.#groups.set(groupId, {
      state,
      cursor: opened.messageCursor,
      outgoing: [],
      texts: this.#groups.get(groupId)?.texts ?? [],
      verdicts: [],
    });
    return 'joined';
  }
}
