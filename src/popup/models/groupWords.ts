import type { GroupMemberView, GroupView } from '../../bridge/groupView.ts';
import { text } from '../text.ts';
import { shortAddress, shortInboxId } from './shortId.ts';

/** What a member is called: the address, shortened, or the inbox id where no address is known. */
export function memberName({ inboxId, address }: Pick<GroupMemberView, 'inboxId' | 'address'>): string {
  return address === undefined ? shortInboxId(inboxId) : shortAddress(address);
}

/** The same for an inbox of which only the group may know more; it may have left since. `names`: verified, by address. */
export function inboxName(
  { members }: GroupView,
  inboxId: string,
  names?: ReadonlyMap<string, string>,
): string {
  const member = members.find((each) => each.inboxId === inboxId) ?? { inboxId };
  const name = 'address' in member ? names?.get(member.address ?? '') : undefined;
  return name === undefined ? memberName(member) : `${name} ${memberName(member)}`;
}

/** The whole address, or the whole inbox id. */
export function wholeName({ members }: GroupView, inboxId: string): string {
  return members.find((member) => member.inboxId === inboxId)?.address ?? inboxId;
}

export function memberCountWords(count: number): string {
  return count === 1 ? text('groupMember') : text('groupMembers', count);
}

/** How we came into the group. */
export function ownWay(group: GroupView, names?: ReadonlyMap<string, string>): string {
  const { addedByInboxId, ownInboxId } = group;
  return addedByInboxId === ownInboxId
    ? text('groupMadeByYou')
    : text('groupAddedBy', inboxName(group, addedByInboxId, names));
}

/** What there is to say of a member, beside name and role. */
export function memberFacts(
  group: GroupView,
  member: GroupMemberView,
  names?: ReadonlyMap<string, string>,
): readonly string[] {
  const { inboxId, addedByInboxId, isLeaving, installationCount } = member;
  const facts: string[] = [];
  if (inboxId === group.creatorInboxId) facts.push(text('memberCreator'));
  else if (addedByInboxId === group.ownInboxId && inboxId !== group.ownInboxId) {
    facts.push(text('memberAddedByYou'));
  } else if (addedByInboxId !== undefined && addedByInboxId !== inboxId) {
    facts.push(text('memberAddedBy', inboxName(group, addedByInboxId, names)));
  }
  if (isLeaving) facts.push(text('memberLeaving'));
  if (installationCount === 0) facts.push(text('memberUnreachable'));
  return facts;
}

/** The members whose name, address or inbox id holds what was typed. */
export function findMembers(
  group: GroupView,
  typed: string,
  names?: ReadonlyMap<string, string>,
): readonly GroupMemberView[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return group.members;
  return group.members.filter(({ inboxId, address }) =>
    [inboxId, address, names?.get(address ?? '')].some((text) => text?.includes(wanted)),
  );
}
