import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { takeFocus } from '../models/takeFocus.ts';

/** A view in a script of its own. */
export interface LazyView<P> {
  readonly View: FunctionComponent<P>;
  /** Fetches the script, so that the view stands at once when it is wanted. */
  preload(): Promise<void>;
}

/** The list is what a popup opens with: whatever else there is must not make it wait. */
export function lazyView<P>(load: () => Promise<FunctionComponent<P>>): LazyView<P> {
  let Loaded: FunctionComponent<P> | undefined;
  let loading: Promise<void> | undefined;
  const preload = () => {
    loading ??= load().then((view) => {
      Loaded = view;
    });
    return loading;
  };

  function View(props: P & object) {
    const [isHere, setHere] = useState(Loaded !== undefined);
    useEffect(() => {
      if (isHere) return undefined;
      let isWanted = true;
      void preload().then(() => {
        if (isWanted) setHere(true);
      });
      return () => {
        isWanted = false;
      };
    }, [isHere]);
    // Whoever looked for a place of the focus when the view was asked for has found none.
    const [wasLate] = useState(!isHere);
    useEffect(() => {
      if (isHere && wasLate) takeFocus();
    }, [isHere, wasLate]);
    return Loaded === undefined ? <div aria-busy="true" class="pane" /> : <Loaded {...props} />;
  }
  return { View: View as FunctionComponent<P>, preload };
}
