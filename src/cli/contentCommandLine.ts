import { contentLimits } from '../core/content/contentLimits.ts';
import { isSafeUrl } from '../core/content/safeUrl.ts';

/** A command that sends something other than a text of its own. */
export type ContentCommand =
  | {
      readonly command: 'reply';
      /** Address, inbox id, or conversation id. */
      readonly to: string;
      readonly messageId: string;
      readonly text: string;
    }
  | {
      readonly command: 'react';
      readonly messageId: string;
      readonly content: string;
      readonly action: 'added' | 'removed';
    }
  | {
      readonly command: 'attach';
      /** Address, inbox id, or conversation id. */
      readonly to: string;
      readonly path: string;
      readonly mimeType: string | undefined;
      /** Where the encrypted file goes; `undefined`: into the message. */
      readonly uploadUrl: string | undefined;
    };

export const contentFlags = {
  reply: { to: { type: 'string' }, message: { type: 'string' }, text: { type: 'string' } },
  react: { message: { type: 'string' }, emoji: { type: 'string' }, remove: { type: 'boolean' } },
  attach: {
    to: { type: 'string' },
    file: { type: 'string' },
    mime: { type: 'string' },
    upload: { type: 'string' },
  },
} as const;

export interface ContentFlagValues {
  readonly to?: string | undefined;
  readonly message?: string | undefined;
  readonly text?: string | undefined;
  readonly emoji?: string | undefined;
  readonly remove?: boolean | undefined;
  readonly file?: string | undefined;
  readonly mime?: string | undefined;
  readonly upload?: string | undefined;
}

const isRecipient = (text: string): boolean => /^(0x[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{32})$/i.test(text);
const recipientRule = '--to takes an address (0x...), an inbox id or a conversation id.';
const isMessageId = (text: string): boolean => /^[0-9a-f]{64}$/i.test(text);
const messageRule = '--message takes the id of a message.';

/** Reads the flags of a command; what is wrong with them is a sentence. */
export function parseContentCommand(
  name: ContentCommand['command'],
  values: ContentFlagValues,
): ContentCommand | string {
  if (name === 'reply') return replyCommand(values);
  return name === 'react' ? reactCommand(values) : attachCommand(values);
}

function replyCommand({ to, message, text }: ContentFlagValues): ContentCommand | string {
  if (to === undefined || message === undefined || text === undefined) {
    return 'reply takes --to PEER --message ID --text TEXT.';
  }
  if (!isRecipient(to)) return recipientRule;
  if (!isMessageId(message)) return messageRule;
  return { command: 'reply', to: to.toLowerCase(), messageId: message.toLowerCase(), text };
}

function reactCommand({ message, emoji, remove = false }: ContentFlagValues): ContentCommand | string {
  if (message === undefined || emoji === undefined) {
    return 'react takes --message ID --emoji EMOJI, and perhaps --remove.';
  }
  if (!isMessageId(message)) return messageRule;
  if (emoji === '' || emoji.length > contentLimits.reactionLength) {
    return `--emoji takes 1 to ${contentLimits.reactionLength} characters.`;
  }
  return {
    command: 'react',
    messageId: message.toLowerCase(),
    content: emoji,
    action: remove ? 'removed' : 'added',
  };
}

function attachCommand({ to, file, mime, upload }: ContentFlagValues): ContentCommand | string {
  if (to === undefined || file === undefined) {
    return 'attach takes --to PEER --file F, and perhaps --mime TYPE and --upload URL.';
  }
  if (!isRecipient(to)) return recipientRule;
  if (upload !== undefined && !isSafeUrl(upload, contentLimits.urlLength)) {
    return '--upload takes an https URL, or http on this machine.';
  }
  return { command: 'attach', to: to.toLowerCase(), path: file, mimeType: mime, uploadUrl: upload };
}
