import { type Notice, notice } from '../../lib/notice/notice.ts'

/** Details for whoever looks for a fault: names, numbers and times, and nothing of what is in lines and answers. */
export const debugNotices = {
  fileOpened: (path: string): Notice => notice('debug', 'file_opened', `${path} is opened.`, path),
  logRead: (source: string, path: string, read: LogRead): Notice =>
    notice(
      'debug',
      'log_read',
      `${source}: ${path} was read from byte ${read.from} to ${read.to}; lines: ${read.lines}, events to seal: ${read.events}.`,
      path,
    ),
  reportSealed: (sequence: number, entries: number, milliseconds: number): Notice =>
    notice('debug', 'report_sealed', `Report ${sequence} is sealed, with entries: ${entries}; ${ms(milliseconds)}.`),
  requestAnswered: (where: string, bytes: number, status: number, milliseconds: number): Notice =>
    notice('debug', 'request_answered', `${where}: sent ${bytes} bytes, answer ${status} after ${ms(milliseconds)}.`),
  requestFailed: (where: string, bytes: number, reason: string, milliseconds: number): Notice =>
    notice(
      'debug',
      'request_failed',
      `${where}: sent ${bytes} bytes, no answer (${reason}) after ${ms(milliseconds)}.`,
    ),
  checkRan: (name: string, type: string, verdict: string, milliseconds: number): Notice =>
    notice('debug', 'check_ran', `${name} (${type}): ${verdict} after ${ms(milliseconds)}.`, name),
  debugSet: (areas: readonly string[]): Notice =>
    notice(
      'notice',
      'debug_set',
      areas.length === 0 ? 'No details are told any more.' : `Details are told of: ${areas.join(', ')}.`,
    ),
  heldBack: (count: number): Notice =>
    notice('debug', 'debug_held_back', `${count} more details came within a second, and were not written.`),
}

/** One read of a log. */
interface LogRead {
  readonly from: number
  readonly to: number
  readonly lines: number
  readonly events: number
}

function ms(milliseconds: number): string {
  return `${Math.round(milliseconds)} ms`
}
