/** An address in groups of four digits, the `0x` with the first: to be compared with another one by eye, or read out. */
export function addressParts(address: string): readonly string[] {
  const digits = address.startsWith('0x') ? address.slice(2) : address;
  const parts = digits.match(/.{1,4}/gu) ?? [];
  return parts;
}
