import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agentOfHost } from '../../hub/store/ask/agent-of-host.ts'
import { addAgent } from '../../hub/store/change/add-agent.ts'
import { noteStatus } from '../../hub/store/change/note-status.ts'
import { kindNumber } from '../../hub/store/number-words.ts'
import type { Store } from '../../hub/store/store.ts'
import { notedCheck, sceneChecks } from '../support/checked-scene.ts'
import { openCheck, tellChecks, visitChecked, WALL_WIDE, wallCell, wallRow } from '../support/checked-visit.ts'
import { barriers, present, settled, shareBrowser, visit } from '../support/console-browser.ts'
import { arrivalOf, eventOf } from '../support/kept-events.ts'
import { BY } from '../support/people.ts'
import { openEmbedded, testOnStores } from '../support/stores.ts'

shareBrowser()

testOnStores('by mouse: the wall says each state with a word, and a check what it found', async (store, context) => {
  const { page, faults } = await visitChecked(store, context)
  await page.goto('/services')
  await page
    .getByRole('heading', { name: /^Two of 61 checks are down, one is flapping, one warns and one is late\. / })
    .waitFor()
  await page
    .getByRole('heading', { name: /Nobody knows how nine others are\. One certificate ends within 14 days\.$/ })
    .waitFor()
  assert.deepEqual(await page.locator('.wall tr[data-host] .to').allInnerTexts(), [
    'srv03.example.net',
    'srv21.example.net',
    'srv07.example.net',
    'srv19.example.net',
    'srv15.example.net',
    'srv09.example.net',
    'srv12.example.net',
  ])
  for (const [name, check, words] of [
    ['srv03', 'imap', /^down 1[45] min$/],
    ['srv03', 'site', /^late 4[01] min$/],
    ['srv07', 'dns', /^flapping 2[56] min$/],
    ['srv07', 'disks', /^warning 5 h$/],
    ['srv09', 'mysql', /^maintenance$/],
    ['srv15', 'shop', /^blocked$/],
    ['srv15', 'ftp', /^off$/],
    ['srv15', 'mysql', /^unknown$/],
    // Of a silent host nobody knows, and that is not said as if it were known.
    ['srv19', 'imap', /^unknown$/],
    ['srv12', 'smtp', /^up\s+11 ms$/],
  ] as const)
    assert.match(
      await wallCell(page, name, check).locator('.in-cell > :last-child').innerText(),
      words,
      `${name} ${check}`,
    )
  await wallCell(page, 'srv03', 'imap').getByRole('link').click()
  await openCheck(page).getByText('127.0.0.1:993: connection refused').first().waitFor()
  const { searchParams } = new URL(page.url())
  assert.deepEqual([searchParams.get('host'), searchParams.get('check')], ['srv03.example.net', 'imap'])
  await openCheck(page).getByText('Down from two of three places.').waitFor()
  await openCheck(page).getByText('imap on other hosts').waitFor()
  await openCheck(page).getByText('spoor-agent checks run imap').waitFor()
  await openCheck(page).getByText('Service restarted').first().waitFor()
  await openCheck(page).locator('.seen-from').getByRole('link', { name: 'srv12.example.net' }).click()
  await openCheck(page).getByText('srv03.example.net:993').waitFor()
  await openCheck(page).getByRole('button', { name: 'close' }).click()
  await openCheck(page).waitFor({ state: 'detached' })
  // What is in the address is what is seen.
  await page.goBack()
  await page.goto('/services?host=srv21.example.net&check=imap')
  await openCheck(page).getByText('ends in 11 days').waitFor()
  assert.deepEqual(await barriers(page), [])
  assert.deepEqual(faults, [])
})

test('the legend and a text leave those that fit; of one host the checks are a list', async (context) => {
  const { page, faults } = await visitChecked(await openEmbedded(context), context)
  await page.goto('/services')
  await page.getByRole('link', { name: /^down 2/ }).click()
  await wallRow(page, 'srv09').waitFor({ state: 'detached' })
  assert.deepEqual(await page.locator('.wall tr[data-host] .to').allInnerTexts(), [
    'srv03.example.net',
    'srv21.example.net',
  ])
  await page.getByLabel('Find a host or check').fill('nothing')
  await page.getByText('No check fits.').waitFor()
  await page.getByText('No check has “nothing” in its name, host or target and is “down”.').waitFor()
  await page.getByRole('link', { name: 'Clear all' }).click()
  await wallRow(page, 'srv07').getByRole('link', { name: 'srv07.example.net' }).click()
  const list = page.locator('.table.of-checks')
  await list.getByText('no answer over udp within 5 s').waitFor()
  assert.deepEqual((await list.locator('.check-state').allInnerTexts()).slice(0, 3), ['flapping', 'warning', 'up'])
  assert.deepEqual(await barriers(page), [])
  await list.getByRole('link', { name: 'disks' }).click()
  await openCheck(page).getByText('/home 86 % full').first().waitFor()
  assert.equal(await list.locator('tr.chosen').count(), 1)
  assert.deepEqual(faults, [])
})

testOnStores('by keyboard alone: cells, a check, states, and back to the cell', async (store, context) => {
  const { page, faults } = await visitChecked(store, context)
  await page.goto('/services')
  await wallRow(page, 'srv03').waitFor()
  const focused = (): Promise<string> => page.locator(':focus').innerText()
  await page.keyboard.press('j')
  assert.equal(await focused(), 'srv03.example.net')
  await page.keyboard.press('ArrowDown')
  assert.equal(await focused(), 'srv21.example.net')
  await page.keyboard.press('k')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await openCheck(page).waitFor()
  const open = new URL(page.url()).searchParams
  assert.equal(open.get('host'), 'srv03.example.net')
  await page.keyboard.press('Escape')
  await openCheck(page).waitFor({ state: 'detached' })
  const link = page.locator(`td[title^="${open.get('check')}: "] a:focus`)
  await link.waitFor()
  await page.keyboard.press('1')
  await wallRow(page, 'srv07').waitFor({ state: 'detached' })
  await page.keyboard.press('1')
  await wallRow(page, 'srv07').waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('n')
  await page.getByRole('heading', { name: 'Do first' }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('v')
  await wallRow(page, 'srv03').waitFor()
  await page.keyboard.press('?')
  for (const key of ['next cell', 'only “late”', 'go to Services']) await page.getByText(key).first().waitFor()
  assert.deepEqual(faults, [])
})

test('a check that is removed leaves the page, and one that is open says so', async (context) => {
  const store = await openEmbedded(context)
  const { page, faults } = await visitChecked(store, context)
  await page.clock.install()
  await page.goto('/services?host=srv15.example.net&check=shop')
  await openCheck(page).getByText('mysql is not up').waitFor()
  const left = (sceneChecks(present())['srv15'] ?? []).filter(({ name }) => name !== 'shop')
  await tellChecks(store, 'srv15', left)
  await page.clock.fastForward('01:30')
  await page.getByText('There is no such check.').waitFor()
  assert.equal(await wallCell(page, 'srv15', 'shop').count(), 0)
  assert.deepEqual(faults, [])
})

test('what is told over the stream is shown at once', async (context) => {
  const store = await openEmbedded(context)
  const { page } = await visitChecked(store, context)
  await page.goto('/services')
  await page.getByText('Live', { exact: true }).waitFor()
  await wallRow(page, 'srv12').waitFor()
  const others = (sceneChecks(present())['srv12'] ?? []).filter(({ name }) => name !== 'smtp')
  const down = notedCheck('smtp', present(), { state: 'down', since: present() - 30, finding: 'connection refused' })
  await tellChecks(store, 'srv12', [...others, down])
  await checkedDown(store)
  await wallCell(page, 'srv12', 'smtp').getByText('down').waitFor()
})

/** An event of a check comes. */
async function checkedDown(store: Store): Promise<void> {
  const agent = (await store.ask(agentOfHost, { host: 'srv12.example.net' }))?.id ?? 0
  const fields = JSON.stringify({ check: 'smtp', check_type: 'tcp', finding: 'connection refused' })
  const event = {
    time: present(),
    received: present(),
    kind: kindNumber('service_down'),
    mailbox: null,
    ip: null,
    fields,
  }
  await store.keep(arrivalOf(agent, [eventOf(agent, 'smtp-down'.padEnd(22, '_'), event)], { received: present() }))
}

test('hosts that check nothing are taught to, and an error is none of that', async (context) => {
  const store = await openEmbedded(context)
  const { page, faults } = await visit(store, context, WALL_WIDE)
  await page.goto('/services')
  await page.getByRole('heading', { name: 'No host checks anything yet.' }).first().waitFor()
  await page.getByText('name: imap, type: tcp, service: imap').waitFor()
  assert.deepEqual(await barriers(page), [])
  await page.goto('/')
  await page.getByRole('heading', { name: 'Do first' }).waitFor()
  await settled(page)
  assert.equal(await page.locator('#services-now').count(), 0)
  const problem = { code: 50302, error: 'The store has too much to do: try again later.', link: '/errors/50302' }
  await page.route(/\/api\/v1\/checks/, (route) => route.fulfill({ status: 503, json: problem }))
  await page.goto('/services')
  await page.getByText(problem.error).first().waitFor()
  assert.equal(await page.getByText('No host checks anything yet.').count(), 0)
  assert.deepEqual(await barriers(page), [])
  await page.unroute(/\/api\/v1\/checks/)
  await page.keyboard.press('r')
  await page.getByRole('heading', { name: 'No host checks anything yet.' }).first().waitFor()
  assert.deepEqual(faults, [])
})

test('where every host is silent the page says that nobody knows, and where to look', async (context) => {
  const store = await openEmbedded(context)
  const { page } = await visit(store, context, WALL_WIDE)
  const { version, health, lag } = { version: '0.2.0', health: 'healthy', lag: 0 }
  const agent = (await store.ask(agentOfHost, { host: 'srv19.example.net' }))?.id ?? 0
  const checks = [notedCheck('imap', present(), { state: 'down' }), notedCheck('smtp', present())]
  await store.change(noteStatus, {
    agent,
    at: present() - 3600,
    status: '{}',
    version,
    health,
    lag,
    unread: null,
    checks,
  })
  await page.goto('/services')
  await page.getByRole('heading', { name: 'Nobody knows how the 2 checks are.' }).waitFor()
  await page.getByText('cannot know').waitFor()
  assert.equal(await page.locator('.as-down').count(), 0)
  await page.getByRole('link', { name: 'Look at the hosts' }).waitFor()
})

test('of a thousand hosts with twenty checks each a few are drawn, and a name finds each', async (context) => {
  const store = await openEmbedded(context)
  const { page, faults } = await visit(store, context, WALL_WIDE)
  const now = present()
  const names = Array.from({ length: 20 }, (_, index) => `check-${index}`)
  for (let number = 0; number < 1000; number += 1) {
    const kept = { host: `many${number}.example.org`, label: '', identifier: `many${number}`, digest: 'd', now, by: BY }
    const agent = await store.change(addAgent, kept)
    const checks = names.map((name) =>
      notedCheck(name, now, number === 500 && name === 'check-7' ? { state: 'down' } : {}),
    )
    await store.change(noteStatus, {
      agent,
      at: now,
      status: '{}',
      version: '0.2.0',
      health: 'healthy',
      lag: 0,
      unread: null,
      checks,
    })
  }
  await page.goto('/services')
  await page.getByRole('heading', { name: 'One of 20,000 checks is down.' }).waitFor()
  assert.equal(await page.locator('.wall tr[data-host]').count(), 1)
  const nodes = async (): Promise<number> => page.locator('*').count()
  assert.ok((await nodes()) < 1500, `${await nodes()} elements`)
  await page.getByRole('link', { name: '999 hosts are well' }).click()
  await page.getByRole('button', { name: 'Show 100 more' }).waitFor()
  assert.equal(await page.locator('.wall tr[data-host]').count(), 101)
  assert.ok((await nodes()) < 12_000, `${await nodes()} elements`)
  await page.getByLabel('Find a host or check').fill('many777.example.org')
  await page.locator('.table.of-checks').getByRole('link', { name: 'check-19' }).waitFor()
  assert.equal(await page.locator('.table.of-checks tbody tr').count(), 20)
  assert.deepEqual(faults, [])
})
