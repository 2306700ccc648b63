import { expect } from 'vitest';
import { hexToBytes as bytes } from '../../src/core/bytes/hex.ts';
import { decodeTls } from '../../src/core/bytes/tlsReader.ts';
import { suite3 } from '../../src/core/mls/cipherSuite.ts';
import { exportSecret } from '../../src/core/mls/exporter.ts';
import { encodeGroupContext, type GroupContext, readGroupContext } from '../../src/core/mls/groupContext.ts';
import { joinerSecret, startEpoch, welcomeSecret } from '../../src/core/mls/keySchedule.ts';
import { vectorTest } from './vectorTest.ts';

interface Epoch {
  tree_hash: string;
  commit_secret: string;
  psk_secret: string;
  confirmed_transcript_hash: string;
  group_context: string;
  joiner_secret: string;
  welcome_secret: string;
  init_secret: string;
  sender_data_secret: string;
  encryption_secret: string;
  exporter_secret: string;
  epoch_authenticator: string;
  external_secret: string;
  confirmation_key: string;
  membership_key: string;
  resumption_psk: string;
  external_pub: string;
  exporter: { label: string; context: string; length: number; secret: string };
}

vectorTest<{ group_id: string; initial_init_secret: string; epochs: Epoch[] }>('key-schedule', (vector) => {
  let initSecret = bytes(vector.initial_init_secret);
  vector.epochs.forEach((epoch, index) => {
    const context: GroupContext = {
      version: 1,
      cipherSuite: 3,
      groupId: bytes(vector.group_id),
      epoch: BigInt(index),
      treeHash: bytes(epoch.tree_hash),
      confirmedTranscriptHash: bytes(epoch.confirmed_transcript_hash),
      extensions: [],
    };
    expect(encodeGroupContext(context)).toEqual(bytes(epoch.group_context));
    expect(decodeTls(bytes(epoch.group_context), readGroupContext)).toEqual(context);
    const joiner = joinerSecret(initSecret, bytes(epoch.commit_secret), context);
    expect(joiner).toEqual(bytes(epoch.joiner_secret));
    const psk = bytes(epoch.psk_secret);
    expect(welcomeSecret(joiner, psk)).toEqual(bytes(epoch.welcome_secret));
    const { secrets, encryptionSecret } = startEpoch(joiner, psk, context);
    expect(encryptionSecret).toEqual(bytes(epoch.encryption_secret));
    expect(secrets).toEqual({
      senderDataSecret: bytes(epoch.sender_data_secret),
      exporterSecret: bytes(epoch.exporter_secret),
      externalSecret: bytes(epoch.external_secret),
      confirmationKey: bytes(epoch.confirmation_key),
      membershipKey: bytes(epoch.membership_key),
      resumptionPsk: bytes(epoch.resumption_psk),
      epochAuthenticator: bytes(epoch.epoch_authenticator),
      initSecret: bytes(epoch.init_secret),
    });
    expect(suite3.hpke.kem.derive(secrets.externalSecret).publicKey).toEqual(bytes(epoch.external_pub));
    const { label, context: exported, length, secret } = epoch.exporter;
    expect(exportSecret({ secrets }, label, bytes(exported), length)).toEqual(bytes(secret));
    initSecret = secrets.initSecret;
  });
});
