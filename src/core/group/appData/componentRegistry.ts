import { WalletInboxError } from '../../errors.ts';
import {
  type ComponentMetadata,
  ComponentMetadataSchema,
} from '../../gen/mls/message_contents/component_permissions_pb.js';
import {
  type MetadataPolicy,
  MetadataPolicy_MetadataBasePolicy,
} from '../../gen/mls/message_contents/group_permissions_pb.js';
import type { Extension } from '../../mls/extension.ts';
import { decodeProto } from '../decodeProto.ts';
import { readDictionary } from './appDataDictionary.ts';
import { componentIds, isRegistrable } from './componentIds.ts';
import { componentIdKey, decodeMap } from './tlsDelta.ts';

/** What kind of value a component is and who may change it. Entries that this version does not understand are left out. */
export type ComponentRegistry = ReadonlyMap<number, ComponentMetadata>;

export const componentIdOf = ([high = 0, low = 0]: Uint8Array): number => high * 0x100 + low;

/** @throws Codec.Malformed when an entry is not one that libxmtp would keep */
export const decodeRegistryEntry = (id: number, raw: Uint8Array): ComponentMetadata => {
  const metadata = decodeProto(ComponentMetadataSchema, raw);
  const { insertPolicy, updatePolicy, deletePolicy } = metadata.permissions ?? {};
  const policies = [insertPolicy, updatePolicy, deletePolicy];
  const isWhole = policies.every((policy) => policy !== undefined);
  const isConstrained = id === componentIds.admins;
  if (!isRegistrable(id) || !isWhole || (isConstrained && !policies.every(isForAdmins))) {
    throw new WalletInboxError('Codec.Malformed', 'An entry of a component registry is not valid.');
  }
  return metadata;
};

const isForAdmins = (policy: MetadataPolicy | undefined): boolean =>
  policy?.kind.case === 'base' &&
  (policy.kind.value === MetadataPolicy_MetadataBasePolicy.ALLOW_IF_ADMIN ||
    policy.kind.value === MetadataPolicy_MetadataBasePolicy.ALLOW_IF_SUPER_ADMIN);

/** @throws Codec.Malformed when the whole is unreadable */
export const readRegistry = (extensions: readonly Extension[]): ComponentRegistry => {
  const bytes = readDictionary(extensions).get(componentIds.registry);
  if (bytes === undefined) return new Map();
  const entries = decodeMap(bytes, componentIdKey).flatMap(({ key, value }) => {
    const id = componentIdOf(key);
    try {
      return [[id, decodeRegistryEntry(id, value)] as const];
    } catch {
      // A newer version wrote it: nobody may write that component here, the others are as they are.
      return [];
    }
  });
  return new Map(entries);
};
