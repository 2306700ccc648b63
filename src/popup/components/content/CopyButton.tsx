import { text } from '../../text.ts';
import { Button } from '../Button.tsx';
import { useCopied } from '../useCopied.ts';

export interface CopyButtonProps {
  readonly label: string;
  readonly value: string;
}

export function CopyButton({ label, value }: CopyButtonProps) {
  const { isCopied, copy } = useCopied();
  return <Button onClick={() => copy(value)}>{isCopied ? text('copied') : label}</Button>;
}
