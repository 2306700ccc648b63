/** What the upload endpoint takes. */
export interface UploadLimits {
  /** Of one upload; 0 switches the endpoint off. */
  readonly maxUploadBytes: number;
  /** Of all uploads together, those on their way included. */
  readonly maxTotalBytes: number;
  /** Of one address; five minutes' worth may come at once. */
  readonly uploadsPerMinute: number;
  /** Whether callers on this machine are counted too. */
  readonly loopback: boolean;
}

export const defaultUploadLimits: UploadLimits = {
  maxUploadBytes: 25 * 1024 * 1024,
  maxTotalBytes: 1024 * 1024 * 1024,
  uploadsPerMinute: 60,
  loopback: false,
};
