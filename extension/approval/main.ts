import { startPopup } from '../../src/popup/startPopup.tsx';
import { pageRoot } from '../popup/pageRoot.ts';

startPopup({ root: pageRoot(), surface: 'approval' });
