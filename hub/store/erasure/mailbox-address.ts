import * as v from 'valibot'

/** The address of a mailbox that can be erased, in small letters. A name without a domain is a word of any text. */
export const mailboxAddress = v.pipe(
  v.string(),
  v.toLowerCase(),
  v.maxLength(255, 'is too long'),
  v.regex(/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+\.[^\s@\p{Cc}]+$/u, 'is no address of a mailbox: write NAME@DOMAIN'),
)

/** Until when it is remembered that a mailbox was erased: what agents bring later is too old to be kept, in seconds. */
export function rememberedUntil(now: number, retention: number): number {
  return now + Math.ceil(retention / 1000) + 86_400
}
