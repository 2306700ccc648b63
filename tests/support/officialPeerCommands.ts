/**
 * The commands of an official peer over either SDK's `Client`. The two SDKs have the same classes, except that what is
 * a getter or synchronous in one is a method or a promise in the other; `read` bridges that.
 */
import type {
  PeerCommands,
  PeerContent,
  PeerContentName,
  PeerConversation,
  PeerEncoded,
  PeerFile,
  PeerGroupOptions,
  PeerGroupUpdate,
  PeerMessage,
  PeerPolicies,
  PeerPolicy,
  PeerRemoteFile,
} from './officialPeer.ts';

/** What `carryingCodec` makes of a content. */
const isCarried = (content: unknown): content is Required<Pick<PeerMessage, 'carried'>> =>
  typeof content === 'object' && content !== null && 'carried' in content;

interface SdkMessage {
  readonly id: string;
  readonly conversationId: string;
  readonly senderInboxId: string;
  readonly sentAtNs: bigint;
  readonly content: unknown;
  readonly fallback?: string;
  readonly kind: number;
  readonly expiresAtNs?: bigint;
  readonly reactions?: readonly SdkMessage[];
  readonly contentType: {
    readonly authorityId: string;
    readonly typeId: string;
    readonly versionMajor: number;
    readonly versionMinor: number;
  };
}

interface SdkReply {
  readonly referenceId: string;
  readonly content: unknown;
  readonly inReplyTo?: SdkMessage | null;
}

/** What the SDK's module exports beside the client; promises in one of them. */
export type SdkFunctions = {
  readonly [Name in Exclude<PeerContentName, 'Reply'> as `encode${Name}`]: (value: never) => unknown;
} & {
  encryptAttachment(file: PeerFile): unknown;
  decryptAttachment(payload: Uint8Array, remote: PeerRemoteFile): unknown;
};

interface SdkConversation {
  readonly id: string;
  readonly name?: string;
  readonly isActive: unknown;
  readonly description?: string;
  readonly imageUrl?: string;
  readonly addedByInboxId?: string;
  readonly peerInboxId?: unknown;
  readonly consentState: unknown;
  sync(): Promise<unknown>;
  sendText(text: string): Promise<string>;
  send(content: unknown, options: { shouldPush: boolean }): Promise<string>;
  messages(): Promise<SdkMessage[]>;
  members(): Promise<{ inboxId: string; installationIds: string[]; permissionLevel: number }[]>;
  updateName(name: string): Promise<void>;
  updateDescription(text: string): Promise<void>;
  updateImageUrl(url: string): Promise<void>;
  updateAppData(text: string): Promise<void>;
  requestRemoval(): Promise<void>;
  isPendingRemoval(): unknown;
  pausedForVersion(): unknown;
  permissions(): unknown;
  addMembers(inboxIds: readonly string[]): Promise<void>;
  removeMembers(inboxIds: readonly string[]): Promise<void>;
  addAdmin(inboxId: string): Promise<void>;
  removeAdmin(inboxId: string): Promise<void>;
  addSuperAdmin(inboxId: string): Promise<void>;
  removeSuperAdmin(inboxId: string): Promise<void>;
  updatePermission(type: number, policy: number, field?: number): Promise<void>;
  updateConsentState(state: number): unknown;
  messageDisappearingSettings(): unknown;
  isMessageDisappearingEnabled(): unknown;
  updateMessageDisappearingSettings(fromNs: bigint, inNs: bigint): Promise<void>;
  removeMessageDisappearingSettings(): Promise<void>;
}

export interface SdkClient {
  readonly inboxId: string | undefined;
  fetchInboxIdByIdentifier(identifier: {
    readonly identifier: string;
    readonly identifierKind: number;
  }): Promise<string | null | undefined>;
  readonly conversations: {
    getConversationById(id: string): Promise<SdkConversation | undefined>;
    getDmByInboxId(inboxId: string): unknown;
    getMessageById(messageId: string): unknown;
    createDm(inboxId: string): Promise<SdkConversation>;
    createGroup(inboxIds: readonly string[], options?: object): Promise<SdkConversation>;
    list(): Promise<SdkConversation[]>;
    sync(): Promise<unknown>;
    syncAll(consentStates?: number[]): Promise<unknown>;
    streamAllMessages(options: {
      onValue: (message: SdkMessage) => void;
      onError: (error: Error) => void;
      consentStates?: number[];
    }): Promise<{ end(): Promise<unknown> }>;
  };
  readonly preferences: {
    fetchInboxStates(inboxIds: string[]): Promise<{ installations: { id: string }[] }[]>;
  };
}

const consentNames = ['unknown', 'allowed', 'denied'] as const;
const roles = ['member', 'admin', 'superAdmin'] as const;
const everyConsent = [0, 1, 2];
const applicationKind = 0;
const ethereumKind = 0;

interface SdkInbox {
  readonly inboxId: string;
}

interface SdkGroupUpdated {
  readonly initiatedByInboxId: string;
  readonly addedInboxes: readonly SdkInbox[];
  readonly removedInboxes: readonly SdkInbox[];
  readonly leftInboxes: readonly SdkInbox[];
  readonly metadataFieldChanges: readonly {
    readonly fieldName: string;
    readonly oldValue?: string;
    readonly newValue?: string;
  }[];
  readonly addedAdminInboxes: readonly SdkInbox[];
  readonly removedAdminInboxes: readonly SdkInbox[];
  readonly addedSuperAdminInboxes: readonly SdkInbox[];
  readonly removedSuperAdminInboxes: readonly SdkInbox[];
}

const presets = ['allMembers', 'adminOnly', 'custom'] as const;
const policies = ['allow', 'deny', 'admin', 'superAdmin', 'missing', 'other'] as const;
const policyNames = {
  addMember: 'addMemberPolicy',
  removeMember: 'removeMemberPolicy',
  addAdmin: 'addAdminPolicy',
  removeAdmin: 'removeAdminPolicy',
  name: 'updateGroupNamePolicy',
  description: 'updateGroupDescriptionPolicy',
  imageUrl: 'updateGroupImageUrlSquarePolicy',
  disappearing: 'updateMessageDisappearingPolicy',
  appData: 'updateAppDataPolicy',
} as const;

function describePolicies(policySet: Readonly<Record<string, number>>): PeerPolicies {
  return Object.fromEntries(
    Object.entries(policyNames).map(([kind, name]) => [kind, policies[policySet[name] ?? 5] ?? 'other']),
  ) as PeerPolicies;
}

function groupOptions({ name, description, imageUrl, permissions }: PeerGroupOptions): object {
  return {
    ...(name !== undefined && { groupName: name }),
    ...(description !== undefined && { groupDescription: description }),
    ...(imageUrl !== undefined && { groupImageUrlSquare: imageUrl }),
    ...(typeof permissions === 'string' && { permissions: presets.indexOf(permissions) }),
    ...(typeof permissions === 'object' && {
      permissions: presets.indexOf('custom'),
      customPermissionPolicySet: Object.fromEntries(
        Object.entries(policyNames).map(([kind, wire]) => [
          wire,
          policies.indexOf(permissions[kind as keyof PeerPolicies] satisfies PeerPolicy),
        ]),
      ),
    }),
  };
}

function describeUpdate(messageId: string, update: SdkGroupUpdated): PeerGroupUpdate {
  const ids = (inboxes: readonly SdkInbox[]) => inboxes.map(({ inboxId }) => inboxId).sort();
  return {
    messageId,
    by: update.initiatedByInboxId,
    added: ids(update.addedInboxes),
    removed: ids(update.removedInboxes),
    left: ids(update.leftInboxes),
    fields: update.metadataFieldChanges.map(({ fieldName, oldValue, newValue }) => ({
      name: fieldName,
      from: oldValue ?? '',
      to: newValue ?? '',
    })),
    adminsAdded: ids(update.addedAdminInboxes),
    adminsRemoved: ids(update.removedAdminInboxes),
    superAdminsAdded: ids(update.addedSuperAdminInboxes),
    superAdminsRemoved: ids(update.removedSuperAdminInboxes),
  };
}

export function officialPeerCommands(client: SdkClient, sdk: SdkFunctions): PeerCommands {
  const stream: PeerMessage[] = [];
  const waiting = new Set<(message: PeerMessage) => void>();
  let opened: Promise<unknown> | undefined;

  async function read<T>(owner: object, value: unknown): Promise<T> {
    return (await (typeof value === 'function' ? value.call(owner) : value)) as T;
  }

  async function find(conversationId: string): Promise<SdkConversation> {
    const found = await client.conversations.getConversationById(conversationId);
    if (found === undefined) throw new Error(`peer: no conversation ${conversationId}`);
    return found;
  }

  async function describe(conversation: SdkConversation): Promise<PeerConversation> {
    const isDm = 'peerInboxId' in conversation;
    return {
      conversationId: conversation.id,
      kind: isDm ? 'dm' : 'group',
      name: isDm ? '' : (conversation.name ?? ''),
      isActive: await read<boolean>(conversation, conversation.isActive),
      ...(isDm && { peerInboxId: await read<string>(conversation, conversation.peerInboxId) }),
    };
  }

  function nameOfType({
    authorityId,
    typeId,
    versionMajor,
    versionMinor,
  }: SdkMessage['contentType']): string {
    return `${authorityId}/${typeId}:${versionMajor}.${versionMinor}`;
  }

  function isReply(content: unknown): content is SdkReply {
    return typeof content === 'object' && content !== null && 'referenceId' in content;
  }

  /** Plain and without what is empty: the SDKs differ in whether they leave it out. */
  function plainContent(content: unknown): unknown {
    if (isReply(content)) {
      return {
        referenceId: content.referenceId,
        content: plainContent(content.content),
        ...(content.inReplyTo && { inReplyToId: content.inReplyTo.id }),
      };
    }
    if (content instanceof Uint8Array || typeof content !== 'object' || content === null) return content;
    if (Array.isArray(content)) return content.map(plainContent);
    const entries = content instanceof Map ? [...content] : Object.entries(content);
    return Object.fromEntries(
      entries
        .filter(([, value]) => value !== undefined && value !== null)
        .map(([name, value]) => [name, plainContent(value)]),
    );
  }

  function describeContent(message: SdkMessage): PeerContent {
    return {
      messageId: message.id,
      contentType: nameOfType(message.contentType),
      ...(message.fallback != null && { fallback: message.fallback }),
      content: plainContent(message.content),
      reactions: (message.reactions ?? []).map(({ senderInboxId, content }) => ({
        senderInboxId,
        content: plainContent(content),
      })),
    };
  }

  function describeMessage(message: SdkMessage): PeerMessage {
    return {
      messageId: message.id,
      conversationId: message.conversationId,
      senderInboxId: message.senderInboxId,
      sentAtNs: message.sentAtNs,
      contentType: nameOfType(message.contentType),
      text: typeof message.content === 'string' ? message.content : (message.fallback ?? ''),
      kind: message.kind === applicationKind ? 'application' : 'membership',
      ...(message.expiresAtNs != null && { expiresAtNs: message.expiresAtNs }),
      ...(isCarried(message.content) && { carried: message.content.carried }),
    };
  }

  const commands: PeerCommands = {
    async inboxIdOf(address) {
      const identifier = { identifier: address, identifierKind: ethereumKind };
      const inboxId = await client.fetchInboxIdByIdentifier(identifier);
      if (!inboxId) throw new Error(`the SDK finds no inbox of ${address}`);
      return inboxId;
    },
    async dm(inboxId) {
      const known = await read<SdkConversation | undefined>(
        client.conversations,
        client.conversations.getDmByInboxId(inboxId),
      );
      return describe(known ?? (await client.conversations.createDm(inboxId)));
    },
    async createGroup(inboxIds, options = {}) {
      return describe(await client.conversations.createGroup(inboxIds, groupOptions(options)));
    },
    sendText: async (conversationId, text) => (await find(conversationId)).sendText(text),
    async sendEncoded(conversationId, content) {
      const { authorityId, typeId, versionMajor, versionMinor } = content;
      const encoded = {
        type: { authorityId, typeId, versionMajor, versionMinor },
        parameters: content.parameters ?? {},
        ...(content.fallback !== undefined && { fallback: content.fallback }),
        ...(content.compression !== undefined && { compression: content.compression }),
        content: content.content,
      };
      return (await find(conversationId)).send(encoded, { shouldPush: true });
    },
    async sendContent(conversationId, name, value) {
      const conversation = await find(conversationId);
      const send = (conversation as unknown as Record<string, (value?: unknown) => Promise<string>>)[
        `send${name}`
      ];
      if (send === undefined) throw new Error(`peer: no send${name}`);
      return value === undefined ? send.call(conversation) : send.call(conversation, value);
    },
    encode: async (name, value) => plainContent(await sdk[`encode${name}`](value as never)) as PeerEncoded,
    async content(messageId) {
      const message = await read<SdkMessage | undefined>(
        client.conversations,
        client.conversations.getMessageById(messageId),
      );
      if (message === undefined) throw new Error(`peer: no message ${messageId}`);
      return describeContent(message);
    },
    encryptFile: async (file) =>
      plainContent(await sdk.encryptAttachment(file)) as Awaited<ReturnType<PeerCommands['encryptFile']>>,
    decryptFile: async (payload, remote) =>
      plainContent(await sdk.decryptAttachment(payload, remote)) as PeerFile,
    async sync() {
      await client.conversations.syncAll(everyConsent);
    },
    conversations: async () => Promise.all((await client.conversations.list()).map(describe)),
    messages: async (conversationId) => (await (await find(conversationId)).messages()).map(describeMessage),
    async members(conversationId) {
      const members = await (await find(conversationId)).members();
      return members.map(({ inboxId, installationIds, permissionLevel }) => ({
        inboxId,
        installationIds,
        role: roles[permissionLevel] ?? 'member',
      }));
    },
    rename: async (conversationId, name) => (await find(conversationId)).updateName(name),
    setDescription: async (conversationId, text) => (await find(conversationId)).updateDescription(text),
    setImageUrl: async (conversationId, url) => (await find(conversationId)).updateImageUrl(url),
    setAppData: async (conversationId, text) => (await find(conversationId)).updateAppData(text),
    leave: async (conversationId) => (await find(conversationId)).requestRemoval(),
    async group(conversationId) {
      const group = await find(conversationId);
      const permissions = await read<{ policyType: number; policySet: Record<string, number> }>(
        group,
        group.permissions,
      );
      const pausedForVersion = await read<string | null | undefined>(group, group.pausedForVersion);
      return {
        name: group.name ?? '',
        description: group.description ?? '',
        imageUrl: group.imageUrl ?? '',
        addedByInboxId: group.addedByInboxId ?? '',
        preset: presets[permissions.policyType] ?? 'custom',
        policies: describePolicies(permissions.policySet),
        isActive: await read<boolean>(group, group.isActive),
        isPendingRemoval: await read<boolean>(group, group.isPendingRemoval),
        ...(pausedForVersion != null && { pausedForVersion }),
      };
    },
    async groupUpdates(conversationId) {
      const messages = await (await find(conversationId)).messages();
      return messages.flatMap((message) =>
        message.contentType.typeId === 'group_updated'
          ? [describeUpdate(message.id, message.content as SdkGroupUpdated)]
          : [],
      );
    },
    addMembers: async (conversationId, inboxIds) => (await find(conversationId)).addMembers(inboxIds),
    removeMembers: async (conversationId, inboxIds) => (await find(conversationId)).removeMembers(inboxIds),
    addAdmin: async (conversationId, inboxId) => (await find(conversationId)).addAdmin(inboxId),
    removeAdmin: async (conversationId, inboxId) => (await find(conversationId)).removeAdmin(inboxId),
    addSuperAdmin: async (conversationId, inboxId) => (await find(conversationId)).addSuperAdmin(inboxId),
    removeSuperAdmin: async (conversationId, inboxId) =>
      (await find(conversationId)).removeSuperAdmin(inboxId),
    updatePermission: async (conversationId, type, policy, field) =>
      (await find(conversationId)).updatePermission(type, policy, field),
    async setDisappearing(conversationId, settings) {
      const conversation = await find(conversationId);
      if (settings === undefined) await conversation.removeMessageDisappearingSettings();
      else await conversation.updateMessageDisappearingSettings(settings.fromNs, settings.inNs);
    },
    async disappearing(conversationId) {
      const conversation = await find(conversationId);
      const settings = await read<{ fromNs: bigint; inNs: bigint } | null | undefined>(
        conversation,
        conversation.messageDisappearingSettings,
      );
      return {
        isOn: await read<boolean>(conversation, conversation.isMessageDisappearingEnabled),
        ...(settings != null && { fromNs: settings.fromNs, inNs: settings.inNs }),
      };
    },
    async setConsent(conversationId, state) {
      await (await find(conversationId)).updateConsentState(consentNames.indexOf(state));
    },
    async consent(conversationId) {
      const conversation = await find(conversationId);
      return consentNames[await read<number>(conversation, conversation.consentState)] ?? 'unknown';
    },
    async installations(inboxId) {
      const [state] = await client.preferences.fetchInboxStates([inboxId]);
      return (state?.installations ?? []).map(({ id }) => id);
    },
    async startStream() {
      opened ??= client.conversations.streamAllMessages({
        consentStates: everyConsent,
        onValue(message) {
          const seen = describeMessage(message);
          stream.push(seen);
          for (const tell of [...waiting]) tell(seen);
        },
        onError: (error) => console.error('peer stream:', error.message),
      });
      await opened;
    },
    streamed: async () => [...stream],
    waitForText: (text, timeoutMs = 30_000) =>
      new Promise((resolve, reject) => {
        const seen = stream.find((message) => message.text === text);
        if (seen !== undefined) return resolve(seen);
        const tell = (message: PeerMessage) => {
          if (message.text !== text) return;
          clearTimeout(timer);
          waiting.delete(tell);
          resolve(message);
        };
        const timer = setTimeout(() => {
          waiting.delete(tell);
          reject(new Error(`peer: no message "${text}" in ${timeoutMs} ms`));
        }, timeoutMs);
        waiting.add(tell);
      }),
    async startEcho() {
      waiting.add((message) => {
        if (message.senderInboxId === client.inboxId || message.kind !== 'application') return;
        commands
          .sendText(message.conversationId, `echo: ${message.text}`)
          .catch((error: Error) => console.error('peer echo:', error.message));
      });
      await commands.startStream();
    },
  };
  return commands;
}
