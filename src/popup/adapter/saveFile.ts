/** Gives a file to the browser to be saved. The name is one that `savedFilename` has made; the type is a neutral one. */
export function saveFile(filename: string, bytes: Uint8Array<ArrayBuffer>): void {
  // Of no type: no browser opens what it was asked to save.
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = filename;
  anchor.click();
  // The download has taken the address by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
