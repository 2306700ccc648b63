export interface FailureNoteProps {
  readonly sentence: string | undefined;
}

/** What went wrong, read out at once. */
export function FailureNote({ sentence }: FailureNoteProps) {
  if (sentence === undefined) return null;
  return (
    <p class="notice notice--error" role="alert">
      {sentence}
    </p>
  );
}
