import { expect, test } from 'vitest';
import { checkMinVersion, compareLibxmtpVersions, parseLibxmtpVersion } from './libxmtpVersion.ts';

test('precedence of Semantic Versioning 2.0.0', () => {
  const ascending = [
    '0.9.9',
    '1.0.0-0',
    '1.0.0-2',
    '1.0.0-10',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.2.0',
    '1.10.0',
    '10.0.0',
  ];
  const versions = ascending.map((text) => parseLibxmtpVersion(text));
  versions.forEach((one, index) => {
    versions.forEach((other, otherIndex) => {
      if (one === undefined || other === undefined) throw new Error('not a version');
      expect(Math.sign(compareLibxmtpVersions(one, other))).toBe(Math.sign(index - otherIndex));
    });
  });
});

test.each([
  '',
  '1',
  '1.0',
  '1.0.0.0',
  '01.0.0',
  '1.0.0-',
  '1.0.0-01',
  '1.0.0-a..b',
  'v1.0.0',
  '1.0.0+',
  ' 1.0.0',
])('%j is no version', (text) => {
  expect(parseLibxmtpVersion(text)).toBeUndefined();
  expect(checkMinVersion(text)).toBe('malformed');
});

test('build metadata does not count', () => {
  expect(parseLibxmtpVersion('1.0.0-rc.1+build.5')).toEqual({ core: [1n, 0n, 0n], preRelease: ['rc', '1'] });
});

test('a number beyond 64 bits is no version', () => {
  expect(parseLibxmtpVersion('18446744073709551616.0.0')).toBeUndefined();
});

test('we follow 1.11.0 and what came before it', () => {
  expect(checkMinVersion('1.11.0')).toBe('supported');
  expect(checkMinVersion('1.11.0-dev')).toBe('supported');
  expect(checkMinVersion('1.11.1-dev')).toBe('tooNew');
  expect(checkMinVersion('2.0.0')).toBe('tooNew');
});
