import { useContext } from 'preact/hooks';
import type { GroupMemberView, GroupView } from '../../bridge/groupView.ts';
import { memberFacts, memberName } from '../models/groupWords.ts';
import { NamesContext } from '../models/namesContext.ts';
import { text } from '../text.ts';
import { Avatar } from './Avatar.tsx';
import { LookalikeMark } from './LookalikeNotice.tsx';
import { MenuButton, type MenuItem } from './MenuButton.tsx';
import { PeerName } from './PeerName.tsx';

export interface MemberRowProps {
  readonly group: GroupView;
  readonly member: GroupMemberView;
  readonly items: readonly MenuItem[];
  /** The person has accepted the group: names may be looked up. */
  readonly mayAsk: boolean;
  /** A change of this member is under way. */
  readonly busy: boolean;
}

export function MemberRow({ group, member, items, mayAsk, busy }: MemberRowProps) {
  const { inboxId, address, role } = member;
  const name = memberName(member);
  const isOwn = inboxId === group.ownInboxId;
  const facts = memberFacts(group, member, useContext(NamesContext)?.names.value);
  return (
    <li class="member">
      <Avatar id={inboxId} size={36} />
      <div class="member__words">
        <p class="member__name">
          {isOwn ? (
            <span title={address ?? inboxId}>{text('memberYou')}</span>
          ) : (
            <PeerName address={address} fallback={name} mayAsk={mayAsk} />
          )}
          <LookalikeMark address={address} />
          {role !== 'member' && <span class="badge">{text(`groupRole_${role}`)}</span>}
        </p>
        <p class="member__facts">{[...(isOwn ? [name] : []), ...facts].join(' · ')}</p>
      </div>
      {busy && (
        <span class="member__busy" role="status">
          <span aria-hidden="true" class="spinner" />
          <span class="visually-hidden">{text('memberWorking')}</span>
        </span>
      )}
      <MenuButton items={items} label={text('memberMenu', name)} />
    </li>
  );
}
