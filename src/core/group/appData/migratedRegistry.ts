import { create } from '@bufbuild/protobuf';
import { WalletInboxError } from '../../errors.ts';
import {
  type ComponentMetadata,
  ComponentMetadataSchema,
  ComponentType,
} from '../../gen/mls/message_contents/component_permissions_pb.js';
import {
  MetadataPolicy_MetadataBasePolicy as Base,
  GroupMutablePermissionsV1Schema,
  type MembershipPolicy,
  MembershipPolicy_BasePolicy,
  type MetadataPolicy,
  MetadataPolicySchema,
  type PermissionsUpdatePolicy,
  PermissionsUpdatePolicy_PermissionsBasePolicy,
} from '../../gen/mls/message_contents/group_permissions_pb.js';
import { type Extension, findExtension } from '../../mls/extension.ts';
import { metadataField, xmtpExtensionTypes } from '../constants.ts';
import { decodeProto } from '../decodeProto.ts';
import { readGroupMetadata } from '../groupContextExtensions.ts';
import { componentIds, componentOfField } from './componentIds.ts';

/** @throws Codec.Malformed always */
export const cannotMigrate = (): never => {
  throw new WalletInboxError('Codec.Malformed', 'A group cannot be migrated.');
};

const policy = (base: Base): MetadataPolicy =>
  create(MetadataPolicySchema, { kind: { case: 'base', value: base } });

const metadataOf = (
  componentType: ComponentType,
  insertPolicy: MetadataPolicy,
  updatePolicy: MetadataPolicy,
  deletePolicy: MetadataPolicy,
): ComponentMetadata =>
  create(ComponentMetadataSchema, {
    componentType,
    permissions: { insertPolicy, updatePolicy, deletePolicy },
  });

const textFields: readonly string[] = [
  metadataField.name,
  metadataField.description,
  metadataField.imageUrl,
  metadataField.appData,
  metadataField.minVersion,
];

/**
 * The registry that says what the policies of a group said, by component id.
 *
 * @throws Codec.Malformed for policies that a registry cannot express: such a group is not migrated
 */
export const migratedRegistry = (
  extensions: readonly Extension[],
): ReadonlyMap<number, ComponentMetadata> => {
  const data = findExtension(extensions, xmtpExtensionTypes.groupPermissions)?.data ?? cannotMigrate();
  const policies = decodeProto(GroupMutablePermissionsV1Schema, data).policies ?? cannotMigrate();
  if (plainBase(policies.updatePermissionsPolicy) !== rolePolicies.SUPER_ADMIN) cannotMigrate();
  const superAdmin = policy(Base.ALLOW_IF_SUPER_ADMIN);
  const registry = new Map<number, ComponentMetadata>();
  const fields = [...componentOfField].filter(([field]) => field !== metadataField.commitLogSigner);
  const known = new Set(fields.map(([field]) => field));
  if (Object.keys(policies.updateMetadataPolicy).some((field) => !known.has(field))) cannotMigrate();
  for (const [field, id] of fields) {
    const fallback = field === metadataField.minVersion ? Base.ALLOW_IF_SUPER_ADMIN : Base.ALLOW_IF_ADMIN;
    const stated = Object.hasOwn(policies.updateMetadataPolicy, field)
      ? policies.updateMetadataPolicy[field]
      : undefined;
    const write = stated ?? policy(fallback);
    const type = textFields.includes(field) ? ComponentType.STRING : ComponentType.BYTES;
    registry.set(id, metadataOf(type, write, write, superAdmin));
  }
  registry.set(
    componentIds.commitLogSigner,
    metadataOf(ComponentType.BYTES, superAdmin, superAdmin, superAdmin),
  );
  const addAdmin = adminPolicy(policies.addAdminPolicy);
  const removeAdmin = adminPolicy(policies.removeAdminPolicy);
  registry.set(
    componentIds.admins,
    metadataOf(ComponentType.TLS_SET_INBOX_ID, addAdmin, addAdmin, removeAdmin),
  );
  registry.set(
    componentIds.membership,
    metadataOf(
      ComponentType.TLS_MAP_INBOX_ID_BYTES,
      membershipPolicy(policies.addMemberPolicy),
      policy(Base.ALLOW),
      membershipPolicy(policies.removeMemberPolicy),
    ),
  );
  const fixed = (type: ComponentType) => metadataOf(type, superAdmin, policy(Base.DENY), policy(Base.DENY));
  registry.set(componentIds.conversationType, fixed(ComponentType.BYTES));
  registry.set(componentIds.creatorInboxId, fixed(ComponentType.BYTES));
  if (readGroupMetadata(extensions).dmMembers !== undefined) {
    registry.set(componentIds.dmMembers, fixed(ComponentType.TLS_SET_INBOX_ID));
  }
  return registry;
};

const rolePolicies = {
  ADMIN: PermissionsUpdatePolicy_PermissionsBasePolicy.ALLOW_IF_ADMIN,
  SUPER_ADMIN: PermissionsUpdatePolicy_PermissionsBasePolicy.ALLOW_IF_SUPER_ADMIN,
} as const;

const plainBase = (given: PermissionsUpdatePolicy | undefined): number | undefined =>
  given?.kind.case === 'base' ? given.kind.value : undefined;

const adminPolicy = (given: PermissionsUpdatePolicy | undefined): MetadataPolicy => {
  const base = plainBase(given);
  if (base === rolePolicies.ADMIN) return policy(Base.ALLOW_IF_ADMIN);
  return base === rolePolicies.SUPER_ADMIN ? policy(Base.ALLOW_IF_SUPER_ADMIN) : cannotMigrate();
};

const membershipBases: ReadonlyMap<number, Base> = new Map([
  [MembershipPolicy_BasePolicy.ALLOW, Base.ALLOW],
  [MembershipPolicy_BasePolicy.DENY, Base.DENY],
  [MembershipPolicy_BasePolicy.ALLOW_IF_ADMIN_OR_SUPER_ADMIN, Base.ALLOW_IF_ADMIN],
  [MembershipPolicy_BasePolicy.ALLOW_IF_SUPER_ADMIN, Base.ALLOW_IF_SUPER_ADMIN],
]);

const membershipPolicy = (given: MembershipPolicy | undefined): MetadataPolicy => {
  const base = given?.kind.case === 'base' ? membershipBases.get(given.kind.value) : undefined;
  return base === undefined ? cannotMigrate() : policy(base);
};
