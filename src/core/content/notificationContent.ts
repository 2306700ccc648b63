import { create } from '@bufbuild/protobuf';
import { utf8Decode, utf8Encode } from '../bytes/bytes.ts';
import { WalletInboxError } from '../errors.ts';
import { type EncodedContent, EncodedContentSchema } from '../gen/mls/message_contents/content_pb.js';
import type { ContentType } from './contentType.ts';
import { notificationLimits } from './notificationLimits.ts';

/** What an app tells its user. Plain text; limits in `notificationLimits`. */
export interface Notification {
  /** The kind of notification that the person may switch off: `^[a-z0-9][a-z0-9._-]{0,31}$`. */
  readonly type: string;
  /** One line, at most 64 characters. */
  readonly title: string;
  /** At most 255 characters; may have line breaks. */
  readonly body: string;
  /** Where it leads: https (or http on localhost), ASCII, without a user name, at most 512 characters. */
  readonly url?: string;
}

const type = { authorityId: 'wallet-inbox', typeId: 'notification', versionMajor: 1 } as const;
const encoding = 'UTF-8';
/** No valid one is longer, even with every character escaped; what is longer is not parsed. */
const maxContentBytes = 8_192;

/** wallet-inbox/notification:1.0, described in docs/notifications.md */
export const notificationContent: ContentType = {
  ...type,
  shouldPush: true,
  isVisible: true,
  read: (encoded) => {
    const notification = decodeNotification(encoded);
    return notification === undefined ? undefined : { text: notificationText(notification) };
  },
};

/** @throws Notification.Invalid, with `details.field` */
export function encodeNotification(notification: Notification): EncodedContent {
  const checked = checkNotification(notification);
  if (checked.kind === 'invalid') {
    const { field } = checked;
    throw new WalletInboxError('Notification.Invalid', sentences[field], { details: { field } });
  }
  const { notification: valid } = checked;
  return create(EncodedContentSchema, {
    type: { ...type, versionMinor: 0 },
    parameters: { encoding },
    fallback: notificationText(valid),
    content: utf8Encode(JSON.stringify(valid)),
  });
}

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

type Field = 'notification' | keyof Notification;

const sentences: Readonly<Record<Field, string>> = {
  notification: 'A notification is an object of type, title, body and perhaps url.',
  type: `The type is 1 to ${notificationLimits.typeIdLength} of a-z, 0-9, dot, dash and underscore, a letter or digit first.`,
  title: `The title is one line of plain text, 1 to ${notificationLimits.titleLength} characters.`,
  body: `The body is plain text, 1 to ${notificationLimits.bodyLength} characters.`,
  url: `The URL is https (or http on localhost), in ASCII, without a user name, at most ${notificationLimits.urlLength} characters.`,
};

type Checked =
  | { readonly kind: 'valid'; readonly notification: Notification }
  | { readonly kind: 'invalid'; readonly field: Field };

function checkNotification(value: unknown): Checked {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'invalid', field: 'notification' };
  }
  const field = (name: keyof Notification): unknown =>
    Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  const [typeId, title, body, url] = [field('type'), field('title'), field('body'), field('url')];
  if (!isTypeId(typeId)) return { kind: 'invalid', field: 'type' };
  if (!isPlainLine(title, notificationLimits.titleLength)) return { kind: 'invalid', field: 'title' };
  if (!isPlainText(body, notificationLimits.bodyLength)) return { kind: 'invalid', field: 'body' };
  if (url !== undefined && !isSafeUrl(url)) return { kind: 'invalid', field: 'url' };
  return { kind: 'valid', notification: { type: typeId, title, body, ...(url !== undefined && { url }) } };
}

/** The name by which a site calls a kind of its notifications. */
export const isTypeId = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z0-9][a-z0-9._-]{0,31}$/.test(value);

/**
 * Controls, halves of characters, and the marks that turn the direction of text: an alert stands beside what the system
 * says. Joiners may stay, or families of emoji and several scripts would fall apart.
 */
const unsafe = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

const isText = (value: unknown, maxLength: number): value is string =>
  typeof value === 'string' && value.length <= maxLength && value.trim() !== '';

const isPlainLine = (value: unknown, maxLength: number): value is string =>
  isText(value, maxLength) && !unsafe.test(value);

const isPlainText = (value: unknown, maxLength: number): value is string =>
  isText(value, maxLength) && !unsafe.test(value.replaceAll('\n', ' '));

function isSafeUrl(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > notificationLimits.urlLength) return false;
  if (!/^https?:\/\/[\x21-\x7e]+$/.test(value) || !URL.canParse(value)) return false;
  const { protocol, hostname, username, password } = new URL(value);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || /^(localhost|.+\.localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
}
