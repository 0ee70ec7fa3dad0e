import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { addAgent } from '../../hub/store/change/add-agent.ts'
import type { Change } from '../../hub/store/store.ts'
import { barriers, overflow, present, settled, shareBrowser, visit } from '../support/console-browser.ts'
import { tellStatus } from '../support/coverage-scene.ts'
import { keptIncident } from '../support/kept-incident.ts'
import { BY } from '../support/people.ts'
import { openEmbedded, testOnStores } from '../support/stores.ts'

shareBrowser()

/** Room for all columns. */
const WIDE = { options: { viewport: { width: 1440, height: 900 } } }

function row(page: Page, name: string): Locator {
  return page.locator(`tr[data-host="${name}.example.net"]`)
}

/** The words of a row's cells, without the names of their sources, which only narrow windows show. */
async function wordsOf(page: Page, name: string): Promise<readonly string[]> {
  return row(page, name).locator('.in-cell > span:last-child').allInnerTexts()
}

testOnStores('by mouse: the matrix says what is not seen, why, and what to do', async (store, context) => {
  const { page, faults } = await visit(store, context, WIDE)
  await page.goto('/hosts')
  await page.getByText('Three of eight hosts are well. One is silent, two are degraded').waitFor()
  assert.deepEqual(await page.locator('tr[data-host] .to').allInnerTexts(), [
    'srv19.example.net',
    'srv09.example.net',
    'srv21.example.net',
    'srv15.example.net',
    'srv31.example.net',
    'srv03.example.net',
    'srv07.example.net',
    'srv12.example.net',
  ])
  assert.equal((await wordsOf(page, 'srv21'))[8], 'blind')
  assert.equal((await wordsOf(page, 'srv09'))[1], 'gap')
  assert.deepEqual(new Set(await wordsOf(page, 'srv15')), new Set(['late']))
  assert.equal((await wordsOf(page, 'srv12'))[5], 'never')
  // Of a silent host nobody knows, and that is not said as if it were known.
  assert.match((await wordsOf(page, 'srv19')).join(' '), /^(?:cannot know\s\d\d:\d\d ?){11}$/)
  await row(page, 'srv21').locator('.is-blind').click()
  await page.getByText('permission denied').waitFor()
  await page.getByText('spoor-agent check').waitFor()
  assert.equal(new URL(page.url()).searchParams.get('open'), 'srv21.example.net')
  await page.getByRole('link', { name: 'blind 1' }).click()
  await row(page, 'srv19').waitFor({ state: 'detached' })
  assert.deepEqual(await page.locator('tr[data-host] .to').allInnerTexts(), ['srv21.example.net'])
  await page.getByRole('link', { name: 'Everything srv21.example.net says' }).click()
  await page.getByText('pure-ftpd /var/log/messages: permission denied.').waitFor()
  await page.goBack()
  // What is in the address is what is seen.
  await page.reload()
  await row(page, 'srv21').waitFor()
  assert.equal(await page.locator('tr[data-host]').count(), 1)
  await page.getByLabel('Find a host or label').fill('srv0')
  await page.getByText('No host fits.').waitFor()
  await page.getByRole('link', { name: 'Clear all' }).click()
  await row(page, 'srv03').waitFor()
  await page.getByRole('link', { name: 'Agent' }).click()
  await page.getByText('All · 8').waitFor()
  assert.equal(new URL(page.url()).searchParams.get('sort'), 'version')
  assert.deepEqual(faults, [])
})

test('the list is never sorted by something that a narrow window hides', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  for (const width of [1100, 390, 320]) {
    await page.setViewportSize({ width, height: 800 })
    await page.goto('/hosts?sort=version')
    await page.locator('th[aria-sort] a', { hasText: 'Agent' }).waitFor()
    assert.equal(await page.locator('th:visible').count(), 4)
    assert.equal(await page.locator('tr[data-host] .to').first().innerText(), 'srv31.example.net')
    assert.deepEqual(await barriers(page), [])
    await page.locator('th:visible').getByRole('link', { name: 'Health' }).click()
    await page.getByText('Look at these · 5').waitFor()
    assert.equal(new URL(page.url()).search, '')
  }
  assert.deepEqual(faults, [])
})

testOnStores('by keyboard alone: words, rows, what a host says, and its page', async (store, context) => {
  const { page, faults } = await visit(store, context, WIDE)
  await page.goto('/hosts')
  await row(page, 'srv19').waitFor()
  await page.keyboard.press('4')
  await row(page, 'srv19').waitFor({ state: 'detached' })
  await page.keyboard.press('j')
  await page.keyboard.press('o')
  await page.getByText('lines of it were lost').waitFor()
  assert.equal(
    await row(page, 'srv09')
      .locator('.to')
      .evaluate((link) => link.matches(':focus')),
    true,
  )
  await page.keyboard.press('o')
  await page.getByText('lines of it were lost').waitFor({ state: 'detached' })
  await page.keyboard.press('4')
  await row(page, 'srv19').waitFor()
  await page.keyboard.press('?')
  for (const key of ['what it says', 'only “cannot know”', 'add a host']) await page.getByText(key).first().waitFor()
  await page.keyboard.press('Escape')
  await row(page, 'srv09').locator('.to').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'srv09.example.net' }).waitFor()
  assert.deepEqual(faults, [])
})

testOnStores(
  'one host: each source with its kinds, its open incidents, and what it never tells',
  async (store, context) => {
    const { page, faults } = await visit(store, context)
    await page.goto('/hosts/srv21.example.net')
    await page.getByText('No open incident concerns it.').waitFor()
    const ftp = page.locator('.table.sources tr', { hasText: '/var/log/messages' })
    await ftp.locator('.sight', { hasText: 'blind' }).waitFor()
    assert.match(await ftp.innerText(), /permission denied, since/)
    assert.doesNotMatch(await ftp.innerText(), /^0$/m, 'what cannot be read has no count')
    const login = page.locator('.table.sources tr', { hasText: 'login_log' })
    await login.getByText('3 kinds').click()
    await login.getByText('Login failed').waitFor()
    await page.getByText('What it never tells').click()
    await page.getByText('Root terminal opened').waitFor()
    assert.deepEqual(await barriers(page), [])
    assert.deepEqual(faults, [])
  },
)

test('a viewer sees all of a host, gets no button that would be refused, and learns who can', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context, { who: 'vic' })
  await page.goto('/hosts/srv21.example.net')
  await page.getByText('An admin can rename it').waitFor()
  await page.locator('.table.sources').waitFor()
  assert.equal(await page.getByRole('button', { name: /Rename|secret|Revoke/ }).count(), 0)
  assert.deepEqual(faults, [])
})

/** Makes an incident concern srv07. */
const concern: Change<number, null> = {
  name: 'concern',
  run: async (db, incident) => {
    const times = { first: 0, last: 0, steps: 1, successes: 0 }
    await db
      .insertInto('incident_subject')
      .values({ incident, type: 'host', name: 'srv07.example.net', ...times })
      .execute()
    return null
  },
}

test('open incidents of a host stand on its page', async (context) => {
  const store = await openEmbedded(context)
  const { page } = await visit(store, context)
  const incident = await store.change(keptIncident, { sentence: 'zoe@example.com was probably taken over.' })
  await store.change(concern, incident)
  await page.goto('/hosts/srv07.example.net')
  await page.getByRole('link', { name: 'zoe@example.com was probably taken over.' }).waitFor()
  await page.goto('/hosts/srv15.example.net')
  await page.getByText('No open incident concerns it.').waitFor()
})

test('what cannot be had is an error in its place, and the rest of the page stays', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  const problem = { code: 50302, error: 'The store has too much to do: try again later.', link: '/errors/50302' }
  await page.route(/\/api\/v1\/coverage|\/api\/v1\/incidents/, (route) => route.fulfill({ status: 503, json: problem }))
  await page.goto('/hosts')
  await page.getByText(problem.error).waitFor()
  assert.equal(await page.locator('tr[data-host]').count(), 0)
  assert.deepEqual(await barriers(page), [])
  await page.unroute(/\/api\/v1\/coverage|\/api\/v1\/incidents/)
  await page.keyboard.press('r')
  await row(page, 'srv19').waitFor()
  assert.deepEqual(faults, [])
})

test('of many hosts the well ones are folded, pages are put together, and a name finds each', async (context) => {
  const store = await openEmbedded(context)
  const { page, faults } = await visit(store, context)
  for (let number = 100; number < 220; number += 1) {
    const name = `srv${number}`
    const host = `${name}.example.net`
    const kept = { host, label: number === 150 ? 'shared' : '', identifier: name, digest: 'd', now: present(), by: BY }
    await tellStatus(store, name, await store.change(addAgent, kept), present())
  }
  // Pages of fifty, as if there were thousands.
  await page.route(/\/api\/v1\/coverage/, (route) =>
    route.continue({ url: route.request().url().replace('limit=1000', 'limit=50') }),
  )
  await page.goto('/hosts')
  const fold = page.getByRole('link', { name: '123 hosts are well' })
  await fold.waitFor()
  assert.equal(await page.locator('tr[data-host]').count(), 5)
  await fold.click()
  await row(page, 'srv219').waitFor()
  assert.equal(await page.locator('tr[data-host]').count(), 128)
  await page.keyboard.press('w')
  await row(page, 'srv219').waitFor({ state: 'detached' })
  await page.getByLabel('Find a host or label').fill('shared')
  await row(page, 'srv150').waitFor()
  assert.equal(await page.locator('tr[data-host]').count(), 1)
  assert.deepEqual(faults, [])
})

test('a phone has the pages at its foot, and the person in More', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/hosts')
  await settled(page)
  const foot = page.locator('.tab-bar')
  assert.equal(await page.locator('summary.who').count(), 0)
  await foot.getByText('More').click()
  await foot.getByText('kaja, admin').waitFor()
  assert.deepEqual(await barriers(page), [])
  await foot.getByRole('button', { name: 'Dark' }).click()
  await page.locator('html[data-theme=dark]').waitFor()
  await page.keyboard.press('Escape')
  await foot.getByText('kaja, admin').waitFor({ state: 'hidden' })
  assert.equal(await foot.locator('> *').count(), (await foot.locator('> a').count()) + 1)
  assert.ok((await foot.locator('> a').count()) <= 4)
  await foot.getByText('More').click()
  await foot.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Password').waitFor()
  assert.deepEqual(faults, [])
})

test('on a phone a host has the cells that somebody should look at, and no others', async (context) => {
  const { page } = await visit(await openEmbedded(context), context)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/hosts?open=srv21.example.net')
  await settled(page)
  const [cell, ...others] = await row(page, 'srv21').locator('td.cell:visible').allInnerTexts()
  assert.deepEqual([cell?.split(/\s+/), others], [['pure-ftpd', 'blind'], []])
  assert.equal(await row(page, 'srv07').locator('td.cell:visible').count(), 0)
  await page.getByText('What to do').waitFor()
  assert.equal(await overflow(page), 0)
})

test('what a silent host said is shown as of then, never as how it is', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  await page.goto('/hosts/srv19.example.net')
  await page.getByText('It warned of nothing then.').waitFor()
  assert.equal(await page.getByText(/^as it said 2\d min ago$/).count(), 3)
  assert.deepEqual(await page.locator('.facts dd', { hasText: /^ran then$/ }).count(), 2)
  assert.equal(await page.getByText(/^runs$/).count(), 0)
  await page.goto('/hosts/srv03.example.net')
  await page.getByText('It warns of nothing.').waitFor()
  assert.equal(await page.getByText('as it said').count(), 0)
  assert.deepEqual(faults, [])
})
