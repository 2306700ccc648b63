import { create } from '@bufbuild/protobuf';
import { utf8Decode, utf8Encode } from '../bytes/bytes.ts';
import { WalletInboxError } from '../errors.ts';
import { type EncodedContent, EncodedContentSchema } from '../gen/mls/message_contents/content_pb.js';
import { type ContentPayload, contentCodec } from './contentCodec.ts';
import type { NotificationContent } from './messageContent.ts';
import { checkNotification, type Notification, notificationSentences } from './notificationRules.ts';

const type = { authorityId: 'wallet-inbox', typeId: 'notification', versionMajor: 1 } as const;
const encoding = 'UTF-8';
/** No valid one is longer, even with every character escaped; what is longer is not parsed. */
const maxContentBytes = 8_192;

/** wallet-inbox/notification:1.0, described in docs/notifications.md */
export const notificationContent = contentCodec<NotificationContent>({
  ...type,
  shouldPush: true,
  isVisible: true,
  describe: ({ notification }) => notificationText(notification),
  decode: (encoded) => {
    const notification = decodeNotification(encoded);
    return notification === undefined ? undefined : { kind: 'notification', notification };
  },
  encode: ({ notification }) => notificationPayload(notification),
});

/** @throws Notification.Invalid, with `details.field` */
export const encodeNotification = (notification: Notification): EncodedContent =>
  create(EncodedContentSchema, { type: { ...type, versionMinor: 0 }, ...notificationPayload(notification) });

const notificationPayload = (notification: Notification): ContentPayload => {
  const checked = checkNotification(notification);
  if (checked.kind === 'invalid') {
    const { field } = checked;
    throw new WalletInboxError('Notification.Invalid', notificationSentences[field], { details: { field } });
  }
  const { notification: valid } = checked;
  return {
    parameters: { encoding },
    fallback: notificationText(valid),
    content: utf8Encode(JSON.stringify(valid)),
  };
};

/**
 * The notification in a content; `undefined` when it is of another type or breaks a rule, and then its fallback is all
 * that may be shown of it. Fields that are not known are passed over: a later minor version may have brought them.
 * Never throws.
 */
export function decodeNotification(encoded: EncodedContent): Notification | undefined {
  const named = encoded.type;
  const isOurs =
    named?.authorityId === type.authorityId &&
    named.typeId === type.typeId &&
    named.versionMajor === type.versionMajor;
  if (!isOurs || encoded.compression !== undefined) return undefined;
  if ((encoded.parameters.encoding ?? encoding) !== encoding) return undefined;
  if (encoded.content.length > maxContentBytes) return undefined;
  try {
    const checked = checkNotification(JSON.parse(utf8Decode(encoded.content)));
    return checked.kind === 'valid' ? checked.notification : undefined;
  } catch {
    return undefined;
  }
}

/** What an app shows that knows no notifications, and what ours shows in a list. */
const notificationText = ({ title, body, url }: Notification): string =>
  `${title}\n\n${body}${url === undefined ? '' : `\n${url}`}`;
