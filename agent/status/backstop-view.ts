import { counted } from '../../lib/terminal/count.ts'
import { utc } from '../../lib/time/date-and-time.ts'
import { type BackstopStatus, TIMER } from './backstop-status.ts'
import { type Warning, warning } from './warning.ts'

/** How the backstop is, in a line. */
export function backstopLine({ state, success }: BackstopStatus): string {
  if (state === 'off') return `switched off: ${TIMER} is masked`
  const now = state === 'looking' ? ', looking now' : ''
  if (success === undefined) return `has not looked yet${now}`
  const { begunAt, files, accounts, domains } = success
  const seen = `${counted(files, 'file')} with forwards or filters, ${counted(accounts, 'account')}, ${counted(domains, 'domain')}`
  return `looked ${utc(begunAt)}: ${seen}${now}`
}

const WHY = 'See why; type: journalctl -u spoor-agent-backstop'

/** What is wrong with it: what appears in files meanwhile is found by the next look that comes to its end. */
export function backstopWarnings(status: BackstopStatus): readonly Warning[] {
  const { unreadable = 0, cut = 0, untold = 0 } = status.success ?? {}
  const fault = faultOf(status)
  const partly: readonly (Warning | false)[] = [
    unreadable > 0 &&
      warning(
        'warning',
        'backstop_unreadable',
        `The filters of ${counted(unreadable, 'account')} could not be read by the last look for forwards and filters.`,
        WHY,
      ),
    untold > 0 &&
      warning(
        'warning',
        'backstop_untold',
        `${counted(untold, 'forward or filter', 'forwards and filters')} that appeared could not be left for the collector yet.`,
        WHY,
      ),
    cut > 0 &&
      warning(
        'notice',
        'backstop_cut',
        `${counted(cut, 'account')} had more forwards and filters than are looked at, or reported.`,
        'See which; type: journalctl -u spoor-agent-backstop',
      ),
  ]
  return [...(fault === undefined ? [] : [fault]), ...partly.filter((each) => each !== false)]
}

function faultOf({ state, begunAt, unfinished = 0, failed = '' }: BackstopStatus): Warning | undefined {
  const when = begunAt === undefined ? 'at all' : `since ${utc(begunAt)}`
  switch (state) {
    case 'hangs':
      return warning(
        'warning',
        'backstop_hangs',
        `A look for forwards and filters goes on ${when} and does not end; does the disk of an account answer?`,
        'See where it stands; type: systemctl status spoor-agent-backstop',
      )
    case 'absent':
      return warning(
        'warning',
        'backstop_not_running',
        `Nobody has looked for forwards and filters ${when}: its timer does not run.`,
        `Start it; type: systemctl start ${TIMER}`,
      )
    case 'unfinished':
      return warning(
        'warning',
        'backstop_unfinished',
        `${counted(unfinished, 'look')} for forwards and filters did not come to an end.`,
        WHY,
      )
    case 'failed':
      return warning('warning', 'backstop_failed', `The last look for forwards and filters failed: ${failed}`, WHY)
    case 'off':
    case 'waiting':
    case 'looking':
    case 'succeeded':
      return undefined
  }
}
