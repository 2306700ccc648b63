import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { groupTextProblem, pictureHost } from './groupTexts.ts';

beforeEach(() => {
  const getMessage = (key: string, substitutions: readonly string[]) => [key, ...substitutions].join(' ');
  vi.stubGlobal('chrome', { i18n: { getMessage } });
});
afterEach(() => void vi.unstubAllGlobals());

test('a picture lies at a host or nowhere', () => {
  expect(pictureHost(' https://pictures.example:8443/a.png ')).toBe('pictures.example:8443');
  for (const url of [
    'http://a.example/a.png',
    'javascript:alert(1)',
    'data:image/png;base64,AA',
    'a.png',
    '',
  ]) {
    expect(pictureHost(url)).toBeUndefined();
  }
  // What looks like another host is shown as what it is.
  expect(pictureHost('https://good.example@evil.example/')).toBe('evil.example');
  expect(pictureHost('https://gооd.example/')).toMatch(/^xn--gd-[a-z]+\.example$/u);
});

test('a text is measured in bytes, as the network does', () => {
  expect(groupTextProblem('name', 'é'.repeat(50))).toBeUndefined();
  expect(groupTextProblem('name', 'é'.repeat(51))).toBe('groupTextTooLong 100');
  expect(groupTextProblem('name', `${' '.repeat(100)}a`)).toBeUndefined();
  expect(groupTextProblem('imageUrl', '')).toBeUndefined();
  expect(groupTextProblem('imageUrl', 'http://a.example')).toBe('groupPictureInvalid');
});
