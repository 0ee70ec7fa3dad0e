import { INCIDENT_KINDS } from '../../hub/incidents/incident.ts'
import { EVIDENCE_KINDS, type Meaning, meaningOf } from '../../hub/incidents/meaning.ts'

const PLACE =
  /(?<=<!-- Made by build\/documents\/incident-evidence.ts from hub\/incidents\/meaning.ts. -->\n).*(?=<!-- End -->)/s

const PARTS = {
  compromise: 'compromise',
  attack: 'attack',
  blind_spot: 'blindSpot',
  misuse: 'misuse',
  overload: 'overload',
  outage: 'outage',
  expiry: 'expiry',
} as const

/** The text of docs/hub/incidents.md with what kinds of events mean for incidents. */
export function evidenceDocument(document: string): string {
  const rows = INCIDENT_KINDS.map((kind) => {
    const of = (...parts: readonly Meaning[keyof Meaning][]): string =>
      EVIDENCE_KINDS.filter((event) => parts.includes(meaningOf(event)?.[PARTS[kind]]))
        .map((event) => `\`${event}\``)
        .join(', ')
    return `| \`${kind}\` | ${of('opens')} | ${of('joins', 'succeeds')} | ${of('counted')} | ${of('ends')} |\n`
  })
  const head = '| incident | opened by | steps, if it is open | only counted | ended by |\n|---|---|---|---|---|\n'
  return document.replace(PLACE, () => `\n${head}${rows.join('')}\n`)
}
