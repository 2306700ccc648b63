import { startViewer } from '../../src/popup/viewer/startViewer.ts';

startViewer();
