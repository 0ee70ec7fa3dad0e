import type { ByteText } from '../byte-text.ts'
import type { ListHead, Listed } from '../listed.ts'
import { mailLogLine, mailLogWarning } from './maillog-form.ts'
import { sumEnd, sumHead, sumLine, sumRemark } from './sha256sum-form.ts'

/** A form in which lists are written. */
export interface ListForm {
  readonly head: (head: ListHead) => ByteText
  readonly line: (listed: Listed) => ByteText
  readonly end: (count: number) => ByteText
  /** One line for people, which who reads the list skips; it may stand anywhere. */
  readonly remark: (line: ByteText) => ByteText
}

/** The forms by their names. */
export const LIST_FORMS: Readonly<Record<'sha256sum' | 'maillog', ListForm>> = {
  sha256sum: { head: sumHead, line: (listed) => sumLine(listed), end: sumEnd, remark: sumRemark },
  maillog: {
    head: ({ before }) =>
      before === undefined ? '' : mailLogWarning(`SHA-256 of the list before this one: ${before}`),
    line: mailLogLine,
    end: () => '',
    remark: mailLogWarning,
  },
}
