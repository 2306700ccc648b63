import type { WireError } from '../../bridge/wireError.ts';
import { text } from '../text.ts';

/** Reasons of `Group.Refused` that have a sentence of their own, `groupRefused_<reason>`. */
const reasons: ReadonlySet<string> = new Set([
  'addMemberDenied',
  'removeMemberDenied',
  'superAdminRemoved',
  'metadataDenied',
  'addAdminDenied',
  'removeAdminDenied',
  'superAdminChangeDenied',
  'lastSuperAdminRemoved',
  'permissionsChangeDenied',
  'attributeTooLong',
  'notMember',
  'groupFull',
  'removesSelf',
  'notAGroup',
  'superAdminLeaves',
  'lastMember',
  'policyNotExpressible',
  'invalidCommit',
  'unknownInbox',
  'invalidIdentity',
  'noUsableKeyPackage',
]);

/** Why a group does not take a change, in words; undefined for what is no such refusal. */
export function groupRefusal({ code, details }: WireError): string | undefined {
  if (code !== 'Group.Refused') return undefined;
  const { reason } = details;
  const isWorded = typeof reason === 'string' && reasons.has(reason);
  return text(isWorded ? `groupRefused_${reason}` : 'groupRefused');
}
