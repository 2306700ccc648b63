import { useContext, useEffect } from 'preact/hooks';
import { NamesContext } from '../models/namesContext.ts';
import { text } from '../text.ts';
import { Icon } from './Icon.tsx';

export interface LookalikeProps {
  readonly address: string | undefined;
}

function useLookalike(address: string | undefined): string | undefined {
  const model = useContext(NamesContext);
  useEffect(() => {
    if (address !== undefined) model?.compare(address);
  }, [address, model]);
  return address === undefined ? undefined : model?.lookalikes.value.get(address);
}

/** Warns where an address could be taken for another one that the person knows; nothing otherwise. */
export function LookalikeNotice({ address }: LookalikeProps) {
  const other = useLookalike(address);
  if (address === undefined || other === undefined) return null;
  return <LookalikeWarning address={address} other={other} />;
}

/** The same beside a name in a list. */
export function LookalikeMark({ address }: LookalikeProps) {
  if (useLookalike(address) === undefined) return null;
  return (
    <span class="lookalike-mark" title={text('lookalikeMark')}>
      <Icon name="alert" size={14} />
      <span class="visually-hidden">{text('lookalikeMark')}</span>
    </span>
  );
}

export interface LookalikeWarningProps {
  readonly address: string;
  /** The known one. */
  readonly other: string;
}

export function LookalikeWarning({ address, other }: LookalikeWarningProps) {
  return (
    <div class="notice notice--error lookalike" role="note">
      <p class="lookalike__title">{text('lookalikeTitle')}</p>
      <p>{text('lookalikeOne')}</p>
      <dl class="lookalike__pair">
        <dt>{text('lookalikeThis')}</dt>
        <dd>
          <Compared address={address} to={other} />
        </dd>
        <dt>{text('lookalikeOther')}</dt>
        <dd>
          <Compared address={other} to={address} />
        </dd>
      </dl>
    </div>
  );
}

/** An address with the part in which it differs from another one set off. */
function Compared({ address, to }: { readonly address: string; readonly to: string }) {
  let from = 0;
  while (from < address.length && address[from] === to[from]) from += 1;
  let end = 0;
  while (end < address.length - from && address.at(-1 - end) === to.at(-1 - end)) end += 1;
  return (
    <span class="address">
      {address.slice(0, from)}
      <b>{address.slice(from, address.length - end)}</b>
      {address.slice(address.length - end)}
    </span>
  );
}
