import {
  IdentifierKind,
  type IdentityUpdate,
  type MemberIdentifier,
} from '../../core/gen/identity/associations/association_pb.js';
import { refuse } from '../services/refuse.ts';
import type { Identifier } from '../store/identityTable.ts';

/** What an identity update changes of the identifier index. */
export interface IdentifierChange {
  readonly added: readonly Identifier[];
  readonly removed: readonly Identifier[];
}

export async function applyIdentityUpdate(
  log: readonly IdentityUpdate[],
  update: IdentityUpdate,
): Promise<IdentifierChange> {
  if (update.actions.length === 0) throw refuse('an identity update has no actions');
  const added: Identifier[] = [];
  const removed: Identifier[] = [];
  for (const [index, { kind }] of update.actions.entries()) {
    const first = log.length === 0 && index === 0;
    if (kind.case === 'createInbox') {
      if (!first) throw refuse('the inbox exists already');
      added.push({ kind: IdentifierKind.ETHEREUM, identifier: kind.value.initialIdentifier.toLowerCase() });
    } else if (first) throw refuse('a log begins with the creation of the inbox');
    else if (kind.case === 'add') added.push(...identifierOf(kind.value.newMemberIdentifier));
    else if (kind.case === 'revoke') removed.push(...identifierOf(kind.value.memberToRevoke));
  }
  return { added, removed };
}

function identifierOf(member: MemberIdentifier | undefined): Identifier[] {
  if (member?.kind.case !== 'ethereumAddress') return [];
  return [{ kind: IdentifierKind.ETHEREUM, identifier: member.kind.value.toLowerCase() }];
}
