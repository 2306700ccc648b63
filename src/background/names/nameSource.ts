/** A chain on which names are looked up. Both throw what {@link CallContract} throws. */
export interface NameSource {
  /**
   * `name` is in normal form; the answer is `0x` and lower-case hex.
   *
   * @throws Name.NotFound, Name.Unsupported
   */
  addressOf(name: string): Promise<string>;
  /** What an address says that it is called: a claim, in any form, to be checked. */
  claimedName(address: string): Promise<string | undefined>;
}
