import { create, toBinary } from '@bufbuild/protobuf';
import { hexToBytes } from '../../bytes/hex.ts';
import { WalletInboxError } from '../../errors.ts';
import {
  ComponentMetadataSchema,
  type ComponentPermissions,
} from '../../gen/mls/message_contents/component_permissions_pb.js';
import { GroupMembershipEntrySchema } from '../../gen/mls/message_contents/group_membership_pb.js';
import {
  MetadataPolicy_MetadataBasePolicy as Base,
  MetadataPolicySchema,
} from '../../gen/mls/message_contents/group_permissions_pb.js';
import type { Extension } from '../../mls/extension.ts';
import type { Policy, PolicySet } from '../policy.ts';
import { equalPolicies } from '../policy.ts';
import {
  attributeBytes,
  type MembershipEntry,
  readAppDataPolicies,
  readMembershipEntries,
} from './appDataContext.ts';
import type { AppDataUpdate } from './appDataUpdate.ts';
import { componentIds, componentOfField } from './componentIds.ts';
import { readRegistry } from './componentRegistry.ts';
import { componentIdKey, encodeMapDelta, encodeSetDelta, inboxIdKey, type MapMutation } from './tlsDelta.ts';

/** An attribute of a migrated group written anew; undefined for one that has no component. */
export const attributeUpdate = (field: string, value: string): AppDataUpdate | undefined => {
  const componentId = componentOfField.get(field);
  return componentId === undefined ? undefined : { componentId, payload: attributeBytes(field, value) };
};

/** A member put on, or taken from, one of the two lists of admins. */
export const adminUpdate = (
  list: 'admins' | 'superAdmins',
  op: 'insert' | 'delete',
  inboxId: string,
): AppDataUpdate => ({
  componentId: componentIds[list],
  payload: encodeSetDelta([{ op, key: hexToBytes(inboxId) }], inboxIdKey),
});

const bases: Readonly<Record<Extract<Policy, string>, Base>> = {
  allow: Base.ALLOW,
  deny: Base.DENY,
  admin: Base.ALLOW_IF_ADMIN,
  superAdmin: Base.ALLOW_IF_SUPER_ADMIN,
};

const wirePolicy = (policy: Policy) => {
  if (typeof policy !== 'string') return refuse();
  return create(MetadataPolicySchema, { kind: { case: 'base', value: bases[policy] } });
};

const refuse = (): never => {
  throw new WalletInboxError('Group.Refused', 'This policy cannot be expressed for this permission.', {
    details: { reason: 'policyNotExpressible' },
  });
};

type Slot = 'insertPolicy' | 'updatePolicy' | 'deletePolicy';

/**
 * The registry update that makes a migrated group's policies those of `wanted`; undefined when they are that already.
 *
 * @throws Group.Refused for a policy that the registry cannot hold
 */
export const policyUpdate = (
  extensions: readonly Extension[],
  wanted: PolicySet,
): AppDataUpdate | undefined => {
  const before = readAppDataPolicies(extensions);
  const slots: (readonly [number, Slot, Policy])[] = [];
  const change = (id: number, slot: Slot, from: Policy | undefined, to: Policy): void => {
    if (from === undefined || !equalPolicies(from, to)) slots.push([id, slot, to]);
  };
  change(componentIds.membership, 'insertPolicy', before.addMember, wanted.addMember);
  change(componentIds.membership, 'deletePolicy', before.removeMember, wanted.removeMember);
  change(componentIds.admins, 'insertPolicy', before.addAdmin, wanted.addAdmin);
  change(componentIds.admins, 'deletePolicy', before.removeAdmin, wanted.removeAdmin);
  for (const [field, policy] of wanted.updateMetadata) {
    const id = componentOfField.get(field);
    if (id === undefined) return refuse();
    change(id, 'updatePolicy', before.updateMetadata.get(field), policy);
  }
  if (slots.length === 0) return undefined;

  const registry = readRegistry(extensions);
  const ids = [...new Set(slots.map(([id]) => id))];
  const mutations = ids.map((id): MapMutation => {
    const metadata = registry.get(id);
    if (metadata?.permissions === undefined) return refuse();
    let permissions: ComponentPermissions = metadata.permissions;
    for (const [, slot, policy] of slots.filter(([ofId]) => ofId === id)) {
      // Who makes admins is for admins only to decide: everybody refuses an entry that says otherwise.
      if (id === componentIds.admins && policy !== 'admin' && policy !== 'superAdmin') refuse();
      permissions = { ...permissions, [slot]: wirePolicy(policy) };
    }
    const value = toBinary(ComponentMetadataSchema, { ...metadata, permissions });
    return { op: 'update', key: new Uint8Array([id >> 8, id & 0xff]), value };
  });
  return { componentId: componentIds.registry, payload: encodeMapDelta(mutations, componentIdKey) };
};

/**
 * The membership update from what a migrated group lists to `members`.
 *
 * @param failed the installations of an inbox that are listed as failed
 */
export const membershipUpdate = (
  extensions: readonly Extension[],
  members: ReadonlyMap<string, bigint>,
  failed: (inboxId: string) => readonly string[],
): AppDataUpdate => {
  const before = readMembershipEntries(extensions);
  const mutations: MapMutation[] = [];
  for (const [inboxId, sequenceId] of members) {
    const old = before.get(inboxId);
    const entry: MembershipEntry = {
      sequenceId,
      failedInstallationIds: [...failed(inboxId)].sort(),
    };
    const value = encodeMembershipEntry(entry);
    const key = hexToBytes(inboxId);
    if (old === undefined) mutations.push({ op: 'insert', key, value });
    else if (!isSameEntry(old, entry)) mutations.push({ op: 'update', key, value });
  }
  for (const inboxId of before.keys()) {
    if (!members.has(inboxId)) mutations.push({ op: 'delete', key: hexToBytes(inboxId) });
  }
  return { componentId: componentIds.membership, payload: encodeMapDelta(mutations, inboxIdKey) };
};

const isSameEntry = (one: MembershipEntry, other: MembershipEntry): boolean =>
  one.sequenceId === other.sequenceId &&
  [...one.failedInstallationIds].sort().join() === other.failedInstallationIds.join();

const encodeMembershipEntry = ({ sequenceId, failedInstallationIds }: MembershipEntry): Uint8Array =>
  toBinary(
    GroupMembershipEntrySchema,
    create(GroupMembershipEntrySchema, {
      version: {
        case: 'v1',
        value: { sequenceId, failedInstallations: failedInstallationIds.map((id) => hexToBytes(id)) },
      },
    }),
  );
