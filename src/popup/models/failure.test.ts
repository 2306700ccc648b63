import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { popupChannels } from '../../bridge/channels/popupChannels.ts';
import { RequestError } from '../adapter/backgroundPort.ts';
import { failureOf, sentenceOfCode } from './failure.ts';

beforeEach(() => {
  vi.stubGlobal('chrome', {
    i18n: { getMessage: (key: string, parts: readonly string[]) => [key, ...parts].join(' ') },
  });
});
afterEach(() => vi.unstubAllGlobals());

const failed = (code: string, details = {}) =>
  new RequestError({ code, shortMessage: 'In English, for a log.', retryable: false, details });

test('every code that a channel declares has a sentence of its own', () => {
  const codes = new Set(Object.values(popupChannels).flatMap(({ errors }) => [...errors]));
  expect(codes.size).toBeGreaterThan(40);
  expect([...codes].filter((code) => sentenceOfCode(code).startsWith('errorCode'))).toEqual([]);
});

test('nothing is said in the words of the worker, which are English', () => {
  expect(failureOf(failed('Peer.NoInbox'))).toEqual({ code: 'Peer.NoInbox', sentence: 'errorPeerNoInbox' });
  expect(failureOf(failed('Codec.Malformed')).sentence).toBe('errorCode Codec.Malformed');
  expect(failureOf(new TypeError('no such thing'))).toEqual({
    code: 'Bridge.Internal',
    sentence: 'errorUnknown',
  });
});

test('a group says why it refuses, where that is known', () => {
  expect(failureOf(failed('Group.Refused', { reason: 'groupFull' })).sentence).toBe('groupRefused_groupFull');
  expect(failureOf(failed('Group.Refused', { reason: 'later' })).sentence).toBe('groupRefused');
  expect(sentenceOfCode('Group.Refused')).toBe('groupRefused');
});
