/** Behind a conversation's id: where its messages lie that no thread shows. */
const asideSuffix = '/aside';

/**
 * What the index files a message under. Receipts, reactions and the like lie aside: however many of them there are, a page
 * of a thread is read as a page of lines.
 */
export function threadPlace(conversationId: string, isShown: boolean): string {
  return isShown ? conversationId : `${conversationId}${asideSuffix}`;
}

/** The conversation of a place. */
export function conversationOfPlace(place: string): string {
  return place.endsWith(asideSuffix) ? place.slice(0, -asideSuffix.length) : place;
}
