import { utf8Decode } from '../../bytes/bytes.ts';
import { WalletInboxError } from '../../errors.ts';
import { ComponentType } from '../../gen/mls/message_contents/component_permissions_pb.js';
import type { AppDataUpdate } from './appDataUpdate.ts';
import { componentIds, isHardcodedComponent, isImmutableComponent, isRegistrable } from './componentIds.ts';
import { type ComponentRegistry, componentIdOf, decodeRegistryEntry } from './componentRegistry.ts';
import {
  applyMapDelta,
  applySetDelta,
  bytesKey,
  componentIdKey,
  decodeMapDelta,
  decodeSet,
  decodeSetDelta,
  inboxIdKey,
  type KeyFormat,
} from './tlsDelta.ts';

export type ComponentOp = 'insert' | 'update' | 'delete';

/** What a payload means for one kind of value. */
interface ComponentKind {
  /** The value after a payload. @throws Codec.Malformed */
  apply(payload: Uint8Array, stored: Uint8Array | undefined): Uint8Array;
  /** What a payload does, element by element: each has to be allowed. @throws Codec.Malformed */
  expand(payload: Uint8Array, stored: Uint8Array | undefined): readonly ComponentOp[];
}

const malformed = (sentence: string): never => {
  throw new WalletInboxError('Codec.Malformed', sentence);
};

/** A value that is replaced as a whole. */
const whole = (check: (payload: Uint8Array) => void): ComponentKind => ({
  apply(payload) {
    check(payload);
    return payload;
  },
  expand(payload) {
    check(payload);
    return ['update'];
  },
});

const lengthIs = (length: number) => (payload: Uint8Array) => {
  if (payload.length !== length) malformed('A component has the wrong length.');
};

const setOf = (format: KeyFormat): ComponentKind => ({
  apply: (payload, stored) => applySetDelta(stored, payload, format),
  expand(payload, stored) {
    const mutations = decodeSetDelta(payload, format);
    // libxmtp looks hashes up here, so what is stored must be readable.
    const usesHashes = mutations.some(({ op }) => op === 'deleteByHash');
    if (usesHashes && stored !== undefined) decodeSet(stored, format);
    return mutations.map(({ op }) => (op === 'insert' ? 'insert' : 'delete'));
  },
});

const mapOf = (format: KeyFormat): ComponentKind => ({
  apply: (payload, stored) => applyMapDelta(stored, payload, format),
  expand: (payload) => decodeMapDelta(payload, format).map(({ op }) => op),
});

const checkRegistryDelta = (payload: Uint8Array): void => {
  for (const mutation of decodeMapDelta(payload, componentIdKey)) {
    const id = componentIdOf(mutation.key);
    if (mutation.op !== 'delete') decodeRegistryEntry(id, mutation.value);
    if (!isRegistrable(id) || (mutation.op !== 'insert' && isImmutableComponent(id))) {
      malformed('A component may not be changed in the registry.');
    }
  }
};

const registryMap = mapOf(componentIdKey);
const registry: ComponentKind = {
  apply(payload, stored) {
    checkRegistryDelta(payload);
    return registryMap.apply(payload, stored);
  },
  expand(payload, stored) {
    checkRegistryDelta(payload);
    return registryMap.expand(payload, stored);
  },
};

const text = whole((payload) => void utf8Decode(payload));
const anything = whole(() => undefined);
const inboxIds = setOf(inboxIdKey);

const kindsOfKnown: ReadonlyMap<number, ComponentKind> = new Map([
  [componentIds.registry, registry],
  [componentIds.superAdmins, inboxIds],
  [componentIds.admins, inboxIds],
  [componentIds.membership, mapOf(inboxIdKey)],
  [componentIds.name, text],
  [componentIds.description, text],
  [componentIds.imageUrl, text],
  [componentIds.disappearFromNs, whole(lengthIs(8))],
  [componentIds.disappearInNs, whole(lengthIs(8))],
  [componentIds.appData, text],
  [componentIds.minVersion, text],
  [componentIds.commitLogSigner, whole(lengthIs(32))],
  [componentIds.dmMembers, inboxIds],
  [componentIds.oneshotMessage, anything],
  [componentIds.creatorInboxId, anything],
  [componentIds.conversationType, anything],
]);

const kindsByType: ReadonlyMap<number, ComponentKind> = new Map([
  [ComponentType.BYTES, anything],
  [ComponentType.STRING, text],
  [ComponentType.TLS_MAP_BYTES_BYTES, mapOf(bytesKey)],
  [ComponentType.TLS_MAP_INBOX_ID_BYTES, mapOf(inboxIdKey)],
  [ComponentType.TLS_SET_BYTES, setOf(bytesKey)],
  [ComponentType.TLS_SET_INBOX_ID, inboxIds],
]);

const kindOf = (id: number, components: ComponentRegistry): ComponentKind =>
  kindsOfKnown.get(id) ??
  kindsByType.get(components.get(id)?.componentType ?? ComponentType.UNSPECIFIED) ??
  malformed('A component is of an unknown kind.');

/**
 * The value of a component after an update; undefined when it is removed.
 *
 * @param components the registry before the commit
 * @throws Codec.Malformed
 */
export const applyUpdate = (
  { componentId, payload }: AppDataUpdate,
  stored: Uint8Array | undefined,
  components: ComponentRegistry,
): Uint8Array | undefined => {
  if (payload === undefined) return undefined;
  if (isImmutableComponent(componentId) && stored !== undefined) {
    return malformed('A component that never changes is to be changed.');
  }
  return kindOf(componentId, components).apply(payload, stored);
};

/** As {@link applyUpdate}: what it does, element by element. */
export const expandUpdate = (
  { componentId, payload }: AppDataUpdate,
  stored: Uint8Array | undefined,
  components: ComponentRegistry,
): readonly ComponentOp[] => {
  const kind = kindOf(componentId, components);
  if (payload !== undefined) return kind.expand(payload, stored);
  return isHardcodedComponent(componentId) && componentId === componentIds.registry
    ? malformed('The registry cannot be removed.')
    : ['delete'];
};
