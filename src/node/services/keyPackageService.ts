import { create } from '@bufbuild/protobuf';
import type { ServiceImpl } from '@connectrpc/connect';
import {
  FetchKeyPackagesResponseSchema,
  type KeyPackageUpload,
  type MlsApi,
} from '../../core/gen/mls/api/v1/mls_pb.js';
import { readKeyPackage } from '../validation/readKeyPackage.ts';
import { refuse } from './refuse.ts';
import type { ServiceContext } from './serviceContext.ts';

type Methods = Required<
  Pick<ServiceImpl<typeof MlsApi>, 'uploadKeyPackage' | 'registerInstallation' | 'fetchKeyPackages'>
>;

/** Key packages: upload (under both names) and fetch. */
export function createKeyPackageService({ store }: ServiceContext): Methods {
  async function upload(keyPackage: KeyPackageUpload | undefined): Promise<Uint8Array> {
    const bytes = keyPackage?.keyPackageTlsSerialized;
    if (bytes === undefined || bytes.length === 0) throw refuse('no key package given');
    const { installationKey } = await readKeyPackage(bytes);
    await store.write(({ stamp }) => store.keyPackages.put(installationKey, bytes, stamp()));
    return installationKey;
  }

  return {
    async uploadKeyPackage({ keyPackage }) {
      await upload(keyPackage);
      return {};
    },
    async registerInstallation({ keyPackage }) {
      return { installationKey: await upload(keyPackage) };
    },
    fetchKeyPackages({ installationKeys }) {
      return create(FetchKeyPackagesResponseSchema, {
        keyPackages: installationKeys.map((key) => {
          const bytes = store.keyPackages.get(key);
          return bytes === undefined ? {} : { keyPackageTlsSerialized: bytes };
        }),
      });
    },
  };
}
