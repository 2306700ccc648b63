import { utf8Encode } from '../bytes/bytes.ts';
import { contentCodec } from './contentCodec.ts';
import { contentLimits } from './contentLimits.ts';
import { requireContent } from './invalidContent.ts';
import { type JsonFields, jsonFields } from './jsonFields.ts';
import type { IntentContent } from './messageContent.ts';
import { singleLine } from './singleLine.ts';

const isLine = (text: string): boolean => text !== '' && text.length <= contentLimits.lineLength;

/** coinbase.com/intent:1.0: an answer to {@link actionsContent}. */
export const intentContent = contentCodec<IntentContent>({
  authorityId: 'coinbase.com',
  typeId: 'intent',
  versionMajor: 1,
  shouldPush: true,
  isVisible: true,
  describe: ({ actionId }) => `Chose ${singleLine(actionId)}`,
  decode: (encoded) => {
    const json = jsonFields(encoded.content);
    const id = json?.text('id') ?? '';
    const actionId = json?.text('actionId', 'action_id') ?? '';
    const metadata = json?.object('metadata');
    if (!isLine(id) || !isLine(actionId)) return undefined;
    return {
      kind: 'intent',
      id,
      actionId,
      ...(metadata !== undefined && { metadata: readMetadata(metadata) }),
    };
  },
  encode: ({ id, actionId, metadata }) => {
    requireContent(isLine(id), 'id');
    requireContent(isLine(actionId), 'actionId');
    requireContent(
      utf8Encode(JSON.stringify(metadata ?? {})).length <= contentLimits.intentMetadataBytes &&
        Object.keys(metadata ?? {}).length <= contentLimits.metadataEntries,
      'metadata',
    );
    return {
      fallback: `User selected action: ${actionId}`,
      content: utf8Encode(JSON.stringify({ id, actionId, metadata })),
    };
  },
});

/** It is for the app that asked; lists and objects in it are left out. */
const readMetadata = (json: JsonFields): Readonly<Record<string, string | number | boolean>> =>
  Object.fromEntries(
    json
      .entries()
      .flatMap(([name, value]) =>
        typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
          ? [[name, value] as const]
          : [],
      )
      .slice(0, contentLimits.metadataEntries),
  );
