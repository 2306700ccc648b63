import { expect, test } from 'vitest';
import type { IdentityLog, IdentityStep } from '../identity/identityLog.ts';
import { identityLogView } from './identityLogView.ts';

const inboxId = 'a1'.repeat(32);

/** An update that adds and removes installations. */
const step = (sequenceId: bigint, added: readonly string[], removed: readonly string[]): IdentityStep => ({
  sequenceId,
  serverTimestampNs: sequenceId,
  added: added.map((id) => ({ identifier: { kind: 'installation', id }, isVerified: true })),
  removed: removed.map((id) => ({ kind: 'installation', id })),
  recovery: { kind: 'address', id: `0x${'11'.repeat(20)}` },
  signatures: [],
  isVerified: true,
});

test('an identity log as the group room looks at it', () => {
  const log: IdentityLog = { inboxId, steps: [step(3n, ['aa'], []), step(7n, ['bb'], ['aa'])] };
  const view = identityLogView(log, true);
  expect(view.sequenceIds).toEqual([3n, 7n]);
  expect(view.isFresh).toBe(true);
  expect(view.installationsAt(3n)).toEqual(new Set(['aa']));
  expect(view.installationsAt(7n)).toEqual(new Set(['bb']));
  expect(view.installationsAt(8n)).toBeUndefined();
});

test('an update that breaks the log exists, but stands for nothing', () => {
  const refused = { sequenceId: 5n, reason: 'wrongInboxId' } as const;
  const view = identityLogView({ inboxId, steps: [step(3n, ['aa'], [])], refused }, false);
  expect(view.sequenceIds).toEqual([3n, 5n]);
  expect(view.isFresh).toBe(false);
  expect(view.installationsAt(5n)).toBeUndefined();
});
