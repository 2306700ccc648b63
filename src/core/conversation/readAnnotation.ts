import { contentFromBytes } from '../content/contentBytes.ts';
import { decodeContent } from '../content/decodeContent.ts';
import { expandContent } from '../content/expandContent.ts';
import type { AnnotationBody } from '../records.ts';

/** A content that is shown at another message, or at the conversation, instead of as a line. */
export type Annotation = AnnotationBody | { readonly kind: 'receipt' };

/** `undefined` for every other content, and for one that breaks the rules of its type. */
export async function readAnnotation(bytes: Uint8Array): Promise<Annotation | undefined> {
  const encoded = contentFromBytes(bytes);
  const expanded = encoded && (await expandContent(encoded));
  const content = expanded && decodeContent(expanded);
  switch (content?.kind) {
    case 'reaction': {
      const { reference: messageId, content: text, schema, action } = content;
      return { kind: 'reaction', messageId, content: text, schema, action };
    }
    case 'deleteMessage':
      return { kind: 'deletion', messageId: content.messageId };
    case 'readReceipt':
      return { kind: 'receipt' };
    default:
      return undefined;
  }
}
