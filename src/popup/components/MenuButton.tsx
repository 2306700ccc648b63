import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import { Icon, type IconName } from './Icon.tsx';

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

  const entries = () => [...(menu.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];

  function focus(at: number): void {
    const all = entries();
    all[(at + all.length) % all.length]?.focus();
  }

  function move(by: number): void {
    focus(entries().indexOf(document.activeElement as HTMLElement) + by);
  }

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
        onKeyDown={(event) => {
          // The window's own Escape would leave the page behind the menu.
          if (event.key === 'Escape') event.stopPropagation();
          if (event.key === 'Tab') menu.current?.hidePopover();
          if (event.key === 'ArrowDown') move(1);
          else if (event.key === 'ArrowUp') move(-1);
          else if (event.key === 'Home') focus(0);
          else if (event.key === 'End') focus(-1);
          else return;
          event.preventDefault();
        }}
        onBeforeToggle={(event) => {
          if (event.newState === 'open') isOpen.value = true;
        }}
        onToggle={(event) => {
          if (event.newState === 'open') focus(0);
          // Not before: the focus can only go back to the button while what had it is still there.
          else isOpen.value = false;
        }}
        popover="auto"
        ref={menu}
        role="menu"
        tabIndex={-1}
      >
        {(isOpen.value ? items : []).map((item) => (
          <button
            class={`menu__item${item.isDanger === true ? ' menu__item--danger' : ''}`}
            key={item.label}
            onClick={() => {
              menu.current?.hidePopover();
              item.onSelect();
            }}
            role="menuitem"
            tabIndex={-1}
            type="button"
          >
            {item.label}
          </button>
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
