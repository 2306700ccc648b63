import { contentCodec } from './contentCodec.ts';
import type { LeaveRequestContent } from './messageContent.ts';

/** xmtp.org/leave_request:1.0: a member asks an admin's client to remove it. Its note is not ours to read. */
export const leaveRequestContent = contentCodec<LeaveRequestContent>({
  authorityId: 'xmtp.org',
  typeId: 'leave_request',
  versionMajor: 1,
  shouldPush: false,
  isVisible: true,
  describe: () => 'Asked to leave the group',
  decode: () => ({ kind: 'leaveRequest' }),
  encode: () => ({ content: new Uint8Array() }),
});
