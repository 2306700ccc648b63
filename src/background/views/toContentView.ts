import {
  type AttachmentView,
  type ContentView,
  maxActionsInView,
  maxAttachmentsInView,
  maxCallsInView,
  maxPeopleInUpdate,
} from '../../bridge/contentView.ts';
import { decodeGroupUpdate } from '../../core/content/decodeGroupUpdate.ts';
import type {
  ActionsContent,
  MessageContent,
  RemoteAttachment,
  TransactionReferenceContent,
  WalletCall,
} from '../../core/content/messageContent.ts';
import type { EncodedContent } from '../../core/gen/mls/message_contents/content_pb.js';
import { cutText } from './cutText.ts';

/** What a window draws beside a message's text; `undefined` when the text is all there is to it. */
export function toContentView(content: MessageContent, nowMs: number): ContentView | undefined {
  switch (content.kind) {
    case 'markdown':
      return { kind: 'markdown' };
    // A reply is what it says; what it answers stands in `repliedTo`.
    case 'reply':
      return toContentView(content.content, nowMs);
    case 'attachment':
      return {
        kind: 'attachments',
        items: [
          {
            filename: cutText(content.filename ?? '', 255),
            mimeType: cutText(content.mimeType, 128),
            sizeBytes: content.data.length,
          },
        ],
        count: 1,
      };
    case 'remoteAttachment':
      return { kind: 'attachments', items: [remoteFile(content.attachment)], count: 1 };
    case 'multiRemoteAttachment':
      return {
        kind: 'attachments',
        items: content.attachments.slice(0, maxAttachmentsInView).map(remoteFile),
        count: content.attachments.length,
      };
    case 'transactionReference':
      return transaction(content);
    case 'walletSendCalls':
      return {
        kind: 'walletSendCalls',
        chainId: BigInt(content.chainId).toString(),
        from: cutText(content.from, 64),
        calls: content.calls.slice(0, maxCallsInView).map(callOf),
        callCount: content.calls.length,
      };
    case 'actions':
      return actionsOf(content, nowMs);
    case 'intent':
      return {
        kind: 'intent',
        questionId: cutText(content.id, 256),
        actionId: cutText(content.actionId, 256),
      };
    case 'leaveRequest':
      return { kind: 'leaveRequest' };
    case 'notification': {
      const { type, ...rest } = content.notification;
      return { kind: 'notification', typeId: type, ...rest };
    }
    default:
      return undefined;
  }
}

/** The same for what a commit changed. */
export function toGroupUpdateView(encoded: EncodedContent): ContentView | undefined {
  const update = decodeGroupUpdate(encoded);
  if (update === undefined) return undefined;
  const { byInboxId, changes } = update;
  return {
    kind: 'groupUpdate',
    ...(byInboxId !== undefined && isInboxId(byInboxId) && { byInboxId }),
    added: people(update.added),
    removed: people(update.removed),
    left: people(update.left),
    adminsAdded: people(update.adminsAdded),
    adminsRemoved: people(update.adminsRemoved),
    superAdminsAdded: people(update.superAdminsAdded),
    superAdminsRemoved: people(update.superAdminsRemoved),
    changes: changes.slice(0, 16).map(({ field, value }) => ({ field, value: cutText(value, 512) })),
  };
}

const isInboxId = (text: string): boolean => /^[0-9a-f]{64}$/u.test(text);

const people = (inboxIds: readonly string[]) => ({
  inboxIds: inboxIds.filter(isInboxId).slice(0, maxPeopleInUpdate),
  count: inboxIds.length,
});

function remoteFile({ url, filename, contentLength }: RemoteAttachment): AttachmentView {
  return {
    filename: cutText(filename ?? '', 255),
    ...(contentLength !== undefined && { sizeBytes: contentLength }),
    host: cutText(new URL(url).host, 253),
  };
}

function callOf({ to, data, value, description }: WalletCall) {
  return {
    ...(to !== undefined && { to: cutText(to, 64) }),
    ...(value !== undefined && { value: BigInt(value).toString() }),
    ...(data !== undefined && { data: cutText(data, 2_000) }),
    dataBytes: data === undefined ? 0 : Math.ceil((data.length - 2) / 2),
    description: cutText(description ?? '', 500),
  };
}

function transaction({
  networkId,
  reference,
  namespace,
  metadata,
}: TransactionReferenceContent): ContentView {
  const amount = decimalOf(metadata?.amount, metadata?.decimals);
  return {
    kind: 'transactionReference',
    networkId: cutText(networkId, 64),
    reference: cutText(reference, 256),
    ...(namespace !== undefined && { namespace: cutText(namespace, 64) }),
    ...(amount !== undefined && { amount }),
    ...(metadata?.currency !== undefined && { currency: cutText(metadata.currency, 32) }),
    ...(metadata?.toAddress !== undefined && { toAddress: cutText(metadata.toAddress, 64) }),
  };
}

/** `amount` of the smallest unit as a decimal number, exact; `undefined` when it is not known exactly. */
function decimalOf(amount: number | undefined, decimals: number | undefined): string | undefined {
  if (amount === undefined || !Number.isSafeInteger(amount) || amount < 0) return undefined;
  if (decimals === undefined || !Number.isInteger(decimals) || decimals < 0 || decimals > 36)
    return undefined;
  const digits = String(amount).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const rest = digits.slice(digits.length - decimals).replace(/0+$/u, '');
  return rest === '' ? whole : `${whole}.${rest}`;
}

function actionsOf({ id, description, actions, expiresAt }: ActionsContent, nowMs: number): ContentView {
  const isOver = (time: string | undefined) => time !== undefined && !(Date.parse(time) > nowMs);
  return {
    kind: 'actions',
    questionId: cutText(id, 256),
    question: cutText(description, 2_000),
    actions: actions.slice(0, maxActionsInView).map((action) => ({
      id: cutText(action.id, 256),
      label: cutText(action.label, 256),
      style: action.style ?? 'secondary',
      isExpired: isOver(action.expiresAt),
    })),
    isExpired: isOver(expiresAt),
  };
}
