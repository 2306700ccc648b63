/**
 * What a view says as prose, for a list's last line, an alert, a copy, a quote. It stands between the worlds because the
 * worker's alerts and the windows' lists must not tell the same message in two ways.
 */
import type { AttachmentView, ContentView } from './contentView.ts';
import type { MessageView } from './messageView.ts';

export interface ProseContext {
  /** A string of `_locales`. */
  readonly say: (key: string, ...substitutions: readonly string[]) => string;
  /** How a person is called; ourselves as `say('you')`. */
  readonly nameOf: (inboxId: string) => string;
}

/** Never empty. May hold line breaks; as hostile as its sender. */
export function messageProse(message: MessageView, context: ProseContext): string {
  const { say } = context;
  if (message.kind === 'undecryptable') return say('messageUndecryptable');
  if (message.deletedBy !== undefined) return say('messageDeleted');
  const prose = message.content === undefined ? '' : contentProse(message.content, message.text, context);
  return prose || message.text || say('messageUnsupported', message.contentType);
}

function contentProse(content: ContentView, text: string, context: ProseContext): string {
  const { say } = context;
  switch (content.kind) {
    case 'markdown':
      return markdownProse(text);
    case 'attachments':
      return filesProse(content.items, content.count, say);
    case 'transactionReference':
      return say('proseTransaction');
    case 'walletSendCalls':
      return say('proseCalls');
    case 'actions':
      return content.question;
    case 'intent':
      return say('proseIntent', content.actionId);
    case 'leaveRequest':
      return say('proseLeaveRequest');
    case 'notification':
      return `${content.title}\n${content.body}`;
    case 'groupUpdate':
      return updateProse(content, context);
  }
}

const endings: readonly (readonly [RegExp, string])[] = [
  [/\.(?:avif|gif|heic|jpe?g|png|webp)$/iu, 'prosePhoto'],
  [/\.(?:m4v|mkv|mov|mp4|webm)$/iu, 'proseVideo'],
  [/\.(?:aac|flac|m4a|mp3|oga|ogg|opus|wav)$/iu, 'proseAudio'],
];

function filesProse(items: readonly AttachmentView[], count: number, say: ProseContext['say']): string {
  const [item] = items;
  if (item === undefined || count > 1) return say('proseFiles', String(count));
  const byEnding = endings.find(([pattern]) => pattern.test(item.filename));
  if (byEnding !== undefined) return say(byEnding[1]);
  if (item.mimeType?.startsWith('image/')) return say('prosePhoto');
  return item.filename === '' ? say('proseFileUnnamed') : say('proseFile', item.filename);
}

/** The commonest marks taken away: a line of a list has no room for them, and they mean nothing there. */
export function markdownProse(source: string): string {
  return source
    .replace(/!?\[([^\]\n]{0,500})\]\([^)\n]{0,2048}\)/gu, '$1')
    .replace(/^ {0,3}(?:#{1,6}|>|[-*+]) +/gmu, '')
    .replace(/\*\*|__|~~|`{1,3}/gu, '')
    .split('\n')
    .filter((line) => !isRule(line))
    .map((line) => line.replace(/^ *\[[ x]\] /u, '').replace(/^ *\|.*$/u, cellsProse))
    .join('\n')
    .trim();
}

/** A line across, or the one under the head of a table. */
const isRule = (line: string): boolean => line.includes('---') && /^[\s|:-]+$/u.test(line);

const cellsProse = (line: string): string => line.replace(/[\s|]+/gu, ' ').trim();

type GroupUpdateView = ContentView & { readonly kind: 'groupUpdate' };

function updateProse(update: GroupUpdateView, { say, nameOf }: ProseContext): string {
  const by = update.byInboxId === undefined ? say('somebody') : nameOf(update.byInboxId);
  // Ourselves in the middle of a sentence are another word than at its beginning.
  const object = (inboxId: string): string => {
    const name = nameOf(inboxId);
    return name === say('you') ? say('youObject') : name;
  };
  const names = ({ inboxIds, count }: GroupUpdateView['added'], name = object): string => {
    const named = inboxIds.slice(0, 5).map(name);
    return count > named.length
      ? say('andMore', named.join(', '), String(count - named.length))
      : named.join(', ');
  };
  const about = (key: string, people: GroupUpdateView['added']): string[] =>
    people.count === 0 ? [] : [say(key, by, names(people))];
  const sentences = [
    ...about('updateAdded', update.added),
    ...about('updateRemoved', update.removed),
    ...(update.left.count === 0 ? [] : [say('updateLeft', names(update.left, nameOf))]),
    ...about('updateAdminsAdded', update.adminsAdded),
    ...about('updateAdminsRemoved', update.adminsRemoved),
    ...about('updateSuperAdminsAdded', update.superAdminsAdded),
    ...about('updateSuperAdminsRemoved', update.superAdminsRemoved),
    ...update.changes.map((change) => changeProse(change, by, say)),
  ];
  // Two attributes of one setting change together.
  const different = [...new Set(sentences)];
  return different.length === 0 ? say('updateNothing', by) : different.join('\n');
}

function changeProse(
  { field, value }: GroupUpdateView['changes'][number],
  by: string,
  say: ProseContext['say'],
): string {
  switch (field) {
    case 'name':
      return value === '' ? say('updateNameRemoved', by) : say('updateName', by, value);
    case 'description':
      return say('updateDescription', by);
    case 'image':
      return say('updateImage', by);
    case 'disappearing':
      return say('updateDisappearing', by);
    case 'other':
      return say('updateNothing', by);
  }
}
