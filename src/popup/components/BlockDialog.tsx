import { text } from '../text.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';

export interface BlockDialogProps {
  /** As a text; nothing of it may be unseen. */
  readonly name: string;
  readonly kind: 'dm' | 'group';
  /** Of a group: it will be left, too. */
  readonly isLeft?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** What a block means, before it is done; the same words wherever one blocks. */
export function BlockDialog({ name, kind, isLeft = kind === 'group', onConfirm, onClose }: BlockDialogProps) {
  return (
    <ConfirmDialog
      confirm={text(isLeft ? 'blockGroupConfirm' : 'requestBlock')}
      isDanger
      onClose={onClose}
      onConfirm={onConfirm}
      title={text('blockTitle', name)}
    >
      <p>{text(kind === 'dm' ? 'blockDmDetail' : isLeft ? 'blockGroupDetail' : 'blockOnlyDetail')}</p>
    </ConfirmDialog>
  );
}
