import type { GroupState } from '../mls/groupState.ts';
import type { ConversationBody, GroupBody } from '../records.ts';
import { disappearingOf } from './disappearing.ts';

type Facts = Pick<ConversationBody, 'addedByInboxId' | 'pausedForVersion' | 'maybeForked' | 'disappearing'>;

/** What a list tells of a conversation's group: kept in the conversation's row, so that a list reads no groups. */
export function conversationFacts(group: GroupBody, state: GroupState): Facts {
  const disappearing = disappearingOf(state);
  return {
    ...(group.kind === 'group' ? { addedByInboxId: group.addedByInboxId } : {}),
    ...(group.pausedForVersion === undefined ? {} : { pausedForVersion: group.pausedForVersion }),
    maybeForked: group.maybeForked,
    ...(disappearing === undefined ? {} : { disappearing }),
  };
}

/** The row with these facts instead of its own; the same object when it has them. */
export function withFacts(body: ConversationBody, facts: Facts): ConversationBody {
  const isSame =
    body.addedByInboxId === facts.addedByInboxId &&
    body.pausedForVersion === facts.pausedForVersion &&
    (body.maybeForked ?? false) === facts.maybeForked &&
    body.disappearing?.fromNs === facts.disappearing?.fromNs &&
    body.disappearing?.inNs === facts.disappearing?.inNs;
  if (isSame) return body;
  const { addedByInboxId: _a, pausedForVersion: _p, maybeForked: _m, disappearing: _d, ...rest } = body;
  return { ...rest, ...facts };
}
