import { useRef } from 'preact/hooks';

export interface TabsProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly value: T; readonly label: string; readonly count: number }[];
  readonly value: T;
  /** Id of the panel that they switch. */
  readonly panelId: string;
  readonly onChange: (value: T) => void;
}

/** One of several lists; arrow keys move as in the ARIA pattern, the tab key goes on to the list. */
export function Tabs<T extends string>({ label, tabs, value, panelId, onChange }: TabsProps<T>) {
  const list = useRef<HTMLDivElement>(null);

  function move(by: number): void {
    const at = tabs.findIndex((tab) => tab.value === value);
    select((at + by + tabs.length) % tabs.length);
  }

  function select(next: number): void {
    const tab = tabs[next];
    if (tab === undefined) return;
    onChange(tab.value);
    list.current?.querySelectorAll('button')[next]?.focus();
  }

  return (
    <div
      aria-label={label}
      class="tabs"
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') move(1);
        else if (event.key === 'ArrowLeft') move(-1);
        else if (event.key === 'Home') select(0);
        else if (event.key === 'End') select(tabs.length - 1);
        else return;
        event.preventDefault();
      }}
      ref={list}
      role="tablist"
    >
      {tabs.map((tab) => (
        <button
          aria-controls={panelId}
          id={`${panelId}-${tab.value}`}
          aria-selected={tab.value === value}
          class="tab"
          key={tab.value}
          onClick={() => onChange(tab.value)}
          role="tab"
          tabIndex={tab.value === value ? 0 : -1}
          type="button"
        >
          {tab.label}
          {tab.count > 0 ? ` ${tab.count}` : ''}
        </button>
      ))}
    </div>
  );
}
