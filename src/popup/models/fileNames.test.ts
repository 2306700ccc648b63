import { expect, test } from 'vitest';
import { cutFilename, extensionOf, fileSize, isDangerousName, savedFilename } from './fileNames.ts';

test('a long name is cut in its middle and keeps its ending', () => {
  expect(cutFilename('short.pdf')).toBe('short.pdf');
  const cut = cutFilename(`${'a'.repeat(80)}photo.jpg.exe`);
  expect([...cut]).toHaveLength(28);
  expect(cut.endsWith('pg.exe')).toBe(true);
  expect([...cutFilename(`${'😀'.repeat(80)}.png`)]).toHaveLength(28);
});

test.each([
  ['../../etc/passwd', '_.._etc_passwd'],
  ['C:\\Windows\\x.txt', 'C__Windows_x.txt'],
  ['  .bashrc', 'bashrc'],
  ['a\u202Egpj.exe', 'agpj.exe'],
  ['a\nb\0c.txt', 'a bc.txt'],
  ['', 'file'],
  ['...', 'file'],
  ['CON', 'file_CON'],
  ['nul.txt', 'file_nul.txt'],
  ['trailing. ', 'trailing'],
])('%j is saved as %j', (name, saved) => {
  expect(savedFilename(name, 'file')).toBe(saved);
});

test('a saved name has an end and keeps its ending', () => {
  const saved = savedFilename(`${'x'.repeat(250)}.png`, 'file');
  expect(saved).toHaveLength(120);
  expect(saved.endsWith('.png')).toBe(true);
});

test('what runs is known by its ending', () => {
  expect(extensionOf('a.tar.GZ')).toBe('gz');
  expect(extensionOf('.bashrc')).toBe('');
  expect(extensionOf('a')).toBe('');
  for (const name of ['a.exe', 'photo.jpg.SCR', 'a.html', 'a.svg', 'a.docm', 'a.sh', 'a.lnk']) {
    expect(isDangerousName(name)).toBe(true);
  }
  for (const name of ['a.png', 'a.pdf', 'a.txt', 'exe', 'a.docx']) expect(isDangerousName(name)).toBe(false);
});

test('sizes in words', () => {
  expect(fileSize(1, 'en')).toBe('1 byte');
  expect(fileSize(999, 'en')).toBe('999 bytes');
  expect(fileSize(1_500, 'en')).toBe('1.5 kB');
  expect(fileSize(25_000_000, 'en')).toBe('25 MB');
});
