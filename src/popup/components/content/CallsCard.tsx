import type { CallView, ContentView } from '../../../bridge/contentView.ts';
import { visibleName } from '../../../bridge/visibleText.ts';
import { type Chain, chainOf } from '../../models/chains.ts';
import { type CallDeed, describeCall, type TokenAmount } from '../../models/describeCall.ts';
import { fileSize } from '../../models/fileNames.ts';
import { requestJson } from '../../models/requestJson.ts';
import { text } from '../../text.ts';
import { Icon } from '../Icon.tsx';
import { CopyButton } from './CopyButton.tsx';
import { RunCalls } from './RunCalls.tsx';

export interface CallsCardProps {
  readonly messageId: string;
  readonly content: ContentView & { readonly kind: 'walletSendCalls' };
  /** Whether it is for us to run, and the sender is somebody we know. */
  readonly canRun: boolean;
}

/** What a message asks a wallet to do, in words and exact numbers. Nothing is run without a click and the wallet’s own question. */
export function CallsCard({ messageId, content, canRun }: CallsCardProps) {
  const { chainId, from, calls, callCount } = content;
  const chain = chainOf(chainId);
  const json = requestJson(content);
  return (
    <div class="card-body">
      <div class="card-title">
        <Icon name="wallet" size={18} />
        <span>{text('callsTitle')}</span>
      </div>
      <p class="card-note">{text('callsIntro')}</p>
      <p class="card-line">
        {chain === undefined ? text('callsNetworkUnknown', chainId) : text('callsNetwork', chain.name)}
      </p>
      <Line label={text('callsFrom')} value={from} />
      <ol class="calls">
        {calls.map((call, index) => (
          <li class="call" key={index}>
            {callCount > 1 && <p class="card-note">{text('callsStep', index + 1, callCount)}</p>}
            <CallWords call={call} chain={chain} />
          </li>
        ))}
      </ol>
      {callCount > calls.length && <p class="card-note">{text('callsTooMany', callCount - calls.length)}</p>}
      {canRun && (
        <>
          <RunCalls messageId={messageId} />
          <p class="card-note">{text('callsHow')}</p>
          {json === undefined ? (
            <p class="card-note">{text('callsTooLong')}</p>
          ) : (
            <div class="card-buttons">
              <CopyButton label={text('callsCopy')} value={json} />
            </div>
          )}
        </>
      )}
    </div>
  );
}

function Line({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <p class="card-pair">
      <span class="card-pair__label">{label}</span>
      <span class="address">{visibleName(value)}</span>
    </p>
  );
}

function CallWords({ call, chain }: { readonly call: CallView; readonly chain: Chain | undefined }) {
  const { deed, value } = describeCall(call, chain);
  const worth =
    value === undefined
      ? undefined
      : value.unit === undefined
        ? text('callWei', value.text)
        : text('callAmountUnit', value.text, value.unit);
  const description = visibleName(call.description);
  return (
    <>
      <p class="call__title">{deed.kind === 'send' ? text('callSend', worth ?? '') : titleOf(deed)}</p>
      {linesOf(deed).map(([label, of]) => (
        <Line key={label} label={label} value={of} />
      ))}
      {deed.kind !== 'send' && worth !== undefined && <p class="card-line">{text('callAlsoSends', worth)}</p>}
      {isTakingAll(deed) && (
        <p class="notice call__warning">
          <Icon name="alert" size={16} />
          <span>{text('callUnlimitedWarning')}</span>
        </p>
      )}
      {(deed.kind === 'unknown' || deed.kind === 'deploy') && (
        <p class="card-note">{text('callDataBytes', fileSize(call.dataBytes))}</p>
      )}
      {description !== '' && <p class="card-note">{text('callsSenderSays', description)}</p>}
    </>
  );
}

const isTakingAll = (deed: CallDeed): boolean =>
  (deed.kind === 'approve' && deed.isUnlimited) || (deed.kind === 'approveAll' && deed.isGiven);

const amountOf = ({ text: amount, symbol }: TokenAmount): string =>
  symbol === undefined ? text('callUnits', amount) : text('callAmountUnit', amount, symbol);

function titleOf(deed: Exclude<CallDeed, { readonly kind: 'send' }>): string {
  switch (deed.kind) {
    case 'tokenTransfer':
      return text('callTokenTransfer', amountOf(deed.amount));
    case 'tokenTransferFrom':
      return text('callTokenTransferFrom', amountOf(deed.amount));
    case 'approve':
      if (deed.isUnlimited) return text('callApproveUnlimited');
      return deed.amount.text === '0' ? text('callRevoke') : text('callApprove', amountOf(deed.amount));
    case 'approveAll':
      return text(deed.isGiven ? 'callApproveAll' : 'callRevokeAll');
    case 'deploy':
      return text('callDeploy');
    case 'unknown':
      return text('callUnknown');
  }
}

function linesOf(deed: CallDeed): readonly (readonly [string, string])[] {
  switch (deed.kind) {
    case 'send':
      return [[text('callTo'), deed.to]];
    case 'tokenTransfer':
      return [
        [text('callTo'), deed.to],
        [text('callToken'), deed.token],
      ];
    case 'tokenTransferFrom':
      return [
        [text('callFrom'), deed.from],
        [text('callTo'), deed.to],
        [text('callToken'), deed.token],
      ];
    case 'approve':
      return [
        [text('callSpender'), deed.spender],
        [text('callToken'), deed.token],
      ];
    case 'approveAll':
      return [
        [text('callSpender'), deed.operator],
        [text('callCollection'), deed.token],
      ];
    case 'deploy':
      return [];
    case 'unknown':
      return [
        [text('callContract'), deed.to],
        ...(deed.selector === '' ? [] : [[text('callSelector'), deed.selector] as const]),
      ];
  }
}
