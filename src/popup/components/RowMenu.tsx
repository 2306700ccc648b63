import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type MuteChoice, muteChoices, type RowAction } from '../models/inboxMenu.ts';
import { text } from '../text.ts';
import type { MenuPoint } from './ConversationRow.tsx';
import { MenuEntry } from './MenuEntry.tsx';
import { focusEntry, onMenuKey } from './menuKeys.ts';

export interface RowMenuProps {
  /** The name of the conversation, which is read out. */
  readonly label: string;
  readonly actions: readonly RowAction[];
  readonly at: MenuPoint;
  readonly onAction: (action: Exclude<RowAction, 'mute'>) => void;
  readonly onMute: (choice: MuteChoice) => void;
  /** The menu is closed, whatever was chosen: draw it no longer. */
  readonly onClose: () => void;
}

const gapPx = 4;

/** What can be done with a conversation, where the pointer or the row is. The times of a mute take the menu's place. */
export function RowMenu({ label, actions, at, onAction, onMute, onClose }: RowMenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const [isMuting, setMuting] = useState(false);

  useLayoutEffect(() => {
    const element = menu.current;
    if (element === null) return;
    if (!element.matches(':popover-open')) element.showPopover();
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(gapPx, Math.min(at.x, innerWidth - width - gapPx))}px`;
    const isBelow = at.y + height + gapPx <= innerHeight;
    element.style.top = `${Math.max(gapPx, isBelow ? at.y : Math.min(at.y, innerHeight) - height - gapPx)}px`;
    focusEntry(element, 0);
  }, [isMuting]);

  function choose(run: () => void): void {
    // Closed first: the focus goes back to the row, and what follows may take it away.
    menu.current?.hidePopover();
    run();
  }

  return (
    <div
      aria-label={isMuting ? text('menu_mute') : label}
      class="menu"
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft' && isMuting) {
          setMuting(false);
          event.preventDefault();
        } else onMenuKey(event, event.currentTarget);
      }}
      onToggle={(event) => {
        if (event.newState === 'closed') onClose();
      }}
      popover="auto"
      ref={menu}
      role="menu"
      tabIndex={-1}
    >
      {isMuting
        ? muteChoices.map((choice) => (
            <MenuEntry
              key={choice}
              label={text(`mute_${choice}`)}
              onSelect={() => choose(() => onMute(choice))}
            />
          ))
        : actions.map((action) => (
            <MenuEntry
              isDanger={action === 'block'}
              key={action}
              label={text(`menu_${action}`)}
              onSelect={() => (action === 'mute' ? setMuting(true) : choose(() => onAction(action)))}
            />
          ))}
    </div>
  );
}
