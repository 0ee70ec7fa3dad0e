/**
 * What is read anew is as it was, but for what later versions say better on purpose. That never concerns ids, nor what
 * `events: spoor` means.
 */
export function asNow(then: string): string {
  return then.replaceAll(RECIPIENT_HALF, '$1mailbox')
}

/** Where a mailbox's forward leads concerns the mailbox; 0.1.0 said the domain if its account had made the call. */
const RECIPIENT_HALF =
  /(\\?"type\\?":\\?"forward_(?:added_partial_recipient|removed)\\?",[^{}]*?\\?"mailbox_address\\?":\\?"[^"]+@[^{}]*?\\?"context\\?":\\?")domain/g
