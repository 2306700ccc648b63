import * as v from 'valibot';
import { expect, test } from 'vitest';
import { notificationTypeSchema } from '../bridge/pageSchemas.ts';
import { iconField } from '../bridge/siteView.ts';
import { parseSiteFileOptions, siteFileOf } from './siteFile.ts';

const sender = 'ab'.repeat(32);
const png = Buffer.from('89504e470d0a1a0a00', 'hex');

test('types are split at colons, and a description may hold some', () => {
  expect(
    parseSiteFileOptions({
      name: 'Shop',
      icon: 'x.png',
      type: ['orders:Orders', 'deals:Deals:Once a week: on Friday'],
      sender: [sender.toUpperCase(), sender],
    }),
  ).toEqual({
    name: 'Shop',
    iconPath: 'x.png',
    types: [
      { id: 'orders', name: 'Orders' },
      { id: 'deals', name: 'Deals', description: 'Once a week: on Friday' },
    ],
    senders: [sender],
  });
});

test('what it lets through, the extension takes', () => {
  const longest = `${'a'.repeat(32)}:${'n'.repeat(40)}:${'d'.repeat(120)}`;
  const options = parseSiteFileOptions({ name: 'n'.repeat(80), type: [longest, 'b:Café ☕'] });
  if (typeof options === 'string') throw new Error(options);
  expect(options.types.map((type) => v.is(notificationTypeSchema, type))).toEqual([true, true]);
  const file = siteFileOf(options, [sender], Buffer.concat([png, Buffer.alloc(32 * 1024 - png.length)]));
  if (typeof file === 'string') throw new Error(file);
  expect(v.is(iconField, file.icon)).toBe(true);
});

test.each([
  ['a long name', { name: 'n'.repeat(81) }, /^--name/],
  ['a name of two lines', { name: 'a\nb' }, /^--name/],
  ['a type without a name', { type: ['orders'] }, /NAME is/],
  ['a type in capitals', { type: ['Orders:Orders'] }, /an ID is/],
  ['a long type name', { type: [`a:${'n'.repeat(41)}`] }, /NAME is/],
  ['a type name that turns the direction', { type: ['a:b\u202ec'] }, /NAME is/],
  ['a long description', { type: [`a:b:${'d'.repeat(121)}`] }, /DESCRIPTION is/],
  ['a type twice', { type: ['a:b', 'a:c'] }, /twice/],
  ['too many types', { type: Array.from({ length: 17 }, (_, index) => `t${index}:T`) }, /At most 16/],
  ['too many senders', { sender: Array.from({ length: 33 }, () => sender) }, /At most 32/],
  ['an address as sender', { sender: [`0x${'ab'.repeat(20)}`] }, /^--sender/],
])('%s is refused', (_, values, sentence) => {
  expect(parseSiteFileOptions(values)).toMatch(sentence);
});

test.each([
  ['png', png],
  ['jpeg', Buffer.from('ffd8ffe000', 'hex')],
  ['webp', Buffer.from('RIFF....WEBPVP8 ', 'latin1')],
])('an icon that begins as %s becomes a data URI', (type, bytes) => {
  expect(siteFileOf({ types: [], senders: [] }, [sender], bytes)).toEqual({
    senders: [sender],
    icon: `data:image/${type};base64,${bytes.toString('base64')}`,
  });
});

test.each([
  ['an SVG', Buffer.from('<svg/>')],
  ['a sound', Buffer.from('RIFF....WAVEfmt ', 'latin1')],
  ['nothing', Buffer.alloc(0)],
  ['a large one', Buffer.concat([png, Buffer.alloc(32 * 1024)])],
])('%s is no icon', (_, bytes) => {
  expect(siteFileOf({ types: [], senders: [] }, [sender], bytes)).toMatch(/PNG, JPEG or WebP/);
});
