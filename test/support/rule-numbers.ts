import type { RuleNumbers } from '../../lib/rules/numbers.ts'

/** Small numbers, so that a few events make a burst. */
export const RULE_NUMBERS: RuleNumbers = {
  forwardWait: 10,
  loginWindow: 60,
  failuresByAddress: 4,
  failuresOfMailbox: 3,
  namesByAddress: 3,
  recipientsPerHour: 5,
  mailboxesPerHour: 3,
  placeLearning: 20,
  placeMemory: 90 * 86_400,
  takeoverWindow: 600,
}
