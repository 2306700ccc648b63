import { useState } from 'preact/hooks';
import { text } from '../text.ts';
import { IconButton } from './IconButton.tsx';

export interface CopyableAddressProps {
  readonly address: string;
}

export function CopyableAddress({ address }: CopyableAddressProps) {
  const [isCopied, setCopied] = useState(false);
  return (
    <div class="settings__row">
      <span class="address">{address}</span>
      <IconButton
        icon={isCopied ? 'check' : 'copy'}
        label={text(isCopied ? 'addressCopied' : 'addressCopy')}
        onClick={() => {
          navigator.clipboard.writeText(address).then(
            () => setCopied(true),
            () => undefined,
          );
        }}
      />
    </div>
  );
}
