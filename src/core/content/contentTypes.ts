import type { ContentTypeId } from '../gen/mls/message_contents/content_pb.js';
import { actionsContent } from './actionsContent.ts';
import { attachmentContent } from './attachmentContent.ts';
import type { ContentType } from './contentType.ts';
import { deleteMessageContent } from './deleteMessageContent.ts';
import { deviceSyncContent } from './deviceSyncContent.ts';
import { groupUpdatedContent } from './groupUpdatedContent.ts';
import { intentContent } from './intentContent.ts';
import { leaveRequestContent } from './leaveRequestContent.ts';
import { markdownContent } from './markdownContent.ts';
import { membershipChangeContent } from './membershipChangeContent.ts';
import { multiRemoteAttachmentContent } from './multiRemoteAttachmentContent.ts';
import { notificationContent } from './notificationContent.ts';
import { legacyReactionContent, reactionContent } from './reactionContent.ts';
import { readReceiptContent } from './readReceiptContent.ts';
import { remoteAttachmentContent } from './remoteAttachmentContent.ts';
import { replyContent } from './replyContent.ts';
import { textContent } from './textContent.ts';
import { transactionReferenceContent } from './transactionReferenceContent.ts';
import { walletSendCallsContent } from './walletSendCallsContent.ts';

/** Every type that we read; any other is shown by its fallback. */
const contentTypes: readonly ContentType[] = [
  textContent,
  markdownContent,
  replyContent,
  reactionContent,
  legacyReactionContent,
  readReceiptContent,
  attachmentContent,
  remoteAttachmentContent,
  multiRemoteAttachmentContent,
  transactionReferenceContent,
  walletSendCallsContent,
  actionsContent,
  intentContent,
  notificationContent,
  deleteMessageContent,
  leaveRequestContent,
  groupUpdatedContent,
  membershipChangeContent,
  deviceSyncContent,
];

const nameOf = (type: Pick<ContentType, 'authorityId' | 'typeId' | 'versionMajor'>): string =>
  `${type.authorityId}/${type.typeId}:${type.versionMajor}`;

const byName: ReadonlyMap<string, ContentType> = new Map(contentTypes.map((type) => [nameOf(type), type]));

export const findContentType = (id: ContentTypeId): ContentType | undefined => byName.get(nameOf(id));
