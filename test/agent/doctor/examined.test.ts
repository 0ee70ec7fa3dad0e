import assert from 'node:assert/strict'
import { test } from 'node:test'
import { well } from '../../../agent/doctor/diagnosis.ts'
import type { Examination } from '../../../agent/doctor/examination.ts'
import { EXAMINATIONS } from '../../../agent/doctor/examinations.ts'
import { examined } from '../../../agent/doctor/examined.ts'
import { createDoctorHost } from '../../support/doctor-host.ts'

const examination = (name: string, examine: Examination['examine'], isBlocking?: true): Examination => ({
  name,
  usesNetwork: false,
  ...(isBlocking && { isBlocking }),
  examine,
})

test('examinations have names of their own', () => {
  assert.equal(new Set(EXAMINATIONS.map(({ name }) => name)).size, EXAMINATIONS.length)
})

test('one that breaks off or does not end is unknown, and hides no other', async (t) => {
  const host = await createDoctorHost(t)
  const all = [
    examination('broken', async () => Promise.reject(new Error('something'))),
    examination('endless', () => new Promise(() => undefined)),
    examination('good', async () => [well('It is.')]),
  ]
  assert.deepEqual(await examined(host.patient({ patience: 1 }), all), [
    { name: 'broken', state: 'unknown', what: 'This could not be looked at: something' },
    { name: 'endless', state: 'unknown', what: 'This could not be looked at within 1 s.' },
    { name: 'good', state: 'ok', what: 'It is.' },
  ])
})

test('what keeps the process from everything else begins when all others are done', async (t) => {
  const host = await createDoctorHost(t)
  const order: string[] = []
  const all = [
    examination('blocking', async () => [well(`${order.push('blocking')}`)], true),
    examination('slow', async () => {
      await new Promise((resolve) => setImmediate(resolve))
      order.push('slow')
      return []
    }),
  ]
  await examined(host.patient(), all)
  assert.deepEqual(order, ['slow', 'blocking'])
})

test('on a host of which nothing can be told, nothing rejects', async (t) => {
  const host = await createDoctorHost(t)
  const found = await examined(host.patient(), EXAMINATIONS)
  for (const { name } of EXAMINATIONS)
    assert.ok(found.some((each) => each.name === name) || name === 'configuration', name)
  assert.ok(found.every(({ what }) => !what.startsWith('This could not be looked at')))
})
