import type { ChecksAnswer } from '../../contract/check-contract.ts'
import type { CoverageAnswer } from '../../contract/coverage-contract.ts'
import type { IncidentCountsAnswer } from '../../contract/incident-counts-contract.ts'
import { Answer } from './answer.ts'
import { live } from './live.ts'
import { now } from './now.ts'

/** How many incidents there are, what is not seen, and which checks are not well: what the navigation shows. */
export const standing = {
  counts: new Answer<IncidentCountsAnswer>(),
  coverage: new Answer<CoverageAnswer>(),
  checks: new Answer<ChecksAnswer>(),
} as const

/** How often it is asked at most while incidents change, and how often while nothing is heard, in milliseconds. */
const [SOON, LATE] = [3000, 60_000]

/** Keeps all of it up to date, until the answer is called. */
export function keepStanding(): () => void {
  standing.coverage.want('/api/v1/coverage?limit=200')
  standing.counts.want(`/api/v1/counts/incidents?since=${midnight()}`)
  standing.checks.want('/api/v1/checks?state=down,flapping,warning,late&limit=200')
  const askCounts = paced(() => {
    standing.counts.want(`/api/v1/counts/incidents?since=${midnight()}`)
    standing.counts.again()
  })
  const deaf = live.hearIncidents((incident) => {
    askCounts()
    if (incident?.kind === 'blind_spot') standing.coverage.again()
    if (incident?.kind === 'outage') standing.checks.again()
  })
  const timer = setInterval(() => {
    if (document.hidden) return
    askCounts()
    standing.coverage.again()
    standing.checks.again()
  }, LATE)
  return () => {
    deaf()
    clearInterval(timer)
    standing.counts.want(undefined)
    standing.coverage.want(undefined)
    standing.checks.want(undefined)
  }
}

/** Runs what was just run again, but only once in a while; the last call counts. */
export function paced(run: () => void): () => void {
  let [next, timer]: [number, ReturnType<typeof setTimeout> | undefined] = [Date.now() + SOON, undefined]
  return () => {
    if (timer !== undefined) return
    const wait = Math.max(0, next - Date.now())
    timer = setTimeout(() => {
      timer = undefined
      next = Date.now() + SOON
      run()
    }, wait)
  }
}

/** The beginning of the day in the browser's zone, in seconds. */
function midnight(): number {
  const day = new Date(now.peek())
  day.setHours(0, 0, 0, 0)
  return Math.floor(day.getTime() / 1000)
}
