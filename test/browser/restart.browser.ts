import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadHubConfig } from '../../hub/config/load.ts'
import { HubServer } from '../../hub/serving/hub-server.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { barriers, present, settled, shareBrowser, visit, visitHub } from '../support/console-browser.ts'
import { agentIn, arrivalOf, eventOf } from '../support/kept-events.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

test('a hub that is restarted under an open page loses nothing of it, and the page goes on by itself', async (context) => {
  const store = await openEmbedded(context)
  const { hub, page, faults } = await visit(store, context)
  await page.goto('/events?last=7d')
  await page.getByText('Live', { exact: true }).waitFor()
  const rows = page.locator('tr[data-row]')
  await settled(page)
  const before = await rows.count()
  const port = hub.server.ports[0]
  await hub.server.close()
  await page.getByText('Not live').waitFor()
  await page.locator('.facet-name', { hasText: 'srv07' }).click()
  await page.getByText('The hub was not reached.').first().waitFor()
  assert.deepEqual(await barriers(page), [])
  await page.goBack()
  const folder = await mkdtemp(join(tmpdir(), 'spoor-hub-again-'))
  const file = join(folder, 'hub.yml')
  await writeFile(file, `listen: 127.0.0.1:${port}\n`, { mode: 0o600 })
  const config = await loadHubConfig(file)
  const again = await HubServer.start({ config, store, clock: systemClock, tell: () => undefined })
  context.after(async () => {
    await again.close()
    await rm(folder, { recursive: true })
  })
  await page.getByText('Live', { exact: true }).waitFor()
  await page.getByText('The hub was not reached.').first().waitFor({ state: 'detached' })
  await settled(page)
  assert.equal(await rows.count(), before)
  const agent = await agentIn(store, 'later.example.net')
  await store.keep(arrivalOf(agent, [eventOf(agent, 'later', { time: present() })], { received: present() }))
  await page.getByText('1 new event').waitFor()
  assert.deepEqual(faults, [])
})

/** A hub that opens each stream, and says nothing more: nobody tells a browser that a connection ended on its way. */
const MUTE = `const real = window.fetch
window.fetch = (path, asking) => {
  if (!String(path).startsWith('/api/v1/stream')) return real(path, asking)
  if (window.isAway) return Promise.reject(new TypeError('the hub is away'))
  return Promise.resolve(new Response(new ReadableStream({
    start(stream) {
      stream.enqueue(new TextEncoder().encode('retry: 3000\\nid: 1\\n\\n'))
      asking.signal.addEventListener('abort', () => stream.error(asking.signal.reason))
    },
  })))
}`

test('a stream that says nothing for longer than the hub is ever silent is not called live', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  await page.clock.install()
  await page.addInitScript(MUTE)
  await page.goto('/events?last=7d')
  await page.getByText('Live', { exact: true }).waitFor()
  await page.evaluate('window.isAway = true')
  await page.clock.pauseAt(new Date(Date.now() + 3_600_000))
  await page.getByText('Not live').waitFor()
  await page.evaluate('window.isAway = false')
  await page.clock.fastForward(120_000)
  await page.clock.resume()
  await page.getByText('Live', { exact: true }).waitFor()
  assert.deepEqual(faults, [])
})

test('a page of another site cannot sign anybody in or out, and no frame holds the console', async (context) => {
  const { hub, context: pages, page } = await visit(await openEmbedded(context), context)
  const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
  for (const path of ['/api/v1/logout', '/api/v1/login', '/api/v1/setup'])
    assert.equal((await pages.request.post(path, { headers, data: {} })).status(), 403, path)
  await page.goto('/hosts')
  await page.getByRole('heading', { name: 'hosts are well' }).waitFor()
  // A session that somebody planted is not taken over by a sign-in.
  const planted = 'a'.repeat(43)
  const { context: fresh } = await visitHub(hub, context, { who: null })
  await fresh.addCookies([{ name: 'spoor', value: planted, url: hub.url }])
  await fresh.request.post('/api/v1/login', { data: { name: 'kaja', password: 'correct horse battery' } })
  const cookie = (await fresh.cookies()).find(({ name }) => name === 'spoor')
  assert.notEqual(cookie?.value, planted)
  assert.ok(cookie?.httpOnly === true && cookie.sameSite === 'Strict')
})

test('a page with a fault says so, and the others work', async (context) => {
  const { page } = await visit(await openEmbedded(context), context)
  await page.route('**/api/v1/incidents/1', (route) => route.fulfill({ json: { incident: {} } }))
  await page.goto('/incidents/1')
  await page.getByText('The other pages work.').waitFor()
  assert.deepEqual(await barriers(page), [])
  await page.getByRole('link', { name: 'Hosts' }).first().click()
  await page.getByRole('heading', { name: 'hosts are well' }).waitFor()
})
