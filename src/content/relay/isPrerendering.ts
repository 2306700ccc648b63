/** Whether the document is made ahead of a visit that may never come. Not in the types yet; false where it is unknown. */
export function isPrerendering(): boolean {
  return 'prerendering' in document && document.prerendering === true;
}
