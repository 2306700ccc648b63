import { utf8Encode } from '../bytes/bytes.ts';
import { contentCodec } from './contentCodec.ts';
import { contentLimits } from './contentLimits.ts';
import { requireContent } from './invalidContent.ts';
import { type JsonFields, jsonFields } from './jsonFields.ts';
import type { WalletCall, WalletSendCallsContent } from './messageContent.ts';
import { singleLine } from './singleLine.ts';

/**
 * xmtp.org/walletSendCalls:1.0 (XIP-59, after EIP-5792): asks the reader's wallet for calls. Reading it asks nothing.
 * One that breaks a rule in any part is not read at all: what a person is shown is all that would be done.
 */
export const walletSendCallsContent = contentCodec<WalletSendCallsContent>({
  authorityId: 'xmtp.org',
  typeId: 'walletSendCalls',
  versionMajor: 1,
  shouldPush: true,
  isVisible: true,
  describe: ({ calls }) => {
    const described = calls.map(({ description }) => singleLine(description ?? ''));
    return ['Transaction request', ...described.filter((line) => line !== '')].join('\n');
  },
  decode: (encoded) => {
    const json = jsonFields(encoded.content);
    const [version, chainId, from] = [json?.text('version'), json?.text('chainId'), json?.text('from')];
    const calls = json?.list('calls')?.map(readCall);
    if (version === undefined || chainId === undefined || from === undefined || calls === undefined) {
      return undefined;
    }
    const capabilities = json?.object('capabilities');
    const content: WalletSendCallsContent = {
      kind: 'walletSendCalls',
      version,
      chainId,
      from,
      calls,
      ...(capabilities !== undefined && { capabilities: readCapabilities(capabilities) }),
    };
    return faultOf(content) === undefined ? content : undefined;
  },
  encode: (content) => {
    const fault = faultOf(content);
    requireContent(fault === undefined, fault ?? '');
    const { version, chainId, from, calls, capabilities } = content;
    const json = JSON.stringify({ version, chainId, from, calls: calls.map(writeCall), capabilities });
    return { fallback: `[Transaction request generated]: ${json}`, content: utf8Encode(json) };
  },
});

const readCall = (json: JsonFields): WalletCall => {
  const metadata = json.object('metadata');
  const description = metadata?.text('description') ?? '';
  const transactionType = metadata?.text('transactionType') ?? '';
  return {
    ...readHex(json, 'to'),
    ...readHex(json, 'data'),
    ...readHex(json, 'value'),
    ...readHex(json, 'gas'),
    ...(description !== '' && { description }),
    ...(transactionType !== '' && { transactionType }),
  };
};

/** What is there but no text counts as a text that breaks the rule. */
const readHex = (
  json: JsonFields,
  name: 'to' | 'data' | 'value' | 'gas',
): { readonly [name: string]: string } => {
  const value = json.value(name);
  if (value === undefined) return {};
  return { [name]: typeof value === 'string' ? value : '' };
};

/** The reference client reads metadata only when it has both. */
const writeCall = ({ to, data, value, gas, description, transactionType }: WalletCall): object => ({
  to,
  data,
  value,
  gas,
  ...((description !== undefined || transactionType !== undefined) && {
    metadata: { description: description ?? '', transactionType: transactionType ?? '' },
  }),
});

/** EIP-5792 has objects there, libxmtp texts: both become texts. */
const readCapabilities = (json: JsonFields): Readonly<Record<string, string>> =>
  Object.fromEntries(
    json.entries().map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );

const isLine = (text: string): boolean => text !== '' && text.length <= contentLimits.lineLength;
const isAddress = (text: string): boolean => /^0x[0-9a-f]{40}$/i.test(text);
/** At most 32 bytes; zeros in front are seen in the wild. */
const isQuantity = (text: string): boolean => /^0x[0-9a-f]{1,64}$/i.test(text);
const isCallData = (text: string): boolean =>
  text.length <= contentLimits.callDataLength + 2 && /^0x([0-9a-f]{2})*$/i.test(text);

const faultOf = (content: WalletSendCallsContent): string | undefined => {
  const { version, chainId, from, calls, capabilities } = content;
  if (!isLine(version)) return 'version';
  if (!isQuantity(chainId)) return 'chainId';
  if (!isAddress(from)) return 'from';
  if (calls.length === 0 || calls.length > contentLimits.calls) return 'calls';
  for (const call of calls) {
    const fault = faultOfCall(call);
    if (fault !== undefined) return fault;
  }
  const entries = Object.entries(capabilities ?? {});
  if (entries.length > contentLimits.capabilities) return 'capabilities';
  const isShort = ([name, value]: readonly [string, string]): boolean =>
    isLine(name) && value.length <= contentLimits.descriptionLength;
  return entries.every(isShort) ? undefined : 'capabilities';
};

const faultOfCall = ({ to, data, value, gas, description = '', transactionType = '' }: WalletCall) => {
  if (to !== undefined && !isAddress(to)) return 'to';
  if (data !== undefined && !isCallData(data)) return 'data';
  // Without either there is nothing to do.
  if (to === undefined && data === undefined) return 'to';
  if (value !== undefined && !isQuantity(value)) return 'value';
  if (gas !== undefined && !isQuantity(gas)) return 'gas';
  if (description.length > contentLimits.descriptionLength) return 'description';
  return transactionType.length > contentLimits.lineLength ? 'transactionType' : undefined;
};
