import { utf8Encode } from '../bytes/bytes.ts';
import { contentCodec } from './contentCodec.ts';
import { contentLimits } from './contentLimits.ts';
import { requireContent } from './invalidContent.ts';
import { type JsonFields, jsonFields } from './jsonFields.ts';
import type { TransactionMetadata, TransactionReferenceContent } from './messageContent.ts';
import { singleLine } from './singleLine.ts';

const isLine = (text: string): boolean => text !== '' && text.length <= contentLimits.lineLength;

/** xmtp.org/transactionReference:1.0 (XIP-21): a transaction that the sender says was made. */
export const transactionReferenceContent = contentCodec<TransactionReferenceContent>({
  authorityId: 'xmtp.org',
  typeId: 'transactionReference',
  versionMajor: 1,
  shouldPush: true,
  isVisible: true,
  describe: ({ reference }) => `Transaction: ${singleLine(reference)}`,
  decode: (encoded) => {
    const json = jsonFields(encoded.content);
    const reference = json?.text('reference') ?? '';
    const networkId = json === undefined ? '' : networkIdOf(json);
    const namespace = json?.text('namespace');
    if (!isLine(reference) || !isLine(networkId)) return undefined;
    if (namespace !== undefined && !isLine(namespace)) return undefined;
    const metadata = json?.object('metadata');
    return {
      kind: 'transactionReference',
      reference,
      networkId,
      ...(namespace !== undefined && { namespace }),
      ...(metadata !== undefined && { metadata: readMetadata(metadata) }),
    };
  },
  encode: ({ reference, networkId, namespace, metadata }) => {
    requireContent(isLine(reference), 'reference');
    requireContent(isLine(networkId), 'networkId');
    requireContent(namespace === undefined || isLine(namespace), 'namespace');
    requireContent(metadata === undefined || isWhole(metadata), 'metadata');
    return {
      fallback: `[Crypto transaction] Use a blockchain explorer to learn more using the transaction hash: ${reference}`,
      content: utf8Encode(JSON.stringify({ namespace, networkId, reference, metadata })),
    };
  },
});

/** The first clients wrote a number, or hex. */
const networkIdOf = (json: JsonFields): string => {
  const value = json.value('networkId');
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value.toString() : '';
  return typeof value === 'string' ? value : '';
};

const lineNames = ['transactionType', 'currency', 'fromAddress', 'toAddress'] as const;
const numberNames = ['amount', 'decimals'] as const;

const readMetadata = (json: JsonFields): TransactionMetadata =>
  Object.fromEntries([
    ...lineNames.flatMap((name) => {
      const text = json.text(name);
      return text !== undefined && text.length <= contentLimits.lineLength ? [[name, text]] : [];
    }),
    ...numberNames.flatMap((name) => {
      const value = json.value(name);
      return typeof value === 'number' ? [[name, value]] : [];
    }),
  ]);

/** The reference client reads none that lacks a field. */
const isWhole = (metadata: TransactionMetadata): boolean =>
  lineNames.every((name) => (metadata[name] ?? '').length <= contentLimits.lineLength) &&
  lineNames.every((name) => metadata[name] !== undefined) &&
  Number.isFinite(metadata.amount) &&
  Number.isInteger(metadata.decimals) &&
  (metadata.decimals ?? -1) >= 0;
