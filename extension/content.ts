import { defineContentScript } from 'wxt/utils/define-content-script';
import { startRelay } from '../src/content/relay/startRelay.ts';

export default defineContentScript({
  matches: ['https://*/*', 'http://localhost/*', 'http://127.0.0.1/*'],
  runAt: 'document_start',
  allFrames: false,
  // The framework would tell the page that we are here, under our extension's id.
  noScriptStartedPostMessage: true,
  main: () => startRelay(),
});
