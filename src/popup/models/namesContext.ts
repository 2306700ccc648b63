import { createContext } from 'preact';
import type { NamesModel } from './namesModel.ts';

/** Names and look-alikes of this window: for whatever shows an address, however deep it stands. */
export const NamesContext = createContext<NamesModel | undefined>(undefined);
