/** Names of files as their senders call them: claims, shown cut and saved cleaned. */
import { visibleName } from '../../bridge/visibleText.ts';

/** Kinds of file that a system runs, or that run programs when they are opened. */
const dangerous = new Set(
  (
    'action ade adp apk app appimage application appx bash bat bin bz2sh chm cmd com command cpl crx csh deb desktop dll dmg ' +
    'docm dotm ear elf exe fish gadget hlp hta htm html img inf inx ins ipa iso isp jar job js jse ksh lnk mde mht mhtml ' +
    'mobileconfig msc msi msix msp mst osx out paf pif pkg pl potm ppam ppsm pptm prf prg ps1 ps2 psc1 py pyc pyw rb reg rgs ' +
    'rpm run scpt scr sct service settingcontent-ms sh shb shs svg svgz swf sys terminal u3p url vb vbe vbs vbscript vhd vhdx ' +
    'webloc workflow ws wsc wsf wsh xht xhtml xlam xll xlsm xltm xml xpi xsl zsh'
  ).split(' '),
);

/** Names that mean devices on Windows, with any ending. */
const reserved = /^(?:aux|con|nul|prn|com\d|lpt\d)(?:\.|$)/iu;
const maxSavedLength = 120;

/** Lower-case, without the dot; empty when there is none. */
export function extensionOf(filename: string): string {
  const match = /[^./\\]\.([^./\\\s]{1,20})$/u.exec(filename);
  return match?.[1]?.toLowerCase() ?? '';
}

export const isDangerousName = (filename: string): boolean => dangerous.has(extensionOf(filename));

/** A name that fits a line: cut in its middle, as its end tells what it is. */
export function cutFilename(filename: string, maxLength = 28): string {
  const characters = [...filename];
  if (characters.length <= maxLength) return filename;
  const tail = Math.min(Math.max(extensionOf(filename).length + 5, 9), Math.floor(maxLength / 2));
  return `${characters.slice(0, maxLength - tail - 1).join('')}…${characters.slice(-tail).join('')}`;
}

/** A name to save under: one line, no path, nothing hidden, nothing reserved; `fallback` when nothing is left. */
export function savedFilename(filename: string, fallback: string): string {
  const cleaned = visibleName(filename)
    .replace(/[/\\:*?"<>|\p{Cc}\p{Cf}]/gu, '_')
    .replace(/^[\s.~]+|[\s.]+$/gu, '');
  const name =
    cleaned === '' || reserved.test(cleaned) ? `${fallback}${cleaned === '' ? '' : `_${cleaned}`}` : cleaned;
  const characters = [...name];
  if (characters.length <= maxSavedLength) return name;
  const extension = extensionOf(name);
  const ending = extension === '' ? '' : `.${extension}`;
  return `${characters.slice(0, maxSavedLength - ending.length).join('')}${ending}`;
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

export function fileSize(bytes: number, locale?: string): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[unit] ?? 'byte',
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0,
  }).format(value);
}
