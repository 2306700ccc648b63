import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { memberRoles, permissionKinds, permissionPolicies } from '../bridge/groupView.ts';
import { muteChoices } from './models/inboxMenu.ts';

const locales = join(import.meta.dirname, '../../extension/public/_locales');
const english: Record<string, unknown> = JSON.parse(readFileSync(join(locales, 'en/messages.json'), 'utf8'));

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/u.test(name) && !/\.test\./u.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** What a row's menu offers, each with what is said when it was done. */
const menuWords = 'markRead accept pin unpin mute unmute archive unarchive block unblock'.split(' ');

/** The keys of groups that are put together from a value. */
function groupKeys(): string[] {
  const actions = ['makeAdmin', 'makeSuperAdmin', 'takeAdmin', 'takeSuperAdmin', 'remove'];
  const questions = ['makeSuperAdmin', 'takeSuperAdmin', 'remove'];
  const refusals = readFileSync(join(import.meta.dirname, 'models/groupRefusal.ts'), 'utf8');
  return [
    'groupName',
    'groupDescription',
    'groupPicture',
    ...['allMembers', 'adminOnly', 'custom', 'dm'].map((name) => `groupPreset_${name}`),
    ...['allMembers', 'adminOnly'].map((name) => `groupPresetDetail_${name}`),
    ...memberRoles.map((role) => `groupRole_${role}`),
    ...actions.map((action) => `memberAction_${action}`),
    ...questions.flatMap((action) => [`memberConfirmTitle_${action}`, `memberConfirm_${action}`]),
    ...permissionKinds.map((kind) => `permission_${kind}`),
    ...[...permissionPolicies, 'custom'].map((policy) => `policy_${policy}`),
    ...['superAdmin', 'lastMember', 'paused'].map((name) => `groupLeaveObstacle_${name}`),
    ...[...refusals.matchAll(/^ {2}'([A-Za-z]+)',$/gmu)].map(([, reason]) => `groupRefused_${reason}`),
  ];
}

test('every sentence that the windows ask for is there', () => {
  const keys = new Set<string>();
  for (const source of sourcesBelow(import.meta.dirname)) {
    for (const call of source.matchAll(/\btext\(([^)]*)\)/gu)) {
      for (const [, key] of (call[1] ?? '').matchAll(/'([A-Za-z_]+)'/gu)) if (key) keys.add(key);
    }
    for (const [, key] of source.matchAll(/: '(error[A-Za-z]+)'/gu)) if (key) keys.add(key);
  }
  // Built from a value: named here in full.
  for (const name of ['production', 'dev', 'local', 'custom']) keys.add(`network_${name}`);
  for (const name of ['inbox', 'requests', 'apps']) keys.add(`tab_${name}`);
  for (const name of ['requests', 'apps', 'archived', 'blocked']) keys.add(`empty_${name}`);
  for (const name of ['archived', 'blocked']) keys.add(`${name}Title`).add(`${name}Detail`);
  for (const name of muteChoices) keys.add(`mute_${name}`);
  for (const name of menuWords) keys.add(`menu_${name}`).add(`done_${name}`);
  for (const name of ['system', 'light', 'dark']) keys.add(`theme_${name}`);
  for (const name of groupKeys()) keys.add(name);

  const unit = new Set(['allowed', 'denied', 'sending', 'dm']);
  const missing = [...keys].filter((key) => !unit.has(key) && !(key in english));
  expect(missing).toEqual([]);
  expect(keys.size).toBeGreaterThan(60);
});

type Messages = Record<
  string,
  { readonly message: string; readonly placeholders?: Record<string, { readonly content: string }> }
>;

const languages = readdirSync(locales).filter((name) => name !== 'en');

test.each(languages)('%s says all that English says, with the same blanks', (language) => {
  const other: Messages = JSON.parse(readFileSync(join(locales, language, 'messages.json'), 'utf8'));
  const blanksOf = ({ message, placeholders = {} }: Messages[string]) => ({
    inText: [...new Set(message.match(/\$(?:\d|[A-Za-z]+\$)/gu))].sort(),
    named: Object.entries(placeholders)
      .map(([name, { content }]) => `${name}: ${content}`)
      .sort(),
  });
  expect(Object.keys(other).sort()).toEqual(Object.keys(english).sort());
  for (const [key, message] of Object.entries(english as Messages)) {
    expect({ key, ...blanksOf(other[key] ?? { message: '' }) }).toEqual({ key, ...blanksOf(message) });
  }
});

test('there is a second language', () => {
  expect(languages).not.toEqual([]);
});
