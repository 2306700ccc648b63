import type { ContentType } from './contentType.ts';

/** xmtp.org/group_membership_change:1.0: the transcript of early clients, by account address. */
export const membershipChangeContent: ContentType = {
  authorityId: 'xmtp.org',
  typeId: 'group_membership_change',
  versionMajor: 1,
  shouldPush: false,
  isVisible: true,
  read: () => ({ text: 'The members of the group changed' }),
};
