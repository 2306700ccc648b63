import { notificationLimits } from './notificationLimits.ts';
import { isSafeUrl } from './safeUrl.ts';

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

export type NotificationField = 'notification' | keyof Notification;

/** What each field has to be, for a person. */
export const notificationSentences: Readonly<Record<NotificationField, string>> = {
  notification: 'A notification is an object of type, title, body and perhaps url.',
  type: `The type is 1 to ${notificationLimits.typeIdLength} of a-z, 0-9, dot, dash and underscore, a letter or digit first.`,
  title: `The title is one line of plain text, 1 to ${notificationLimits.titleLength} characters.`,
  body: `The body is plain text, 1 to ${notificationLimits.bodyLength} characters.`,
  url: `The URL is https (or http on localhost), in ASCII, without a user name, at most ${notificationLimits.urlLength} characters.`,
};

export type CheckedNotification =
  | { readonly kind: 'valid'; readonly notification: Notification }
  | { readonly kind: 'invalid'; readonly field: NotificationField };

/** Whether something follows the rules of a notification; only fields that are known are taken over. */
export function checkNotification(value: unknown): CheckedNotification {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'invalid', field: 'notification' };
  }
  const field = (name: keyof Notification): unknown =>
    Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  const [typeId, title, body, url] = [field('type'), field('title'), field('body'), field('url')];
  if (!isTypeId(typeId)) return { kind: 'invalid', field: 'type' };
  if (!isPlainLine(title, notificationLimits.titleLength)) return { kind: 'invalid', field: 'title' };
  if (!isPlainText(body, notificationLimits.bodyLength)) return { kind: 'invalid', field: 'body' };
  if (url !== undefined && !isSafeUrl(url, notificationLimits.urlLength))
    return { kind: 'invalid', field: 'url' };
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
