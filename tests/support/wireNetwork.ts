import { bytesToHex, hexToBytes } from '../../src/core/bytes/hex.ts';
import { ed25519PublicKey } from '../../src/core/crypto/ed25519.ts';
import { webRandom } from '../../src/core/crypto/random.ts';
import { identityLogView } from '../../src/core/group/identityLogView.ts';
import { hmacUserKeyLength, senderHmac } from '../../src/core/group/senderHmac.ts';
import { addInstallationUpdate, createInboxUpdate } from '../../src/core/identity/buildIdentityUpdate.ts';
import {
  emptyIdentityLog,
  extendIdentityLog,
  type IdentityLog,
} from '../../src/core/identity/identityLog.ts';
import type { NodeApi, Signer, WelcomeEnvelope, WelcomeInput } from '../../src/core/ports.ts';
import { createNodeApi } from '../../src/core/transport/createNodeApi.ts';
import { signerFromPrivateKey } from '../../src/core/wallet/localSigner.ts';
import { type MemberNetwork, MemoryMember } from './memoryXmtp.ts';

/**
 * A real node behind the synchronous face that MemoryMember works on: what is sent waits for {@link exchange}, which also brings
 * what is new. So the group room meets official clients with no client of ours in between.
 */
export class WireNetwork implements MemberNetwork {
  readonly nowMs = Date.now();
  readonly keyPackages = new Map<string, Uint8Array>();
  readonly #api: NodeApi;
  readonly #logs = new Map<string, IdentityLog>();
  readonly #messages = new Map<string, { readonly id: bigint; readonly data: Uint8Array }[]>();
  readonly #welcomes = new Map<string, WelcomeEnvelope[]>();
  readonly #outgoing: { readonly groupId: string; readonly data: Uint8Array }[] = [];
  readonly #outgoingWelcomes: WelcomeInput[] = [];
  readonly #signers = new Map<string, Signer>();
  readonly #wantedTopics = new Set<string>();
  readonly #userKey = webRandom.bytes(hmacUserKeyLength);

  constructor(webUrl: string) {
    this.#api = createNodeApi({ baseUrl: webUrl });
  }

  readonly identity = {
    lookup: (inboxId: string) => {
      const log = this.#logs.get(inboxId) ?? emptyIdentityLog(inboxId);
      return identityLogView(log, true);
    },
  };

  /** Registers a new inbox and its first installation. */
  async newMember(): Promise<MemoryMember> {
    const signer = signerFromPrivateKey(webRandom.bytes(32));
    const seed = webRandom.bytes(32);
    const installation = { seed, publicKey: ed25519PublicKey(seed) };
    const nowNs = BigInt(this.nowMs) * 1_000_000n;
    const { inboxId, update } = await createInboxUpdate({ signer, nonce: 1n, installation, nowNs });
    const member = new MemoryMember(this, { inboxId, ...installation }, webRandom);
    await this.#api.uploadKeyPackage(member.keyPackage);
    await this.#api.publishIdentityUpdate(update);
    this.#signers.set(inboxId, signer);
    return member;
  }

  /** Adds an installation that never uploads a key package; its id. */
  async addGhost(inboxId: string): Promise<string> {
    const signer = this.#signers.get(inboxId);
    if (signer === undefined) throw new Error('not one of ours');
    const seed = webRandom.bytes(32);
    const installation = { seed, publicKey: ed25519PublicKey(seed) };
    const nowNs = BigInt(this.nowMs) * 1_000_000n;
    const update = await addInstallationUpdate({ signer, inboxId, installation, nowNs });
    await this.#api.publishIdentityUpdate(update);
    return bytesToHex(installation.publicKey);
  }

  publish(groupId: string, data: Uint8Array): void {
    this.#outgoing.push({ groupId, data });
  }

  messages(groupId: string, after: bigint): readonly { readonly id: bigint; readonly data: Uint8Array }[] {
    return (this.#messages.get(groupId) ?? []).filter(({ id }) => id > after);
  }

  sendWelcome(input: WelcomeInput): void {
    this.#outgoingWelcomes.push(input);
  }

  welcomes(topic: string): readonly WelcomeEnvelope[] {
    const known = this.#welcomes.get(topic);
    // Where a pointer leads is only known once it is opened.
    if (known === undefined) this.#wantedTopics.add(topic);
    return known ?? [];
  }

  /** Sends what waits, then fetches identities (and key packages), welcomes of `topics` and messages of `groupIds`. */
  async exchange(what: {
    readonly inboxIds?: readonly string[];
    readonly topics?: readonly string[];
    readonly groupIds?: readonly string[];
  }): Promise<void> {
    for (const { groupId, data } of this.#outgoing.splice(0)) {
      const hmac = { userKey: this.#userKey, groupId: hexToBytes(groupId), nowMs: this.nowMs, message: data };
      await this.#api.sendGroupMessages([{ data, senderHmac: senderHmac(hmac), shouldPush: false }]);
    }
    const welcomes = this.#outgoingWelcomes.splice(0);
    if (welcomes.length > 0) await this.#api.sendWelcomeMessages(welcomes);
    for (const inboxId of what.inboxIds ?? []) await this.#fetchIdentity(inboxId);
    for (const topic of new Set([...(what.topics ?? []), ...this.#wantedTopics])) {
      await this.#fetchWelcomes(topic);
    }
    for (const groupId of what.groupIds ?? []) {
      const known = this.#messages.get(groupId) ?? [];
      const afterCursor = known.at(-1)?.id ?? 0n;
      const page = await this.#api.queryGroupMessages({ groupId: hexToBytes(groupId), afterCursor });
      this.#messages.set(groupId, [...known, ...page]);
    }
  }

  async #fetchIdentity(inboxId: string): Promise<void> {
    const entries = await this.#api.getIdentityUpdates([{ inboxId, afterSequenceId: 0n }]);
    const log = await extendIdentityLog(emptyIdentityLog(inboxId), entries.get(inboxId) ?? []);
    this.#logs.set(inboxId, log);
    const view = identityLogView(log, true);
    const newest = view.sequenceIds.at(-1);
    const ids = [...((newest !== undefined && view.installationsAt(newest)) || [])];
    const keyPackages = await this.#api.fetchKeyPackages(ids.map(hexToBytes));
    ids.forEach((id, index) => {
      const bytes = keyPackages[index];
      if (bytes !== undefined) this.keyPackages.set(id, bytes);
    });
  }

  async #fetchWelcomes(topic: string): Promise<void> {
    this.#wantedTopics.delete(topic);
    const known = this.#welcomes.get(topic) ?? [];
    const afterCursor = known.at(-1)?.id ?? 0n;
    const page = await this.#api.queryWelcomeMessages({ installationKey: hexToBytes(topic), afterCursor });
    this.#welcomes.set(topic, [...known, ...page]);
  }
}
