import { IdentifierKind, type IdentityUpdate } from '../../core/gen/identity/associations/association_pb.js';
import { applyIdentityUpdate as applyToState } from '../../core/identity/applyIdentityUpdate.ts';
import type { IdentityState } from '../../core/identity/identityState.ts';
import { refuse } from '../services/refuse.ts';
import type { Identifier } from '../store/identityTable.ts';

/** What an identity update changes of the identifier index. */
export interface IdentifierChange {
  readonly added: readonly Identifier[];
  readonly removed: readonly Identifier[];
}

// There is no chain here to ask, and a log that is taken on trust cannot be taken back.
const options = { verifySmartContract: async () => false };

/**
 * Replays an inbox's log with one more update, every signature checked.
 *
 * @param log what the node accepted before, in order
 * @throws ConnectError INVALID_ARGUMENT with the rule that the update breaks
 */
export async function applyIdentityUpdate(
  log: readonly IdentityUpdate[],
  update: IdentityUpdate,
): Promise<IdentifierChange> {
  let before: IdentityState | undefined;
  for (const entry of log) before = await apply(before, entry);
  const after = await apply(before, update);
  const known = identifiersOf(before);
  const now = identifiersOf(after);
  return {
    added: [...now].filter(([name]) => !known.has(name)).map(([, identifier]) => identifier),
    removed: [...known].filter(([name]) => !now.has(name)).map(([, identifier]) => identifier),
  };
}

async function apply(state: IdentityState | undefined, update: IdentityUpdate): Promise<IdentityState> {
  const outcome = await applyToState(state, update, options);
  if (outcome.kind === 'refused') throw refuse(`the identity update is refused: ${outcome.reason}`);
  return outcome.state;
}

/** The members that `GetInboxIds` may be asked for. Installations are not among them. */
function identifiersOf(state: IdentityState | undefined): Map<string, Identifier> {
  const found = new Map<string, Identifier>();
  for (const { identifier } of state?.members ?? []) {
    if (identifier.kind === 'installation') continue;
    const kind = identifier.kind === 'passkey' ? IdentifierKind.PASSKEY : IdentifierKind.ETHEREUM;
    found.set(`${kind}:${identifier.id}`, { kind, identifier: identifier.id.toLowerCase() });
  }
  return found;
}
