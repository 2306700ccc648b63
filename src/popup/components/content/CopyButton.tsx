import { useState } from 'preact/hooks';
import { text } from '../../text.ts';
import { Button } from '../Button.tsx';

export interface CopyButtonProps {
  readonly label: string;
  readonly value: string;
}

export function CopyButton({ label, value }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false);
  return (
    <Button
      onClick={() => {
        navigator.clipboard.writeText(value).then(
          () => setCopied(true),
          () => undefined,
        );
      }}
    >
      {isCopied ? text('copied') : label}
    </Button>
  );
}
