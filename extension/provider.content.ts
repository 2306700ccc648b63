import { defineContentScript } from 'wxt/utils/define-content-script';
import { startProvider } from '../src/content/provider/startProvider.ts';

export default defineContentScript({
  matches: ['https://*/*', 'http://localhost/*', 'http://127.0.0.1/*'],
  world: 'MAIN',
  runAt: 'document_start',
  allFrames: false,
  main: startProvider,
});
