import { useContext } from 'preact/hooks';
import type { ContentView } from '../../../bridge/contentView.ts';
import { visibleName } from '../../../bridge/visibleText.ts';
import { chainOf, explorerUrl } from '../../models/chains.ts';
import { text } from '../../text.ts';
import { Button } from '../Button.tsx';
import { Icon } from '../Icon.tsx';
import { CopyButton } from './CopyButton.tsx';
import { LinkContext } from './contentContext.ts';

export interface TransactionCardProps {
  readonly content: ContentView & { readonly kind: 'transactionReference' };
}

/** A transaction that the sender says was made. Nothing is looked up by itself. */
export function TransactionCard({ content }: TransactionCardProps) {
  const onLink = useContext(LinkContext);
  const { networkId, reference, amount, currency, toAddress } = content;
  const chain = chainOf(networkId);
  const network = visibleName(networkId);
  const url = explorerUrl(networkId, reference);
  const moved = [
    ...(amount === undefined ? [] : [visibleName(`${amount} ${currency ?? ''}`)]),
    ...(toAddress === undefined ? [] : [text('transactionTo', visibleName(toAddress))]),
  ].join(' ');
  return (
    <div class="card-body">
      <div class="card-title">
        <Icon name="chain" size={18} />
        <span>{text('transactionTitle')}</span>
      </div>
      <p class="card-line">
        {chain === undefined ? text('callsNetworkUnknown', network) : text('transactionNetwork', chain.name)}
      </p>
      {moved !== '' && <p class="card-line">{text('transactionClaim', moved)}</p>}
      <p class="address">
        <bdi>{visibleName(reference)}</bdi>
      </p>
      <p class="card-note">{text('transactionUnchecked')}</p>
      <div class="card-buttons">
        <CopyButton label={text('transactionCopy')} value={reference} />
        {url !== undefined && onLink !== undefined && (
          <Button onClick={() => onLink({ url })}>{text('transactionShow')}</Button>
        )}
      </div>
    </div>
  );
}
