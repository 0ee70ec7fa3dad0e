import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WaitingReport } from '../../agent/spool/outbox.ts'
import { createCourier } from '../../agent/transmit/courier.ts'
import type { Later, Outcome } from '../../agent/transmit/outcome.ts'

/** The order in which reports are sent from an outbox in memory, while the API answers as told and then accepts. */
async function sent(names: string, outcomes: readonly Outcome[]): Promise<string> {
  let waiting: WaitingReport[] = names.split('').map((name) => ({ name, id: name, entries: [] }))
  const answers = [...outcomes]
  const order: string[] = []
  const remove = ({ name }: { name: string }): void => {
    waiting = waiting.filter((each) => each.name !== name)
  }
  const outbox = {
    next: async () => waiting[0],
    accepted: async (report: WaitingReport) => remove(report),
    rejected: async (report: { name: string }) => remove(report),
    postpone: ({ name }: { name: string }) => {
      waiting.push(...waiting.splice(0, waiting.findIndex((each) => each.name === name) + 1))
    },
  }
  const api = {
    send: async ({ id }: { id: string }): Promise<Outcome> => {
      order.push(id)
      return answers.shift() ?? { result: 'accepted' }
    },
  }
  const deliver = createCourier(outbox, api, new AbortController().signal)
  for (let { result } = await deliver(); result !== 'nothing'; { result } = await deliver());
  return order.join('')
}

function later(cause: Later['cause'], times: number): Outcome[] {
  return Array.from({ length: times }, () => ({ result: 'later', cause, reason: 'Not now.' }))
}

test('a report that the API answers with an error three times in a row gives way, and is tried again after the others', async () => {
  assert.equal(await sent('abc', later('api', 3)), 'aaabca')
  assert.equal(await sent('abc', later('api', 2)), 'aaabc')
})

test('a report that is the only one gives way to itself', async () => {
  assert.equal(await sent('a', later('api', 4)), 'aaaaa')
})

test('an API that cannot be reached, or refuses everything, is no fault of one report', async () => {
  assert.equal(await sent('ab', later('network', 5)), 'aaaaaab')
  assert.equal(await sent('ab', later('configuration', 5)), 'aaaaaab')
})
