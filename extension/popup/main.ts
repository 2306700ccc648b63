import { startPopup } from '../../src/popup/startPopup.tsx';
import { pageRoot } from './pageRoot.ts';

// The same page in a window of its own, as an alert opens it, has room for more than a popup.
const surface = new URLSearchParams(location.search).get('surface') === 'window' ? 'window' : 'popup';
startPopup({ root: pageRoot(), surface });
