import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import { Icon, type IconName } from './Icon.tsx';
import { MenuEntry } from './MenuEntry.tsx';
import { focusEntry, onMenuKey } from './menuKeys.ts';

export interface MenuItem {
  readonly label: string;
  readonly isDanger?: boolean;
  readonly onSelect: () => void;
}

export interface MenuButtonProps {
  /** What the menu is about; read out and shown as a tooltip. */
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly icon?: IconName;
}

/** A button with a menu that lies over everything, as in the ARIA pattern: arrow keys move, Escape and Tab close it. */
export function MenuButton({ label, items, icon = 'more' }: MenuButtonProps) {
  const id = useId();
  /** Hundreds of rows may have a menu each: only the open one has entries. */
  const isOpen = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);

  return (
    <>
      <button
        aria-haspopup="menu"
        aria-label={label}
        class="icon-button"
        onClick={() => place(menu.current, button.current)}
        popovertarget={id}
        ref={button}
        title={label}
        type="button"
      >
        <Icon name={icon} />
      </button>
      <div
        aria-label={label}
        class="menu"
        id={id}
        onKeyDown={(event) => onMenuKey(event, event.currentTarget)}
        onBeforeToggle={(event) => {
          if (event.newState === 'open') isOpen.value = true;
        }}
        onToggle={(event) => {
          if (event.newState === 'open') focusEntry(event.currentTarget, 0);
          // Not before: the focus can only go back to the button while what had it is still there.
          else isOpen.value = false;
        }}
        popover="auto"
        ref={menu}
        role="menu"
        tabIndex={-1}
      >
        {(isOpen.value ? items : []).map((item) => (
          <MenuEntry
            isDanger={item.isDanger === true}
            key={item.label}
            label={item.label}
            onSelect={() => {
              menu.current?.hidePopover();
              item.onSelect();
            }}
          />
        ))}
      </div>
    </>
  );
}

const gapPx = 4;

/** Under its button, or above it in the lower half of the window; before it is shown, so that it never jumps. */
function place(menu: HTMLElement | null, button: HTMLElement | null): void {
  if (!menu || !button) return;
  const { top, bottom, right } = button.getBoundingClientRect();
  const isLow = bottom > innerHeight / 2;
  menu.style.right = `${Math.max(gapPx, innerWidth - right)}px`;
  menu.style.top = isLow ? 'auto' : `${bottom + gapPx}px`;
  menu.style.bottom = isLow ? `${innerHeight - top + gapPx}px` : 'auto';
}
