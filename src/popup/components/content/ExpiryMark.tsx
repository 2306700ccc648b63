import { useEffect, useState } from 'preact/hooks';
import { durationWords } from '../../models/durationWords.ts';
import { msOfNs } from '../../models/when.ts';
import { text } from '../../text.ts';
import { Icon } from '../Icon.tsx';

export interface ExpiryMarkProps {
  readonly expiresAtNs: string;
}

/** Often enough for minutes, rarely enough for a thread full of them. */
const tickMs = 15_000;

/** A small clock; how long a message stays, in words, for those who point at it or hear it. */
export function ExpiryMark({ expiresAtNs }: ExpiryMarkProps) {
  const [nowMs, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  const leftMs = msOfNs(expiresAtNs) - nowMs;
  const label = leftMs < 1_000 ? text('messageExpiresNow') : text('messageExpires', durationWords(leftMs));
  return (
    <span class="expiry" title={label}>
      <Icon name="timer" size={13} />
      <span class="visually-hidden">{label}</span>
    </span>
  );
}
