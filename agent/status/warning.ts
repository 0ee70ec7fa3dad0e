import type { Severity } from '../../lib/notice/notice.ts'

/** One thing that is not as it should be. */
export interface Warning {
  readonly code: string
  readonly severity: Exclude<Severity, 'info' | 'debug'>
  readonly text: string
}

/** Makes one. */
export function warning(severity: Warning['severity'], code: string, text: string): Warning {
  return { code, severity, text }
}
