import { codeOf } from '../../lib/system/errors.ts'
import { counted } from '../../lib/terminal/count.ts'
import { TRIED_FORMATS } from '../../lib/traffic/log-format/tried-formats.ts'
import type { Loaded } from '../config/load.ts'
import type { TrafficLog } from '../config/traffic/traffic-config.ts'
import { isAccessLog } from '../counters/traffic/site-log.ts'
import { discover, isPattern } from '../follow/discover.ts'
import { type LastLines, lastLines } from '../follow/files/last-lines.ts'
import type { Finding } from './finding.ts'
import { type Fitting, fittingLines } from './fitting-lines.ts'

/** Logs of one folder that are named if their lines do not fit. */
const NAMED = 5

/** Whether the last lines of access logs have the format that they are read as. */
export async function trafficFindings({ config, placeOf }: Loaded): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const log of config.traffic?.logs ?? []) {
    const place = `${placeOf(log.option.split('.'))}: `
    for (const { state, text } of await looksAt(log))
      findings.push({ check: 'traffic', state, text: `${state === 'ok' ? '' : place}${text}` })
  }
  return findings
}

type Verdict = Omit<Finding, 'check'>

/** Of a log that is not there, or cannot be read, that is told where all logs are looked at. */
async function looksAt(log: TrafficLog): Promise<readonly Verdict[]> {
  const { path } = log
  try {
    if (isPattern(path)) return await lookAtFolder((await discover(path)).paths.filter(isAccessLog), log)
  } catch (error) {
    if (codeOf(error) === undefined) throw error
    return []
  }
  const look = await lookAtLog(path, log)
  return look === undefined ? [] : [look.verdict]
}

async function lookAtFolder(paths: readonly string[], log: TrafficLog): Promise<readonly Verdict[]> {
  let [lines, fitting] = [0, 0]
  const bad: Verdict[] = []
  for (const path of paths) {
    const look = await lookAtLog(path, log)
    if (look === undefined) continue
    lines += look.found.lines
    fitting += look.found.fitting
    if (look.verdict.state !== 'ok') bad.push(look.verdict)
  }
  if (lines === 0) return []
  const sum = `${log.path} matches ${counted(paths.length, 'access log')}; ${shareOf({ lines, fitting })}`
  const further = bad.length - NAMED
  return [
    { state: 'ok', text: sum },
    ...bad.slice(0, NAMED),
    ...(further > 0
      ? [{ state: 'warning', text: `and ${counted(further, 'further log')} of ${log.path}` } as const]
      : []),
  ]
}

interface LogLook {
  readonly verdict: Verdict
  readonly found: Fitting
}

async function lookAtLog(path: string, { format }: TrafficLog): Promise<LogLook | undefined> {
  try {
    const last = await lastLines(path)
    const best = bestFormat(last)
    const found = fittingLines(last, format ?? best)
    return { found, verdict: verdictOn(path, { found, last, format, best }) }
  } catch (error) {
    if (codeOf(error) === undefined) throw error
    return undefined
  }
}

interface Tried {
  readonly found: Fitting
  readonly last: LastLines
  readonly format: string | undefined
  readonly best: string
}

function verdictOn(path: string, { found, last, format, best }: Tried): Verdict {
  const { lines, fitting, unfit } = found
  if (lines === 0) return { state: 'ok', text: `${path} has no lines yet` }
  const read = format === undefined ? `, read as ${best}` : ''
  const first = unfit === undefined ? '' : `; the first that does not begins at byte ${unfit}`
  const text = `${path}: ${shareOf(found)}${read}${first}`
  if (fitting * 2 >= lines) return { state: 'ok', text }
  const other = format === undefined ? 0 : fittingLines(last, best).fitting
  const advice =
    other * 2 >= lines ? `${other} fit ${best}: write format: ${best}` : 'write their format as format: LOGFORMAT'
  return { state: 'warning', text: `${text}; ${advice}` }
}

function shareOf({ lines, fitting }: Pick<Fitting, 'lines' | 'fitting'>): string {
  return `of its last ${counted(lines, 'line')} ${fitting} ${fitting === 1 ? 'fits' : 'fit'} the format`
}

/** The known format that most lines fit. */
function bestFormat(last: LastLines): string {
  const [best] = TRIED_FORMATS.map((name) => ({ name, fitting: fittingLines(last, name).fitting })).toSorted(
    (one, other) => other.fitting - one.fitting,
  )
  return best === undefined || best.fitting === 0 ? 'combined' : best.name
}
