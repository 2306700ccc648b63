import type { ContentType } from './contentType.ts';
import { jsonFields } from './jsonFields.ts';
import { singleLine } from './singleLine.ts';

/** More than these the reference client does not send. */
const actionLimit = 10;

/** coinbase.com/actions:1.0: a question with answers to choose from. */
export const actionsContent: ContentType = {
  authorityId: 'coinbase.com',
  typeId: 'actions',
  versionMajor: 1,
  shouldPush: true,
  isVisible: true,
  read: (encoded) => {
    const json = jsonFields(encoded.content);
    const description = json?.text('description');
    if (json === undefined || description === undefined) return undefined;
    const choices = json
      .list('actions')
      .slice(0, actionLimit)
      .map((action, index) => `[${index + 1}] ${singleLine(action.text('label') ?? '')}`);
    return { text: [description, ...choices].join('\n') };
  },
};
