import { type Answer, excerpt } from '../../http/answers/answer.ts'
import { retryAfter } from '../../http/answers/retry-after.ts'
import { ActionNeeded } from '../../system/errors.ts'
import { oneLine, plainText } from '../../text/plain-text.ts'
import type { Attempt } from '../channel.ts'
import { type ChannelWords, failureReason } from '../failure-reason.ts'
import { ForbiddenAddress } from './guarded-lookup.ts'

/** What statuses (from, to) mean. */
type Row = readonly [from: number, to: number, result: 'later' | 'refused', sentence: string]

/** The first row that fits counts. */
const ANSWERS: readonly Row[] = [
  [408, 408, 'later', 'The webhook waited too long for the message'],
  [425, 425, 'later', 'The webhook wants the message later'],
  [429, 429, 'later', 'The webhook wants fewer messages for now'],
  [500, 599, 'later', 'The webhook is out of order'],
  [300, 399, 'refused', 'The webhook redirects, which is not followed: correct OPTION.url'],
  [404, 404, 'refused', 'There is no such webhook: correct OPTION.url'],
  [410, 410, 'refused', 'The webhook is gone for good: correct OPTION.url'],
  [0, 999, 'refused', 'The webhook refuses the message'],
]

/** What an answer means for a message. `secrets`: texts that are not repeated, whatever the server wrote. */
export function attemptOfAnswer(
  answer: Omit<Answer, 'complete'>,
  { option }: ChannelWords,
  now: number,
  secrets: readonly string[],
): Attempt {
  const { status, headers, text } = answer
  const said = [`HTTP ${status}`, excerpt(text, secrets)].filter(Boolean).join(': ')
  if (status >= 200 && status <= 299) return { result: 'delivered', answer: said }
  const [, , result = 'refused', template = ''] = ANSWERS.find(([from, to]) => status >= from && status <= to) ?? []
  const reason = `${template.replaceAll('OPTION', () => option)} (${said}).`
  const notBefore = result === 'later' ? retryAfter(headers, now) : undefined
  return result === 'later' ? { result, reason, ...(notBefore !== undefined && { notBefore }) } : { result, reason }
}

/** Why no answer came. */
export function reasonOfNoAnswer(error: unknown, words: ChannelWords): string {
  if (error instanceof ActionNeeded) return oneLine(error.message)
  if (!(error instanceof ForbiddenAddress)) return failureReason(error, words, 'the webhook', 'url')
  const address = plainText(error.address)
  return `The webhook is at ${address}, which is no address of the internet: allow it in ${words.option}.allow if it is right.`
}
