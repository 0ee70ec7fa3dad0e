import type { Severity } from '../../lib/notice/notice.ts'

/** One thing that is not as it should be. */
export interface Warning {
  readonly code: string
  readonly severity: Exclude<Severity, 'info' | 'debug'>
  /** What is, in sentences. */
  readonly text: string
  /** What to do, in sentences. */
  readonly remedy: string
}

/** Makes one. */
export function warning(severity: Warning['severity'], code: string, text: string, remedy: string): Warning {
  return { code, severity, text, remedy }
}

/** What is and what to do, where both stand together. */
export function wholeText({ text, remedy }: Pick<Warning, 'text' | 'remedy'>): string {
  return `${/[.?!]$/.test(text) ? text : `${text}.`} ${remedy}`
}
