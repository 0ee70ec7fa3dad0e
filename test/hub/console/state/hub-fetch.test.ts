import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { hubFetch } from '../../../../hub/console/state/hub-fetch.ts'
import { secondsUntil } from '../../../../hub/console/state/problem.ts'

test('what the hub refused with 429 is not asked before the time that it told, with any query', async (context) => {
  context.mock.timers.enable({ apis: ['Date'] })
  const asked: string[] = []
  let retryAfter: string | undefined = '120'
  const server = createServer(({ method, url }, response) => {
    asked.push(`${method} ${url}`)
    if (retryAfter === undefined) return response.end('well')
    response.writeHead(429, { 'retry-after': retryAfter })
    return response.end('{"code":42903}')
  }).listen(0, '127.0.0.1')
  context.after(() => server.close())
  await once(server, 'listening')
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  const { port } = address
  const told = async (path: string, method = 'GET'): Promise<readonly unknown[]> => {
    const response = await hubFetch(`http://127.0.0.1:${port}${path}`, { method })
    return [response.status, response.headers.get('retry-after'), await response.text()]
  }
  assert.deepEqual(await told('/a?q=1'), [429, '120', '{"code":42903}'])
  context.mock.timers.tick(50_000)
  assert.deepEqual(await told('/a?q=2'), [429, '70', '{"code":42903}'])
  assert.deepEqual(asked, ['GET /a?q=1'])
  // Of what somebody does himself nothing is held back, nor of other paths.
  retryAfter = undefined
  assert.equal((await told('/a', 'POST'))[0], 200)
  assert.equal((await told('/b'))[0], 200)
  assert.equal((await told('/a'))[0], 429)
  context.mock.timers.tick(70_000)
  assert.deepEqual(await told('/a'), [200, null, 'well'])
  assert.deepEqual(asked, ['GET /a?q=1', 'POST /a', 'GET /b', 'GET /a'])
})

test('Retry-After tells seconds or a date, and nothing endless', (context) => {
  context.mock.timers.enable({ apis: ['Date'], now: Date.UTC(2026, 10, 28, 12) })
  const told = [
    null,
    '',
    '0',
    '17',
    '-3',
    'soon',
    '99999999',
    'Sat, 28 Nov 2026 12:00:30 GMT',
    'Sat, 28 Nov 2026 11:00:00 GMT',
  ]
  assert.deepEqual(told.map(secondsUntil), [5, 5, 1, 17, 1, 5, 3600, 30, 1])
})
