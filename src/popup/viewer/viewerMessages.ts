/** What passes between a window and the sandboxed frame in which a file is drawn. */

/** Window to frame, with a port on which the frame answers. */
export interface ShowMessage {
  readonly kind: 'show';
  readonly fileKind: 'image' | 'audio' | 'video' | 'text';
  readonly mimeType: string;
  readonly bytes: ArrayBuffer;
  /** For those who do not see a picture. */
  readonly label: string;
  readonly colorScheme: 'light' | 'dark' | 'light dark';
}

/**
 * Frame to window: pixels of a picture or film, the height of a text, or that it could not be drawn. Claims: the window
 * checks them.
 */
export type ShownMessage =
  | { readonly kind: 'shown'; readonly width: number; readonly height: number }
  | { readonly kind: 'broken' };

/** The page of the frame; `sandbox` in the manifest gives it an origin of its own and a policy without network. */
export const viewerPath = '/viewer.html';
