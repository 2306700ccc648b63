import { claimedHost } from '../../models/claimedHost.ts';
import { linkFindings } from '../../models/linkFindings.ts';
import { text } from '../../text.ts';
import { ConfirmDialog } from '../ConfirmDialog.tsx';
import type { ClickedLink } from './contentContext.ts';

export interface LinkDialogProps {
  readonly link: ClickedLink;
  readonly onOpen: (url: string) => void;
  readonly onClose: () => void;
}

/** Says where a link leads, as the browser would go there, and what speaks against it; then asks. */
export function LinkDialog({ link, onOpen, onClose }: LinkDialogProps) {
  const { host, findings } = linkFindings(link.url);
  const claimed = link.label === undefined ? undefined : claimedHost(link.label, link.url);
  const warnings = [
    ...(claimed === undefined ? [] : [text('linkClaims', claimed)]),
    ...findings.map((finding) => text(`linkFinding_${finding}`)),
  ];
  return (
    <ConfirmDialog
      confirm={text('linkOpen', host)}
      isDanger={warnings.length > 0}
      onClose={onClose}
      onConfirm={() => onOpen(link.url)}
      title={text('linkDialogTitle')}
    >
      <p class="dialog__host">{host}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <p class="address dialog__address" tabIndex={0}>
        {link.url}
      </p>
      {warnings.length > 0 && (
        <ul class="notice dialog__warnings">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </ConfirmDialog>
  );
}
