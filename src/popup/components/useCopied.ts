import { useEffect, useState } from 'preact/hooks';

const saidMs = 1_500;

/** Copies a text, and says for a moment that it did: the person sees it where they pressed. */
export function useCopied(): { readonly isCopied: boolean; readonly copy: (text: string) => void } {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), saidMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return {
    isCopied,
    copy(text) {
      navigator.clipboard.writeText(text).then(
        () => setCopied(true),
        // Nothing is said to have been copied.
        () => undefined,
      );
    },
  };
}
