import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ApiHearing, outcomeOfAnswer } from '../../../../agent/receivers/spoor-api/answer-outcome.ts'

const PLAIN: ApiHearing = { option: 'transmission', now: 0, accept: [], secrets: [] }

function verdictOn(status: number, accept?: readonly number[]): string {
  const answer = { status, headers: {}, text: '' }
  const outcome = outcomeOfAnswer(answer, { ...PLAIN, ...(accept && { accept }) })
  return outcome.result === 'later' ? outcome.cause : outcome.result
}

function statusesWith(verdict: string, accept?: readonly number[]): number[] {
  return Array.from({ length: 900 }, (_, i) => i + 100).filter((status) => verdictOn(status, accept) === verdict)
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

test('only 202 and 409 say that the API has the report, and what transmission.accept names', () => {
  assert.deepEqual(statusesWith('accepted'), [202, 409])
  assert.deepEqual(statusesWith('accepted', [204, 200]), [200, 202, 204, 409])
})

test('after any other 2xx the report waits, and the reason says what to write if the API has it', () => {
  for (const status of [200, 201, 203, 204, 299]) {
    const answer = { status, headers: { 'content-type': 'application/json' }, text: '{"ok":true}' }
    const outcome = outcomeOfAnswer(answer, { ...PLAIN, accept: [226] })
    assert.ok(outcome.result === 'later' && outcome.cause === 'configuration')
    assert.equal(
      outcome.reason,
      `The API answered ${status}, not 202: if that means that it has the report, set transmission.accept: [${status}] (HTTP ${status}: {"ok":true}).`,
    )
  }
})

test('only 400, 413 and 422 refuse a report for good', () => {
  assert.deepEqual(statusesWith('rejected'), [400, 413, 422])
})

test('after 408, 425, 429 and 5xx a report waits for the API', () => {
  assert.deepEqual(statusesWith('receiver'), [408, 425, 429, ...range(500, 599)])
})

test('after every other status a report waits until somebody corrects the configuration', () => {
  assert.equal(statusesWith('configuration').length, 900 - 2 - 3 - 103)
  for (const status of [100, 302, 401, 403, 404, 405, 410, 600]) assert.equal(verdictOn(status), 'configuration')
})

test('a web page is not the answer of an API, whatever its status; an empty body is no page, whatever its type', () => {
  const page = { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, text: 'Log in' }
  for (const answer of [page, { ...page, headers: {}, text: '\n<!DOCTYPE html><p>' }]) {
    const outcome = outcomeOfAnswer(answer, { ...PLAIN, accept: [200] })
    assert.ok(outcome.result === 'later' && outcome.cause === 'configuration')
    assert.match(outcome.reason, /^A web page answered/)
  }
  for (const answer of [
    { ...page, text: '' },
    { ...page, headers: { 'content-type': 'application/json' }, text: '{"html":"<html>"}' },
    { ...page, headers: {}, text: 'thanks' },
  ]) {
    assert.deepEqual(outcomeOfAnswer(answer, { ...PLAIN, accept: [200] }), { result: 'accepted' })
  }
})

test('a report is not refused where nginx wants a certificate of the agent', () => {
  const text = '<html><center>No required SSL certificate was sent</center></html>'
  const outcome = outcomeOfAnswer({ status: 400, headers: { 'content-type': 'text/html' }, text }, PLAIN)
  assert.ok(outcome.result === 'later' && outcome.cause === 'configuration')
  const other = outcomeOfAnswer({ status: 400, headers: { 'content-type': 'text/html' }, text: '<html>Bad' }, PLAIN)
  assert.equal(other.result, 'rejected')
})

test('a reason names the status and what the API wrote', () => {
  assert.deepEqual(outcomeOfAnswer({ status: 422, headers: {}, text: '{"error": "time"}\n' }, PLAIN), {
    result: 'rejected',
    reason: 'The API cannot take what the report says (HTTP 422: {"error": "time"}).',
    divisible: true,
  })
})

test('Retry-After counts with every status after which a report waits', () => {
  for (const status of [503, 429, 403, 301]) {
    const outcome = outcomeOfAnswer({ status, headers: { 'retry-after': '10' }, text: '' }, { ...PLAIN, now: 5000 })
    assert.ok(outcome.result === 'later')
    assert.equal(outcome.notBefore, 15_000)
  }
})

test('what is to be corrected is named in the section of its receiver; what the server wrote stays as it is', () => {
  const answer = { status: 401, headers: {}, text: '{"OPTION": "transmission.credentials"}' }
  const outcome = outcomeOfAnswer(answer, { ...PLAIN, option: 'receivers.hub' })
  const reason = 'reason' in outcome ? outcome.reason : ''
  assert.match(reason, /^The API does not accept the credentials: correct receivers\.hub\.credentials \(HTTP 401: /)
  assert.match(reason, /OPTION.*transmission\.credentials/)
})
