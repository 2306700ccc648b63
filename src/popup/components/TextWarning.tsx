import { textFindings } from '../../bridge/visibleText.ts';
import { text as wording } from '../text.ts';

export interface TextWarningProps {
  /** The name as it came. */
  readonly text: string;
}

/** Says in words what is wrong with a name, or nothing. */
export function TextWarning({ text }: TextWarningProps) {
  const findings = textFindings(text);
  if (findings.length === 0) return null;
  return (
    <p class="notice name-warning" role="note">
      {findings.map((finding) => wording(`nameFinding_${finding}`)).join(' ')}
    </p>
  );
}
