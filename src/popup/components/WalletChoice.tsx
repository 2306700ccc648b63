import type { WalletView } from '../../bridge/walletView.ts';
import { siteHost } from '../models/siteName.ts';
import { text } from '../text.ts';
import { Avatar } from './Avatar.tsx';

/** One wallet of one open page, by its own account of itself. */
export function WalletChoice(props: {
  readonly wallet: WalletView;
  readonly disabled: boolean;
  readonly onChoose: () => void;
}) {
  const { wallet, disabled, onChoose } = props;
  return (
    <button class="wallet" disabled={disabled} onClick={onChoose} type="button">
      {wallet.icon === undefined ? (
        <Avatar id={wallet.rdns} size={32} />
      ) : (
        <img alt="" height={32} src={wallet.icon} width={32} />
      )}
      <span class="wallet__words">
        <span class="wallet__name">{wallet.name}</span>
        <br />
        <span class="field__hint">{text('walletOnSite', siteHost(wallet.origin))}</span>
      </span>
    </button>
  );
}
