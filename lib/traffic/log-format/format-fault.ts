/** Why a format cannot be used: a sentence that goes on after the format, such as `has no time: add %t`. */
export interface FormatFault {
  readonly fault: string
}

/** Whether something is wrong with a format. */
export function isFormatFault(outcome: object): outcome is FormatFault {
  return 'fault' in outcome
}
