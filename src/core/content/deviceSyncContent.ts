import type { ContentType } from './contentType.ts';

/** xmtp.org/application/x-protobuf:1.0: what a person's own installations tell each other. Nothing to show. */
export const deviceSyncContent: ContentType = {
  authorityId: 'xmtp.org',
  typeId: 'application/x-protobuf',
  versionMajor: 1,
  shouldPush: false,
  isVisible: false,
  read: () => ({ text: '' }),
};
