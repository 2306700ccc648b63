import { useContext, useEffect, useRef } from 'preact/hooks';
import { NamesContext } from '../models/namesContext.ts';
import { shortAddress } from '../models/shortId.ts';
import { whenSeen } from './whenSeen.ts';

export interface PeerNameProps {
  /** Absent while only the inbox is known. */
  readonly address: string | undefined;
  /** What stands there without an address, such as a short inbox id. */
  readonly fallback: string;
  /** The person has accepted whoever this is: their name may be looked up. */
  readonly mayAsk: boolean;
}

/** Who somebody is: a verified name where there is one, and always the address. */
export function PeerName({ address, fallback, mayAsk }: PeerNameProps) {
  const model = useContext(NamesContext);
  const frame = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!mayAsk || address === undefined || model === undefined || frame.current === null) return undefined;
    return whenSeen(frame.current, () => model.want(address));
  }, [address, mayAsk, model]);

  if (address === undefined) return <bdi>{fallback}</bdi>;
  const name = model?.names.value.get(address);
  return (
    <span class={`peer-name${name === undefined ? '' : ' peer-name--named'}`} ref={frame} title={address}>
      {name !== undefined && (
        <>
          <bdi class="peer-name__name">{name}</bdi>{' '}
        </>
      )}
      <span class="peer-name__address">{shortAddress(address)}</span>
    </span>
  );
}
