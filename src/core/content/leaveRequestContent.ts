import type { ContentType } from './contentType.ts';

/** xmtp.org/leave_request:1.0: a member asks an admin's client to remove it. */
export const leaveRequestContent: ContentType = {
  authorityId: 'xmtp.org',
  typeId: 'leave_request',
  versionMajor: 1,
  shouldPush: false,
  isVisible: true,
  read: () => ({ text: 'Asked to leave the group' }),
};
