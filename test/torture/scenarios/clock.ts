import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { digest } from '../../../lib/event/digest.ts'
import { FakeClock } from '../fake-clock.ts'
import type { Scenario } from '../scenario.ts'
import { sealedIn } from '../sealed.ts'
import type { Stage } from '../stage.ts'

const started = v.object({ startedAt: v.number() })

/** The clock of the host is set while the agent runs, and while it is down. */
export const clock: readonly Scenario[] = [
  clockStep('clock_back', 'The clock goes back by a day', ['+0', '-1d', '-2d']),
  clockStep('clock_forward', 'The clock goes forward by a year', ['+0', '+1y', '+2y']),
  // Half past one occurs twice in the first night, half past two never in the second.
  clockStep('clock_dst', 'Summer time begins or ends', [
    '@2026-11-01 01:59:58',
    '@2027-03-14 01:59:58',
    '@2026-11-01 01:59:58',
  ]),
]

/** The times at the start, while the agent runs, and while it is down. */
function clockStep(name: string, what: string, [first, second, third]: readonly [string, string, string]): Scenario {
  return {
    name,
    what: `${what} while the agent runs with lines coming, then while it is down.`,
    needs: ['sets the clock'],
    run: async (stage) => {
      const clock = new FakeClock(stage.folder)
      const env = { ...clock.env, TZ: 'America/New_York' }
      clock.set(first)
      await stage.start({ env })
      await stage.writeAndRead(50)
      stage.write(20)
      clock.set(second)
      stage.write(20)
      await stage.read()
      // Beyond every wait of a second or two.
      await stage.wait(3000)
      await stage.writeAndRead(20)
      await stage.stop()
      clock.set(third)
      stage.write(20)
      await stage.start({ env })
      await stage.writeAndRead(50)
      await stage.stop()
      expectFalseClock(stage)
      expectTrueIds(stage)
      await stage.start()
    },
  }
}

/** Checks that the agent used the fake clock. */
function expectFalseClock({ runtime }: Stage): void {
  const { startedAt } = v.parse(started, JSON.parse(readFileSync(join(runtime, 'collector.json'), 'utf8')))
  if (Math.abs(Date.now() - startedAt) < 3_600_000) throw new Error('the clock of the agent could not be set')
}

/** Checks that events are in the order of their lines, with ids that do not depend on any clock. */
function expectTrueIds({ spool, log }: Stage): void {
  const reports = sealedIn(spool).map(({ report }) => report)
  const ids = reports.flatMap(({ entries }) => entries.map(({ id }) => id))
  const generation = reports[0]?.steps[0]?.range.generation ?? ''
  let offset = 0
  for (const [index, line] of readFileSync(log, 'utf8').trimEnd().split('\n').entries()) {
    const id = digest(hostname(), 'login', log, generation, `${offset}`, '0', line)
    if (ids[index] !== id) throw new Error(`event ${index} has another id or place than with a true clock`)
    offset += Buffer.byteLength(line) + 1
  }
}
