import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { reportName } from '../../../agent/spool/reports/report-name.ts'
import { ROOT } from '../../../build/executable/bundle.ts'
import { untilNames } from '../../support/test-host.ts'
import { changesIn } from '../call-record.ts'
import type { Scenario } from '../scenario.ts'
import type { Sealed } from '../sealed.ts'
import type { Stage } from '../stage.ts'

const CALLS = 'read,write,writev,pwrite64,fsync,fdatasync,rename,renameat,renameat2,link,linkat'

/**
 * The order in which the kernel is asked to store things decides what a power cut leaves; docs/power-cut.md lists it.
 */
export const powerCut: readonly Scenario[] = [
  {
    name: 'power_cut',
    what: 'A report is sealed, and its position saved, in the order of docs/power-cut.md.',
    needs: ['traces'],
    run: async (stage) => {
      expectAsDocumented('A report is sealed', await callsFor(stage, 'parsed'))
    },
  },
  {
    name: 'power_cut_sent',
    what: 'A report that the API accepts is moved in the order of docs/power-cut.md.',
    needs: ['traces'],
    transmits: true,
    run: async (stage) => {
      const calls = await callsFor(stage, 'transmitted')
      expectAsDocumented('A report is sent', calls.filter(isOfTransmitter))
    },
  },
  {
    name: 'power_cut_refused',
    what: 'A report that the API refuses for good is moved in the order of docs/power-cut.md.',
    needs: ['traces'],
    transmits: true,
    run: async (stage) => {
      if (stage.api !== undefined) stage.api.otherwise = { status: 422 }
      const calls = await callsFor(stage, 'transmission_failed')
      expectAsDocumented('A report is refused', calls.filter(isOfTransmitter))
    },
  },
]

/** The calls for report number 2, from its line in the log until it is in this folder and the agent has stopped. */
async function callsFor(stage: Stage, end: Sealed['folder']): Promise<string[]> {
  const arrived = (number: number): Promise<void> =>
    untilNames(join(stage.spool, end), (names) => names.includes(reportName(number)))
  await stage.start()
  await stage.writeAndRead(1)
  await arrived(1)
  await stage.stop()
  await stage.start()
  await stage.hear(/source_found: login/)
  const endTrace = await stage.trace({ calls: CALLS })
  stage.write(1)
  await arrived(2)
  await stage.stop()
  const record = await endTrace()
  await stage.start()
  return changesIn(record, stage.spool)
}

function isOfTransmitter(call: string): boolean {
  return /^(?:send|receive) |transmi/.test(call)
}

function expectAsDocumented(heading: string, calls: readonly string[]): void {
  const document = readFileSync(join(ROOT, 'docs/power-cut.md'), 'utf8')
  const section = document.split('\n## ').find((each) => each.startsWith(`${heading}\n`))
  const expected = /```text\n([^]*?)\n```/.exec(section ?? '')?.[1]
  const recorded = calls.join('\n')
  if (recorded !== expected) throw new Error(`docs/power-cut.md does not say what happens:\n${recorded}`)
}
