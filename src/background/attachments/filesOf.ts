import { answerOf } from '../../core/content/answerOf.ts';
import type { AttachedFile, MessageContent, RemoteAttachment } from '../../core/content/messageContent.ts';

/** A file of a message: inside it, or on a server. */
export type FileOfMessage =
  | { readonly kind: 'inline'; readonly file: AttachedFile }
  | { readonly kind: 'remote'; readonly attachment: RemoteAttachment };

/** The files of a message, in the order in which its view lists them; those of a reply are those of its answer. */
export function filesOf(content: MessageContent | undefined): readonly FileOfMessage[] {
  const answer = content && answerOf(content);
  switch (answer?.kind) {
    case 'attachment': {
      const { kind: _, ...file } = answer;
      return [{ kind: 'inline', file }];
    }
    case 'remoteAttachment':
      return [{ kind: 'remote', attachment: answer.attachment }];
    case 'multiRemoteAttachment':
      return answer.attachments.map((attachment) => ({ kind: 'remote', attachment }));
    default:
      return [];
  }
}
