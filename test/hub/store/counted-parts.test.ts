import assert from 'node:assert/strict'
import type { KyselyPlugin } from 'kysely'
import { conclusionParts } from '../../../hub/store/ask/conclusion-parts.ts'
import type { ConcludedPart } from '../../../hub/store/concluded-part.ts'
import { kindNumber } from '../../../hub/store/number-words.ts'
import type { Question } from '../../../hub/store/store.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

const DAY = 86_400

/** Midnight of each of these days, of a year ahead and of two years back; of those two no day has a table. */
const MIDNIGHTS = [0, 1, 2, 30, 89, -365, 730].map((days) => NOW - (NOW % DAY) - days * DAY)

/** How many statements a question costs, and its answer. */
const counted: Question<
  readonly ConcludedPart[],
  { statements: number; parts: readonly (readonly [string, string])[] }
> = {
  name: 'counted',
  isOfDays: true,
  run: async (db, conclusions, segmentOf) => {
    let statements = 0
    const counter: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        statements += 1
        return result
      },
    }
    const found = await conclusionParts.run(db.withPlugin(counter), conclusions, segmentOf)
    return { statements, parts: found.map(([id, parts]) => [id, parts.map((part) => part.id).join(' ')]) }
  },
}

testOnStores('a page of a thousand conclusions costs a few statements, on whatever days they are', async (store) => {
  const agent = await agentIn(store)
  const failed = { kind: kindNumber('login_failed'), mailbox: null }
  const conclusions: ConcludedPart[] = []
  const expected: [string, string][] = []
  for (const [which, midnight] of MIDNIGHTS.entries()) {
    const events = [-200, 100].map((seconds) =>
      eventOf(agent, `${which} ${seconds}`, { ...failed, ip: `192.0.2.${which}`, time: midnight + seconds }),
    )
    await store.keep(arrivalOf(agent, events))
  }
  for (let number = 0; number < 1000; number += 1) {
    const which = number % MIDNIGHTS.length
    const own = { id: `c${number}`, time: (MIDNIGHTS[which] ?? 0) + 300, ip: `192.0.2.${which}` }
    const fields = '{"seconds":600,"counted":"failures","count":50}'
    conclusions.push({ ...own, kind: kindNumber('login_burst'), agent: 0, mailbox: null, fields })
    expected.push([own.id, `${which} -200 ${which} 100`])
  }
  const { statements, parts } = await store.ask(counted, conclusions)
  assert.deepEqual(parts, expected)
  assert.ok(statements <= 20, `${statements} statements`)
})
