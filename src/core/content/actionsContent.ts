import { utf8Encode } from '../bytes/bytes.ts';
import { contentCodec } from './contentCodec.ts';
import { contentLimits } from './contentLimits.ts';
import { requireContent } from './invalidContent.ts';
import { type JsonFields, jsonFields } from './jsonFields.ts';
import type { ActionChoice, ActionsContent } from './messageContent.ts';
import { isSafeUrl } from './safeUrl.ts';
import { singleLine } from './singleLine.ts';

/** coinbase.com/actions:1.0: a question with answers to choose from. */
export const actionsContent = contentCodec<ActionsContent>({
  authorityId: 'coinbase.com',
  typeId: 'actions',
  versionMajor: 1,
  shouldPush: true,
  isVisible: true,
  describe: ({ description, actions }) =>
    [description, ...actions.map(({ label }, index) => `[${index + 1}] ${singleLine(label)}`)].join('\n'),
  decode: (encoded) => {
    const json = jsonFields(encoded.content);
    const actions = json?.list('actions')?.map(readChoice);
    if (json === undefined || actions === undefined) return undefined;
    const content: ActionsContent = {
      kind: 'actions',
      id: json.text('id') ?? '',
      description: json.text('description') ?? '',
      actions,
      ...readExpiry(json),
    };
    return faultOf(content) === undefined ? content : undefined;
  },
  encode: (content) => {
    const fault = faultOf(content);
    requireContent(fault === undefined, fault ?? '');
    const { id, description, actions, expiresAt } = content;
    const list = actions.map(({ label }, index) => `[${index + 1}] ${label}`).join('\n');
    return {
      fallback: `${description}\n\n${list}\n\nReply with the number to select`,
      content: utf8Encode(
        JSON.stringify({
          id,
          description,
          actions: actions.map((action) => ({
            id: action.id,
            label: action.label,
            imageUrl: action.imageUrl,
            style: action.style,
            expiresAt: action.expiresAt,
          })),
          expiresAt,
        }),
      ),
    };
  },
});

const styles = ['primary', 'secondary', 'danger'] as const;

const readChoice = (json: JsonFields): ActionChoice => {
  const imageUrl = json.text('imageUrl', 'image_url');
  const style = styles.find((name) => name === json.text('style'));
  return {
    id: json.text('id') ?? '',
    label: json.text('label') ?? '',
    // A picture is no part of the choice: one that may not be fetched is left out.
    ...(isImageUrl(imageUrl) && { imageUrl }),
    ...(style !== undefined && { style }),
    ...readExpiry(json),
  };
};

/** In one form; what is no time stays, and is a fault: a choice must not outlive its end. */
const readExpiry = (json: JsonFields): { readonly expiresAt?: string } => {
  const value = json.value('expiresAt', 'expires_at');
  if (value === undefined) return {};
  const isTime = typeof value === 'string' && rfc3339.test(value) && !Number.isNaN(Date.parse(value));
  return { expiresAt: isTime ? new Date(value).toISOString() : '' };
};

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

const isLine = (text: string): boolean => text !== '' && text.length <= contentLimits.lineLength;
const isExpiry = (text: string | undefined): boolean =>
  text === undefined || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text);
const isImageUrl = (text: string | undefined): text is string =>
  isSafeUrl(text, contentLimits.urlLength) && text.startsWith('https:');

const faultOf = ({ id, description, actions, expiresAt }: ActionsContent): string | undefined => {
  if (!isLine(id)) return 'id';
  if (description === '' || description.length > contentLimits.descriptionLength) return 'description';
  if (actions.length === 0 || actions.length > contentLimits.actions) return 'actions';
  if (new Set(actions.map((action) => action.id)).size !== actions.length) return 'actions';
  for (const action of actions) {
    if (!isLine(action.id)) return 'id';
    if (!isLine(action.label)) return 'label';
    if (action.imageUrl !== undefined && !isImageUrl(action.imageUrl)) return 'imageUrl';
    if (!isExpiry(action.expiresAt)) return 'expiresAt';
  }
  return isExpiry(expiresAt) ? undefined : 'expiresAt';
};
