import { describe, expect, test } from 'vitest';
import { isWalletInboxError } from '../core/errors.ts';
import { parseNodeArguments } from './parseNodeArguments.ts';

describe('the options of the node', () => {
  test('have the ports that official clients expect as defaults, and no limits on this machine', () => {
    expect(parseNodeArguments([])).toMatchObject({
      kind: 'run',
      host: '127.0.0.1',
      grpcPort: 5556,
      webPort: 5557,
      rateLimits: { publishesPerMinute: 600, requestsPerMinute: 4000, loopback: false },
    });
  });

  test('are taken as given', () => {
    const args = [
      '--data',
      'd',
      '--host=::1',
      '--grpc-port',
      '0',
      '--web-port',
      '7',
      '--publishes-per-minute',
      '3',
    ];
    expect(parseNodeArguments(args)).toMatchObject({
      data: 'd',
      host: '::1',
      grpcPort: 0,
      webPort: 7,
      rateLimits: { publishesPerMinute: 3, requestsPerMinute: 4000, loopback: true },
    });
    expect(parseNodeArguments([])).not.toHaveProperty('uploads');
    expect(parseNodeArguments(['--upload-limit', '0'])).toMatchObject({ uploads: { maxUploadBytes: 0 } });
    expect(parseNodeArguments(['--upload-total', '2', '--uploads-per-minute=9'])).toMatchObject({
      uploads: {
        maxUploadBytes: 26_214_400,
        maxTotalBytes: 2_097_152,
        uploadsPerMinute: 9,
        loopback: true,
      },
    });
    expect(parseNodeArguments(['--help'])).toEqual({ kind: 'help' });
  });

  test.each([
    [['--nonsense']],
    [['stray']],
    [['--grpc-port', '65536']],
    [['--grpc-port', '-1']],
    [['--web-port', '1e3']],
    [['--web-port', '']],
    [['--data']],
    [['--data', '']],
    [['--requests-per-minute', '0']],
    [['--upload-limit', '-1']],
    [['--upload-total', '0']],
    [['--uploads-per-minute', 'many']],
  ])('%j is refused with a code', (args) => {
    expect(() => parseNodeArguments(args)).toThrow(
      expect.toSatisfy((error) => isWalletInboxError(error, 'LocalNode.InvalidOption')),
    );
  });
});
