/** `0x1234...abcd`: enough to recognise; the whole address stands in the conversation's details. */
export function shortAddress(address: string): string {
  return address.length <= 13 ? address : `${address.slice(0, 6)}…${address.slice(-4)}`;
}

/** An inbox id has no prefix of its own; the first and last digits tell two apart. */
export function shortInboxId(inboxId: string): string {
  return inboxId.length <= 13 ? inboxId : `${inboxId.slice(0, 6)}…${inboxId.slice(-4)}`;
}
