/**
 * What a file is, by its first bytes and not by what its sender calls it. Only what is named here is ever drawn or
 * played, and only within the sandbox; everything else can be saved. SVG is no picture here: it is a document.
 */
export interface FileKind {
  readonly kind: 'image' | 'audio' | 'video' | 'text' | 'other';
  /** For the sandbox; of 'other' and 'text' a neutral one. */
  readonly mimeType: string;
  /** The ending that belongs to it, where a name has none. */
  readonly extension: string;
}

const ascii = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length));

const startsWith = (bytes: Uint8Array, ...expected: readonly number[]): boolean =>
  expected.every((byte, index) => bytes[index] === byte);

const kindOf = (kind: FileKind['kind'], mimeType: string, extension: string): FileKind => ({
  kind,
  mimeType,
  extension,
});

export function sniffFile(bytes: Uint8Array): FileKind {
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))
    return kindOf('image', 'image/png', 'png');
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return kindOf('image', 'image/jpeg', 'jpg');
  if (/^GIF8[79]a$/u.test(ascii(bytes, 0, 6))) return kindOf('image', 'image/gif', 'gif');
  if (ascii(bytes, 0, 4) === 'RIFF') {
    const form = ascii(bytes, 8, 4);
    if (form === 'WEBP') return kindOf('image', 'image/webp', 'webp');
    if (form === 'WAVE') return kindOf('audio', 'audio/wav', 'wav');
  }
  if (ascii(bytes, 4, 4) === 'ftyp') return isoMedia(ascii(bytes, 8, 4));
  if (startsWith(bytes, 0x1a, 0x45, 0xdf, 0xa3)) return kindOf('video', 'video/webm', 'webm');
  if (ascii(bytes, 0, 4) === 'OggS') return kindOf('audio', 'audio/ogg', 'ogg');
  if (ascii(bytes, 0, 4) === 'fLaC') return kindOf('audio', 'audio/flac', 'flac');
  if (ascii(bytes, 0, 3) === 'ID3' || (bytes[0] === 0xff && [0xfb, 0xf3, 0xf2].includes(bytes[1] ?? 0))) {
    return kindOf('audio', 'audio/mpeg', 'mp3');
  }
  if (ascii(bytes, 0, 5) === '%PDF-') return kindOf('other', 'application/octet-stream', 'pdf');
  return isText(bytes)
    ? kindOf('text', 'text/plain', 'txt')
    : kindOf('other', 'application/octet-stream', '');
}

/** ISO/IEC 14496-12: the major brand of the file. */
function isoMedia(brand: string): FileKind {
  if (brand === 'avif' || brand === 'avis') return kindOf('image', 'image/avif', 'avif');
  if (/^(?:M4A |M4B )$/u.test(brand)) return kindOf('audio', 'audio/mp4', 'm4a');
  if (/^(?:isom|iso[2-6]|mp4[12]|avc1|M4V |MSNV|dash)$/u.test(brand))
    return kindOf('video', 'video/mp4', 'mp4');
  return kindOf('other', 'application/octet-stream', '');
}

/** Longer texts are not shown: a page of them is slow, and they are better read elsewhere. */
const maxTextBytes = 256 * 1024;

function isText(bytes: Uint8Array): boolean {
  if (bytes.length === 0 || bytes.length > maxTextBytes) return false;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return !/(?![\t\n\f\r])[\p{Cc}]/u.test(text);
  } catch {
    return false;
  }
}
