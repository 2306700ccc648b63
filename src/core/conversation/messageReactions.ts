import type { AnnotationBody, ReactionBody } from '../records.ts';

/** A row does not grow without bound, whatever a member sends: different reactions, and people in all of them. */
const maxReactions = 200;
const maxPeople = 1_000;
/** Nor does one member take the place of all others. */
const maxOfOne = 20;

/** One reaction a person and content; the same list when nothing changes. */
export function changeReactions(
  reactions: readonly ReactionBody[],
  change: AnnotationBody & { readonly kind: 'reaction' },
  inboxId: string,
): readonly ReactionBody[] {
  const { content, schema, action } = change;
  const present = reactions.find((reaction) => reaction.content === content);
  const isThere = present?.inboxIds.includes(inboxId) === true;
  if (isThere === (action === 'added')) return reactions;

  if (action === 'removed') {
    return reactions.flatMap((reaction) => {
      if (reaction !== present) return [reaction];
      const inboxIds = reaction.inboxIds.filter((id) => id !== inboxId);
      return inboxIds.length === 0 ? [] : [{ ...reaction, inboxIds }];
    });
  }
  const people = reactions.reduce((sum, { inboxIds }) => sum + inboxIds.length, 0);
  const ofOne = reactions.filter(({ inboxIds }) => inboxIds.includes(inboxId)).length;
  if (people >= maxPeople || ofOne >= maxOfOne) return reactions;
  if (present === undefined) {
    return reactions.length >= maxReactions
      ? reactions
      : [...reactions, { content, schema, inboxIds: [inboxId] }];
  }
  return reactions.map((reaction) =>
    reaction === present ? { ...reaction, inboxIds: [...reaction.inboxIds, inboxId] } : reaction,
  );
}
