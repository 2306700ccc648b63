const callbacks = new WeakMap<Element, () => void>();
let observer: IntersectionObserver | undefined;

/** Calls `callback` once when `element` first comes into view; the answer stops waiting for it. */
export function whenSeen(element: Element, callback: () => void): () => void {
  observer ??= new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      observer?.unobserve(target);
      callbacks.get(target)?.();
      callbacks.delete(target);
    }
  });
  const watching = observer;
  callbacks.set(element, callback);
  watching.observe(element);
  return () => {
    watching.unobserve(element);
    callbacks.delete(element);
  };
}
