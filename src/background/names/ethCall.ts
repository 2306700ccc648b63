/** A call of a contract that changes nothing. */
export interface EthCall {
  /** `0x` and 40 hex digits. */
  readonly to: string;
  readonly data: Uint8Array;
}

/** What the contract said. A revert is an answer too: its data says why. */
export interface EthAnswer {
  readonly kind: 'returned' | 'reverted';
  readonly data: Uint8Array;
}

/** @throws Name.Unreachable, Name.InvalidAnswer, Name.WrongNetwork */
export type CallContract = (call: EthCall) => Promise<EthAnswer>;
