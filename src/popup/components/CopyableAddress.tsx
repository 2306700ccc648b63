import { text } from '../text.ts';
import { IconButton } from './IconButton.tsx';
import { useCopied } from './useCopied.ts';

export interface CopyableAddressProps {
  readonly address: string;
}

export function CopyableAddress({ address }: CopyableAddressProps) {
  const { isCopied, copy } = useCopied();
  return (
    <div class="settings__row">
      <span class="address">{address}</span>
      <IconButton
        icon={isCopied ? 'check' : 'copy'}
        label={text(isCopied ? 'addressCopied' : 'addressCopy')}
        onClick={() => copy(address)}
      />
    </div>
  );
}
