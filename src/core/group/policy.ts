import { create, toBinary } from '@bufbuild/protobuf';
import { WalletInboxError } from '../errors.ts';
import { GroupMutablePermissionsV1Schema } from '../gen/mls/message_contents/group_permissions_pb.js';
import { decodeProto } from './decodeProto.ts';

/** Who may do one thing. A combination is never empty. */
export type Policy =
  | 'allow'
  | 'deny'
  /** Admins and super admins. */
  | 'admin'
  | 'superAdmin'
  | { readonly all: readonly Policy[] }
  | { readonly any: readonly Policy[] };

/** Who may do what in a group (extension 0xff02). */
export interface PolicySet {
  readonly addMember: Policy;
  readonly removeMember: Policy;
  /** By attribute name. */
  readonly updateMetadata: ReadonlyMap<string, Policy>;
  /** These three know no 'allow' on the wire. */
  readonly addAdmin: Policy;
  readonly removeAdmin: Policy;
  readonly updatePermissions: Policy;
}

export interface ActorRole {
  readonly isAdmin: boolean;
  readonly isSuperAdmin: boolean;
}

export const policyAllows = (policy: Policy, actor: ActorRole): boolean => {
  if (policy === 'allow') return true;
  if (policy === 'deny') return false;
  if (policy === 'admin') return actor.isAdmin || actor.isSuperAdmin;
  if (policy === 'superAdmin') return actor.isSuperAdmin;
  if ('all' in policy) return policy.all.every((part) => policyAllows(part, actor));
  return policy.any.some((part) => policyAllows(part, actor));
};

export const equalPolicies = (left: Policy, right: Policy): boolean => {
  if (typeof left === 'string' || typeof right === 'string') return left === right;
  if ('all' in left) return 'all' in right && equalLists(left.all, right.all);
  return 'any' in right && equalLists(left.any, right.any);
};

/** Equal in everything but the metadata policies. */
export const equalRolePolicies = (left: PolicySet, right: PolicySet): boolean =>
  equalPolicies(left.addMember, right.addMember) &&
  equalPolicies(left.removeMember, right.removeMember) &&
  equalPolicies(left.addAdmin, right.addAdmin) &&
  equalPolicies(left.removeAdmin, right.removeAdmin) &&
  equalPolicies(left.updatePermissions, right.updatePermissions);

/** Equal in meaning: the order of the metadata policies is free. */
export const equalPolicySets = (left: PolicySet, right: PolicySet): boolean =>
  equalRolePolicies(left, right) &&
  left.updateMetadata.size === right.updateMetadata.size &&
  [...left.updateMetadata].every(([field, policy]) => {
    const other = right.updateMetadata.get(field);
    return other !== undefined && equalPolicies(policy, other);
  });

const equalLists = (left: readonly Policy[], right: readonly Policy[]): boolean =>
  left.length === right.length &&
  left.every((policy, index) => {
    const other = right[index];
    return other !== undefined && equalPolicies(policy, other);
  });

/** What the three policy messages of the schema have in common; only their base numbers differ. */
interface WirePolicy {
  readonly kind:
    | { readonly case: 'base'; readonly value: number }
    | {
        readonly case: 'andCondition' | 'anyCondition';
        readonly value: { readonly policies: readonly WirePolicy[] };
      }
    | { readonly case: undefined; readonly value?: undefined };
}

type BasePolicy = Extract<Policy, string>;

const membershipBases = basesOf('allow', 'deny', 'admin', 'superAdmin');
const permissionsBases = basesOf('deny', 'admin', 'superAdmin');

function basesOf(...bases: readonly BasePolicy[]): ReadonlyMap<number, BasePolicy> {
  return new Map(bases.map((base, index) => [index + 1, base]));
}

const readPolicy = (wire: WirePolicy | undefined, bases: ReadonlyMap<number, BasePolicy>): Policy => {
  const kind = wire?.kind;
  if (kind?.case === 'base') {
    const base = bases.get(kind.value);
    if (base !== undefined) return base;
  } else if (kind?.case !== undefined && kind.value.policies.length > 0) {
    const parts = kind.value.policies.map((part) => readPolicy(part, bases));
    return kind.case === 'andCondition' ? { all: parts } : { any: parts };
  }
  throw new WalletInboxError('Codec.Malformed', 'A group policy is empty or unknown.');
};

interface WirePolicyInit {
  kind:
    | { case: 'base'; value: number }
    | { case: 'andCondition' | 'anyCondition'; value: { policies: WirePolicyInit[] } };
}

const writePolicy = (policy: Policy, bases: ReadonlyMap<number, BasePolicy>): WirePolicyInit => {
  if (typeof policy !== 'string') {
    const isAll = 'all' in policy;
    const policies = (isAll ? policy.all : policy.any).map((part) => writePolicy(part, bases));
    return { kind: { case: isAll ? 'andCondition' : 'anyCondition', value: { policies } } };
  }
  for (const [value, base] of bases) if (base === policy) return { kind: { case: 'base', value } };
  throw new WalletInboxError('Group.Refused', 'This policy cannot be expressed for this permission.', {
    details: { reason: 'policyNotExpressible' },
  });
};

/** @throws Codec.Malformed, also where a policy is missing, empty or of an unknown kind */
export const decodePolicySet = (bytes: Uint8Array): PolicySet => {
  const { policies } = decodeProto(GroupMutablePermissionsV1Schema, bytes);
  if (policies === undefined) throw new WalletInboxError('Codec.Malformed', 'A group has no policies.');
  const updateMetadata = Object.entries(policies.updateMetadataPolicy).map(
    ([field, wire]): [string, Policy] => [field, readPolicy(wire, membershipBases)],
  );
  return {
    addMember: readPolicy(policies.addMemberPolicy, membershipBases),
    removeMember: readPolicy(policies.removeMemberPolicy, membershipBases),
    updateMetadata: new Map(updateMetadata),
    addAdmin: readPolicy(policies.addAdminPolicy, permissionsBases),
    removeAdmin: readPolicy(policies.removeAdminPolicy, permissionsBases),
    updatePermissions: readPolicy(policies.updatePermissionsPolicy, permissionsBases),
  };
};

/** @throws Group.Refused for 'allow' where the wire has no number for it */
export const encodePolicySet = (policies: PolicySet): Uint8Array => {
  const updateMetadataPolicy = Object.fromEntries(
    [...policies.updateMetadata].map(([field, policy]) => [field, writePolicy(policy, membershipBases)]),
  );
  const message = create(GroupMutablePermissionsV1Schema, {
    policies: {
      addMemberPolicy: writePolicy(policies.addMember, membershipBases),
      removeMemberPolicy: writePolicy(policies.removeMember, membershipBases),
      updateMetadataPolicy,
      addAdminPolicy: writePolicy(policies.addAdmin, permissionsBases),
      removeAdminPolicy: writePolicy(policies.removeAdmin, permissionsBases),
      updatePermissionsPolicy: writePolicy(policies.updatePermissions, permissionsBases),
    },
  });
  return toBinary(GroupMutablePermissionsV1Schema, message);
};
