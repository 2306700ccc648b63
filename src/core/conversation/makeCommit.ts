import { bytesToHex, hexToBytes } from '../bytes/hex.ts';
import { sha256 } from '../crypto/hash.ts';
import { isWalletInboxError } from '../errors.ts';
import { commitToValidate, validateCommit } from '../group/commitValidation.ts';
import { type KeyPackageResult, verifyKeyPackages } from '../group/fetchedKeyPackage.ts';
import { groupLeaves } from '../group/groupLeaf.ts';
import { groupUpdatedContent } from '../group/groupUpdated.ts';
import {
  finishMembershipChange,
  type MembershipPlan,
  planMembershipChange,
} from '../group/membershipChange.ts';
import type { WelcomeTarget } from '../group/sealWelcomes.ts';
import { changeOfSettingsIntent } from '../group/settingsIntent.ts';
import { xmtpCapabilities } from '../group/xmtpCapabilities.ts';
import { xmtpProposalRules } from '../group/xmtpProposalRules.ts';
import { addableKeyPackages } from '../mls/addableKeyPackages.ts';
import { createCommit } from '../mls/createCommit.ts';
import type { GroupState } from '../mls/groupState.ts';
import { listMembers } from '../mls/members.ts';
import { packGroupState } from '../mls/packGroupState.ts';
import type { PendingProposal } from '../mls/pendingProposal.ts';
import type { Proposal } from '../mls/proposal.ts';
import type { IntentBody, PublishedCommitBody } from '../records.ts';
import { ownInstallation } from './account.ts';
import { groupFacts } from './groupFacts.ts';
import type { LoadedGroup } from './groupStore.ts';
import { decideWithIdentity } from './identityDecision.ts';
import type { Session } from './session.ts';

/** `unchanged`: there is nothing (left) to do. `refused`: the group's rules forbid it. */
export type MadeCommit =
  | {
      readonly kind: 'made';
      /** The state of the present epoch with our handshake ratchet advanced. */
      readonly state: GroupState;
      readonly published: PublishedCommitBody;
    }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly reason: string; readonly inboxId?: string };

interface Ingredients {
  readonly proposals: readonly Proposal[];
  readonly welcomeTargets: readonly WelcomeTarget[];
  /** Open proposals to commit; absent: all. */
  readonly references?: readonly PendingProposal[];
}

/**
 * Makes the commit that an intent wants of the group as it is now. Nothing is stored and nothing leaves: the caller
 * commits `state` and `published` to the disk and publishes then. It is held against the same rules as anyone's commit
 * first: libxmtp has been seen to publish commits that everybody then refused.
 */
export async function makeCommit(
  session: Session,
  group: LoadedGroup,
  intent: Pick<IntentBody, 'kind' | 'addInboxIds' | 'removeInboxIds' | 'settings'>,
): Promise<MadeCommit> {
  const ingredients = await ingredientsOf(session, group, intent);
  if (ingredients.kind !== 'commit') return ingredients;
  const made = await commitWithProposals(session, group, ingredients);
  if (made !== undefined) return made;
  // A proposal that may be made but not committed by us must not keep us from writing: it dies with the epoch.
  return (
    (await commitWithProposals(session, group, { ...ingredients, references: [] })) ?? {
      kind: 'refused',
      reason: 'invalidCommit',
    }
  );
}

/** `undefined` when it cannot be made, perhaps because of the open proposals of others. */
async function commitWithProposals(
  session: Session,
  group: LoadedGroup,
  ingredients: Ingredients,
): Promise<MadeCommit | undefined> {
  const areOpen = group.state.pendingProposals.length > 0 && ingredients.references === undefined;
  try {
    const made = await commitOf(session, group, ingredients);
    return made.kind === 'refused' && areOpen ? undefined : made;
  } catch (error) {
    if (!isWalletInboxError(error, 'Mls.InvalidCommit')) throw error;
    session.logger.warn('group.commit.notMade', { reason: String(error.details.reason ?? '') });
    return undefined;
  }
}

type FoundIngredients = ({ readonly kind: 'commit' } & Ingredients) | Exclude<MadeCommit, { kind: 'made' }>;

async function ingredientsOf(
  session: Session,
  group: LoadedGroup,
  intent: Pick<IntentBody, 'kind' | 'addInboxIds' | 'removeInboxIds' | 'settings'>,
): Promise<FoundIngredients> {
  if (intent.kind === 'selfUpdate') return { kind: 'commit', proposals: [], welcomeTargets: [] };
  if (intent.kind === 'membership') return await membershipOf(session, group, intent);
  if (intent.settings === undefined) return { kind: 'unchanged' };
  const { extensions } = group.state.groupContext;
  const change = changeOfSettingsIntent(
    { extensions, actorInboxId: session.account.inboxId },
    intent.settings,
  );
  return change.kind === 'commit' ? { ...change, welcomeTargets: [] } : change;
}

/**
 * Who cannot be added does not keep the others out; and whoever is gone already (we were asked twice, another admin was
 * faster) need not be removed.
 */
async function membershipOf(
  session: Session,
  group: LoadedGroup,
  intent: Pick<IntentBody, 'addInboxIds' | 'removeInboxIds'>,
): Promise<FoundIngredients> {
  const { kind, isCreating, memberInboxIds } = group.row.body;
  const present = new Set(memberInboxIds);
  const removeInboxIds = intent.removeInboxIds.filter((inboxId) => present.has(inboxId));
  // A new group comes into being also when none of those who were to be in it can be added.
  const fewest = kind === 'group' && isCreating ? 0 : 1;
  let addInboxIds = intent.addInboxIds;
  for (;;) {
    const found = await membershipIngredients(session, group.state, { addInboxIds, removeInboxIds });
    if (found.kind !== 'refused') return found;
    const { reason, inboxId } = found;
    const isTheirs = reason === 'unknownInbox' || reason === 'invalidIdentity';
    const left =
      reason === 'noUsableKeyPackage' ? [] : addInboxIds.filter((id) => !isTheirs || id !== inboxId);
    if (left.length === addInboxIds.length || left.length < fewest) return found;
    addInboxIds = left;
  }
}

async function membershipIngredients(
  session: Session,
  state: GroupState,
  intent: Pick<IntentBody, 'addInboxIds' | 'removeInboxIds'>,
): Promise<FoundIngredients> {
  const planned = await decideWithIdentity(session.identityLogs, (identity) =>
    planMembershipChange({
      extensions: state.groupContext.extensions,
      leaves: groupLeaves(listMembers(state)),
      own: ownInstallation(session.account),
      identity,
      addInboxIds: intent.addInboxIds,
      removeInboxIds: intent.removeInboxIds,
    }),
  );
  if (planned.kind !== 'plan') return planned;
  const fetched = await fetchKeyPackages(session, planned);
  return finishMembershipChange(planned.plan, withoutUnfit(state, fetched));
}

async function fetchKeyPackages(
  session: Session,
  planned: {
    readonly plan: MembershipPlan;
    readonly fetchKeyPackages: readonly { readonly inboxId: string; readonly installationId: string }[];
  },
): ReturnType<typeof verifyKeyPackages> {
  const wanted = planned.fetchKeyPackages;
  if (wanted.length === 0) return new Map();
  const answers = await session.node.fetchKeyPackages(
    wanted.map(({ installationId }) => hexToBytes(installationId)),
  );
  const requests = wanted.map((request, index) => ({ ...request, bytes: answers[index] }));
  return await verifyKeyPackages(requests, session.clock.nowMs());
}

/** Whoever publishes a key package that fits nowhere must not keep us from changing the group, or from writing in it. */
function withoutUnfit(
  state: GroupState,
  fetched: ReadonlyMap<string, KeyPackageResult>,
): ReadonlyMap<string, KeyPackageResult> {
  const good = [...fetched.values()].flatMap((one) => (one.kind === 'ok' ? [one.keyPackage.keyPackage] : []));
  const addable = addableKeyPackages(state, good);
  if (addable.size === good.length) return fetched;
  return new Map(
    [...fetched].map(([installationId, result]) => {
      const isUnfit = result.kind === 'ok' && !addable.has(result.keyPackage.keyPackage);
      return [installationId, isUnfit ? { kind: 'refused', reason: 'unfit' } : result] as const;
    }),
  );
}

async function commitOf(
  session: Session,
  group: LoadedGroup,
  { proposals, welcomeTargets, references }: Ingredients,
): Promise<MadeCommit> {
  const { state } = group;
  const { body } = group.row;
  const created = createCommit(
    state,
    {
      proposals,
      forcePath: true,
      // Leaves that were made before we knew of migrated groups say so with their next keys.
      leaf: { capabilities: xmtpCapabilities },
      ...xmtpProposalRules,
      ...(references === undefined ? {} : { references }),
    },
    session.random,
  );
  const facts = commitToValidate(state, { committer: state.ownLeafIndex, proposals: created.proposals });
  const verdict = await decideWithIdentity(session.identityLogs, (identity) =>
    validateCommit(facts, identity),
  );
  if (verdict.kind !== 'valid') {
    return { kind: 'refused', reason: verdict.kind === 'invalid' ? verdict.reason : verdict.kind };
  }

  const update = groupUpdatedContent(verdict.changes, body.leavingInboxIds);
  const { name, memberInboxIds } = { ...body, ...groupFacts(created.pending, session.account.inboxId) };
  return {
    kind: 'made',
    state: created.state,
    published: {
      hash: bytesToHex(sha256(created.commit)),
      epoch: state.groupContext.epoch,
      commit: created.commit,
      pending: packGroupState(created.pending),
      group: { name, memberInboxIds },
      ...(update === undefined ? {} : { update }),
      ...(created.welcome === undefined ? {} : { welcome: created.welcome }),
      welcomeTargets: [...welcomeTargets],
    },
  };
}
