import { utf8DecodeLossy } from '../../bytes/bytes.ts';
import { isWalletInboxError } from '../../errors.ts';
import {
  type MetadataPolicy,
  MetadataPolicy_MetadataBasePolicy,
} from '../../gen/mls/message_contents/group_permissions_pb.js';
import { compareLibxmtpVersions, parseLibxmtpVersion } from '../libxmtpVersion.ts';
import type { ActorRole } from '../policy.ts';
import type { AppDataUpdate } from './appDataUpdate.ts';
import { componentIds, isHardcodedComponent, isImmutableComponent } from './componentIds.ts';
import { type ComponentOp, expandUpdate } from './componentKind.ts';
import type { ComponentRegistry } from './componentRegistry.ts';

/**
 * Whether a member may make an update, judged by the group as it is before the commit (libxmtp
 * `validate_one_app_data_update`). What cannot be read is not allowed.
 */
export const mayUpdate = (
  update: AppDataUpdate,
  actor: ActorRole,
  registry: ComponentRegistry,
  stored: Uint8Array | undefined,
): boolean => {
  if (update.componentId === componentIds.minVersion && lowersMinVersion(update, stored)) return false;
  try {
    return expandUpdate(update, stored, registry).every((op) =>
      mayWrite(update.componentId, op, actor, registry),
    );
  } catch (error) {
    if (isWalletInboxError(error, 'Codec.Malformed')) return false;
    throw error;
  }
};

const mayWrite = (id: number, op: ComponentOp, actor: ActorRole, registry: ComponentRegistry): boolean => {
  if (isImmutableComponent(id) && op !== 'insert') return false;
  if (isHardcodedComponent(id)) return actor.isSuperAdmin;
  const permissions = registry.get(id)?.permissions;
  const policy = { insert: 'insertPolicy', update: 'updatePolicy', delete: 'deletePolicy' } as const;
  return evaluate(permissions?.[policy[op]], actor) === 'allow';
};

/** `invalid`: of an unknown kind or empty; it spoils the combination that it is in. */
const evaluate = (policy: MetadataPolicy | undefined, actor: ActorRole): 'allow' | 'deny' | 'invalid' => {
  const kind = policy?.kind;
  if (kind?.case === 'base') return evaluateBase(kind.value, actor);
  if (kind?.case === undefined || kind.value.policies.length === 0) return 'invalid';
  const decisive = kind.case === 'andCondition' ? 'deny' : 'allow';
  for (const part of kind.value.policies) {
    const outcome = evaluate(part, actor);
    if (outcome === decisive || outcome === 'invalid') return outcome;
  }
  return decisive === 'deny' ? 'allow' : 'deny';
};

const evaluateBase = (
  base: MetadataPolicy_MetadataBasePolicy,
  actor: ActorRole,
): 'allow' | 'deny' | 'invalid' => {
  const allowIf = (isAllowed: boolean) => (isAllowed ? 'allow' : 'deny');
  switch (base) {
    case MetadataPolicy_MetadataBasePolicy.ALLOW:
      return 'allow';
    case MetadataPolicy_MetadataBasePolicy.DENY:
      return 'deny';
    case MetadataPolicy_MetadataBasePolicy.ALLOW_IF_ADMIN:
      return allowIf(actor.isAdmin || actor.isSuperAdmin);
    case MetadataPolicy_MetadataBasePolicy.ALLOW_IF_SUPER_ADMIN:
      return allowIf(actor.isSuperAdmin);
    default:
      return 'invalid';
  }
};

/** The version that a group asks for only rises; one that is no version is as good as none. */
const lowersMinVersion = ({ payload }: AppDataUpdate, stored: Uint8Array | undefined): boolean => {
  const before = stored === undefined ? undefined : parseLibxmtpVersion(utf8DecodeLossy(stored));
  if (before === undefined) return false;
  const after = payload === undefined ? undefined : parseLibxmtpVersion(utf8DecodeLossy(payload));
  return after === undefined || compareLibxmtpVersions(after, before) < 0;
};
