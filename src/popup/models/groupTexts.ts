import { groupTextLimits } from '../../bridge/groupView.ts';
import { text } from '../text.ts';

export type GroupTextField = keyof typeof groupTextLimits;

/** What is wrong with a text that is to be written into a group. */
export function groupTextProblem(field: GroupTextField, value: string): string | undefined {
  const bytes = new TextEncoder().encode(value.trim()).length;
  if (bytes > groupTextLimits[field]) return text('groupTextTooLong', groupTextLimits[field]);
  if (field === 'imageUrl' && value.trim() !== '' && pictureHost(value) === undefined) {
    return text('groupPictureInvalid');
  }
  return undefined;
}

/** Where a picture is said to lie; undefined when that is no https address. It is not fetched. */
export function pictureHost(imageUrl: string): string | undefined {
  const url = URL.canParse(imageUrl.trim()) ? new URL(imageUrl.trim()) : undefined;
  return url?.protocol === 'https:' && url.host !== '' ? url.host : undefined;
}
