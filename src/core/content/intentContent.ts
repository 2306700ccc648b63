import type { ContentType } from './contentType.ts';
import { jsonFields } from './jsonFields.ts';
import { singleLine } from './singleLine.ts';

/** coinbase.com/intent:1.0: an answer to {@link actionsContent}. */
export const intentContent: ContentType = {
  authorityId: 'coinbase.com',
  typeId: 'intent',
  versionMajor: 1,
  shouldPush: true,
  isVisible: true,
  read: (encoded) => {
    const action = jsonFields(encoded.content)?.text('actionId', 'action_id');
    return action === undefined ? undefined : { text: `Chose ${singleLine(action)}` };
  },
};
