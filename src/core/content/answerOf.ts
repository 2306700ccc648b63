import type { MessageContent } from './messageContent.ts';

/** What a reply says, however deep it lies; any other content itself. */
export function answerOf(content: MessageContent): Exclude<MessageContent, { readonly kind: 'reply' }> {
  return content.kind === 'reply' ? answerOf(content.content) : content;
}
