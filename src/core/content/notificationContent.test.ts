import { create } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageLimits } from '../../bridge/page/pageLimits.ts';
import { utf8Encode } from '../bytes/bytes.ts';
import { isWalletInboxError } from '../errors.ts';
import { EncodedContentSchema } from '../gen/mls/message_contents/content_pb.js';
import { contentFromBytes, contentToBytes } from './contentBytes.ts';
import { describeContent } from './describeContent.ts';
import { decodeNotification, encodeNotification } from './notificationContent.ts';
import { notificationLimits } from './notificationLimits.ts';
import type { Notification } from './notificationRules.ts';

const order: Notification = {
  type: 'orders',
  title: 'Order 1042 is on its way',
  body: 'Two parcels.\nThey arrive on Monday.',
  url: 'https://shop.example/orders/1042?from=inbox#top',
};

const contentOf = (json: string, type: Partial<{ authorityId: string; versionMajor: number }> = {}) =>
  create(EncodedContentSchema, {
    type: { authorityId: 'wallet-inbox', typeId: 'notification', versionMajor: 1, versionMinor: 0, ...type },
    parameters: { encoding: 'UTF-8' },
    fallback: 'the fallback',
    content: utf8Encode(json),
  });

test('a notification has the documented form, survives the wire, and is shown by its text', () => {
  const encoded = encodeNotification(order);
  expect(encoded).toMatchObject({
    type: { authorityId: 'wallet-inbox', typeId: 'notification', versionMajor: 1, versionMinor: 0 },
    parameters: { encoding: 'UTF-8' },
    fallback:
      'Order 1042 is on its way\n\nTwo parcels.\nThey arrive on Monday.\nhttps://shop.example/orders/1042?from=inbox#top',
  });
  expect(JSON.parse(new TextDecoder().decode(encoded.content))).toEqual(order);
  const received = contentFromBytes(contentToBytes(encoded));
  expect(received && decodeNotification(received)).toEqual(order);
  expect(describeContent(encoded)).toEqual({
    contentType: 'wallet-inbox/notification:1.0',
    text: encoded.fallback,
    isVisible: true,
    shouldPush: true,
  });
  const { url: _, ...short } = { ...order, body: 'b' };
  expect(encodeNotification(short).fallback).toBe(`${order.title}\n\nb`);
});

const accepted: readonly [string, Partial<Notification>][] = [
  ['the longest of everything', { type: 'a'.repeat(32), title: 't'.repeat(64), body: 'b'.repeat(255) }],
  ['the longest URL', { url: `https://a.example/${'x'.repeat(494)}` }],
  ['emoji families and joiners', { title: '👩‍👩‍👧 نامه‌ای' }],
  ['http on this machine', { url: 'http://localhost:3000/x' }],
  ['http on this machine by number', { url: 'http://127.0.0.1:3000/x' }],
  ['http on a name below localhost', { url: 'http://shop.localhost/' }],
];
test.each(accepted)('%s may be sent', (_, change) => {
  const notification = { ...order, ...change };
  expect(decodeNotification(encodeNotification(notification))).toEqual(notification);
});

const refused: readonly [string, string, object][] = [
  ['no type', 'type', { type: undefined }],
  ['a type in capitals', 'type', { type: 'Orders' }],
  ['a type that is too long', 'type', { type: 'a'.repeat(33) }],
  ['a type with a line break behind', 'type', { type: 'orders\n' }],
  ['an empty title', 'title', { title: '' }],
  ['a blank title', 'title', { title: '  ' }],
  ['a title that is too long', 'title', { title: 't'.repeat(65) }],
  ['a title of two lines', 'title', { title: 'a\nb' }],
  ['a title that turns the direction', 'title', { title: 'a\u202eb' }],
  ['a title with half a character', 'title', { title: 'a\ud800' }],
  ['a title that is no text', 'title', { title: 7 }],
  ['no body', 'body', { body: undefined }],
  ['a body that is too long', 'body', { body: 'b'.repeat(256) }],
  ['a body with a control character', 'body', { body: 'a\u0007b' }],
  ['a body that isolates a direction', 'body', { body: 'a\u2066b' }],
  ['a URL that is too long', 'url', { url: `https://a.example/${'x'.repeat(495)}` }],
  ['a URL in clear', 'url', { url: 'http://shop.example/' }],
  ['a script', 'url', { url: 'javascript:alert(1)' }],
  ['a URL with a user name', 'url', { url: 'https://bank.example@evil.example/' }],
  ['a URL with a space', 'url', { url: 'https://shop.example/a b' }],
  ['a URL that is not ASCII', 'url', { url: 'https://shоp.example/' }],
  ['a URL that is none', 'url', { url: 'https://[' }],
  ['a host that only begins like this machine', 'url', { url: 'http://localhost.evil.example/' }],
  ['an empty URL', 'url', { url: '' }],
  ['a URL that is null', 'url', { url: null }],
];
test.each(refused)('%s is refused when sending and when reading', (_, field, change) => {
  const broken = { ...order, ...change };
  const failure = (() => {
    try {
      return encodeNotification(broken as Notification);
    } catch (error) {
      return error;
    }
  })();
  expect(failure).toMatchObject({ code: 'Notification.Invalid', details: { field } });
  expect(decodeNotification(contentOf(JSON.stringify(broken)))).toBeUndefined();
});

test('what breaks a rule is shown by its fallback', () => {
  expect(describeContent(contentOf('{"type":"a","title":"","body":"b"}'))).toMatchObject({
    text: 'the fallback',
    problem: 'malformed',
    isVisible: true,
  });
});

test('unknown fields are passed over; other types, versions and encodings are not read', () => {
  const json = JSON.stringify({ ...order, sound: 'loud', __proto__: null });
  expect(decodeNotification(contentOf(json))).toEqual(order);
  expect(decodeNotification(contentOf(json, { versionMajor: 2 }))).toBeUndefined();
  expect(decodeNotification(contentOf(json, { authorityId: 'xmtp.org' }))).toBeUndefined();
  expect(decodeNotification({ ...contentOf(json), parameters: { encoding: 'UTF-16' } })).toBeUndefined();
  expect(decodeNotification({ ...contentOf(json), compression: 1 })).toBeUndefined();
  const padded = JSON.stringify({ ...order, pad: 'x'.repeat(8_192) });
  expect(decodeNotification(contentOf(padded))).toBeUndefined();
});

test('fields must be its own', () => {
  expect(decodeNotification(contentOf('{"__proto__":{"type":"a","title":"t","body":"b"}}'))).toBeUndefined();
  expect(decodeNotification(contentOf('[]'))).toBeUndefined();
});

test('hostile JSON and hostile bytes never throw when read, and only our error when sent', () => {
  const anything = fc.oneof(
    fc.anything(),
    fc.record(
      { type: fc.anything(), title: fc.anything(), body: fc.anything(), url: fc.anything() },
      { requiredKeys: [] },
    ),
    fc.record(
      {
        type: fc.constant('orders'),
        title: fc.string({ unit: 'binary', minLength: 1 }),
        body: fc.string({ unit: 'binary', minLength: 1 }),
        url: fc.oneof(fc.webUrl(), fc.string()),
      },
      { requiredKeys: ['type', 'title', 'body'] },
    ),
  );
  fc.assert(
    fc.property(anything, (value) => {
      try {
        const encoded = encodeNotification(value as Notification);
        expect(decodeNotification(encoded)).toBeDefined();
      } catch (error) {
        expect(isWalletInboxError(error, 'Notification.Invalid')).toBe(true);
      }
    }),
  );
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (json) => {
      expect(typeof describeContent(contentOf(json)).text).toBe('string');
      decodeNotification(contentOf(json));
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (content) => {
      decodeNotification({ ...contentOf(''), content });
    }),
  );
});

test('what a page may ask for and what may be sent have the same limits', () => {
  expect(pageLimits).toMatchObject(notificationLimits);
});
