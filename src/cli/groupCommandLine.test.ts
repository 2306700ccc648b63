import { expect, test } from 'vitest';
import { parseCommandLine } from './commandLine.ts';

const parse = (args: readonly string[]) => parseCommandLine(['group', ...args, '--key', 'k'], {});

test.each([
  [['create', 'a', 'b'], { action: 'create', peers: ['a', 'b'] }],
  [
    ['create', '--name', 'n', '--description', 'd', '--image', 'u', '--permissions', 'adminOnly', 'a'],
    {
      action: 'create',
      peers: ['a'],
      name: 'n',
      description: 'd',
      imageUrl: 'u',
      permissions: 'adminOnly',
    },
  ],
  [['info', 'id', '--offline'], { action: 'info', conversationId: 'id', offline: true }],
  [['leave', 'id'], { action: 'leave', conversationId: 'id' }],
  [['add', 'id', 'a', 'b'], { action: 'add', conversationId: 'id', peers: ['a', 'b'] }],
  [['rename', 'id', ''], { action: 'rename', conversationId: 'id', text: '' }],
  [['send', 'id', '--', '-1'], { action: 'send', conversationId: 'id', text: '-1' }],
  [
    ['role', 'id', 'a', 'superAdmin'],
    { action: 'role', conversationId: 'id', peer: 'a', role: 'superAdmin' },
  ],
  [
    ['permit', 'id', 'imageUrl', 'deny'],
    { action: 'permit', conversationId: 'id', kind: 'imageUrl', policy: 'deny' },
  ],
])('group %j', (args, group) => {
  // The key's flag stands in front: what follows `--` is text.
  expect(parseCommandLine(['group', '--key', 'k', ...args], {})).toMatchObject({
    kind: 'client',
    command: 'group',
    group,
  });
});

test.each([
  [[]],
  [['toString', 'id']],
  [['info']],
  [['info', 'id', 'more']],
  [['add', 'id']],
  [['rename', 'id']],
  [['role', 'id', 'a', 'king']],
  [['permit', 'id', 'everything', 'allow']],
  [['permit', 'id', 'name', 'perhaps']],
  [['create', 'a', '--permissions', 'none']],
  [['rename', 'id', 'n', '--name', 'n']],
  [['leave', 'id', '--offline']],
])('group %j is wrong usage', (args) => {
  expect(parse(args)).toMatchObject({ kind: 'usage', command: 'group' });
});
