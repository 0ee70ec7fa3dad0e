import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notedCheck } from '../support/checked-scene.ts'
import { openCheck, tellChecks, visitChecked, WALL_WIDE, wallCell, wallRow } from '../support/checked-visit.ts'
import { barriers, overflow, present, settled, shareBrowser } from '../support/console-browser.ts'
import { keptIncident } from '../support/kept-incident.ts'
import { openEmbedded, testOnStores } from '../support/stores.ts'

shareBrowser()

testOnStores(
  'a check is muted with a reason and an end, and told again, by mouse and by keys',
  async (store, context) => {
    const { page, faults } = await visitChecked(store, context)
    await page.goto('/services?host=srv03.example.net&check=imap')
    await openCheck(page).getByText('The hub tells of it by its rules.').waitFor()
    await openCheck(page).getByRole('button', { name: 'Mute' }).click()
    await openCheck(page).getByRole('button', { name: '1 day' }).click()
    await openCheck(page).getByLabel('Why').fill('dovecot is rebuilt')
    await openCheck(page).getByRole('button', { name: 'Mute it' }).click()
    await openCheck(page)
      .getByText(/^Muted until .* by kaja: dovecot is rebuilt$/)
      .waitFor()
    assert.deepEqual(await barriers(page), [])
    const json = JSON.stringify(await (await page.request.get('/api/v1/snoozes')).json())
    assert.match(json, /"what":"service","which":"srv03\.example\.net:imap","kind":null/)
    await page.goto('/alerts?show=snoozes')
    await page.getByRole('link', { name: 'srv03.example.net:imap' }).click()
    await openCheck(page).getByRole('button', { name: 'End it now' }).click()
    await openCheck(page).getByText('Not muted any more.').waitFor()
    await openCheck(page).getByText('The hub tells of it by its rules.').waitFor()
    await openCheck(page).focus()
    await page.keyboard.press('m')
    await openCheck(page).getByLabel('Why').waitFor()
    await page.getByRole('button', { name: 'Mute it' }).press('Enter')
    await openCheck(page).getByText('It is muted.').waitFor()
    await openCheck(page).getByRole('button', { name: 'Undo' }).press('Enter')
    await openCheck(page).getByText('Not muted any more.').waitFor()
    assert.deepEqual(faults, [])
  },
)

test('what the hub refuses to mute says why, and an open incident of the check stands there', async (context) => {
  const store = await openEmbedded(context)
  const { page } = await visitChecked(store, context)
  const about = { kind: 'outage', subject_type: 'service', subject: 'srv03.example.net:imap' }
  const incident = await store.change(keptIncident, { ...about, sentence: 'imap on srv03.example.net is down.' })
  await page.goto('/services?host=srv03.example.net&check=imap')
  await openCheck(page).getByRole('link', { name: 'imap on srv03.example.net is down.' }).waitFor()
  const problem = { code: 40026, error: 'This time has passed: choose one to come.', link: '/errors/40026' }
  await page.route('/api/v1/snoozes', (route) =>
    route.request().method() === 'POST' ? route.fulfill({ status: 400, json: problem }) : route.continue(),
  )
  await page.keyboard.press('m')
  await openCheck(page).getByRole('button', { name: 'Mute it' }).click()
  await openCheck(page).getByText('Not done. This time has passed').waitFor()
  await openCheck(page).getByRole('link', { name: 'imap on srv03.example.net is down.' }).click()
  await page.waitForURL(`**/incidents/${incident}`)
})

test('a viewer sees all of a check, gets no button that would be refused, and learns who can', async (context) => {
  const { page, faults } = await visitChecked(await openEmbedded(context), context, { ...WALL_WIDE, who: 'vic' })
  await page.goto('/services?host=srv03.example.net&check=imap')
  await openCheck(page).getByText('To mute it takes the role analyst.').waitFor()
  await openCheck(page).getByText('connection refused').first().waitFor()
  assert.equal(await openCheck(page).getByRole('button', { name: /Mute/ }).count(), 0)
  assert.deepEqual(faults, [])
})

/** Markup and scripts that would tell if a browser took them for such. */
const HOSTILE = `"><img src=x onerror="throw new Error('run')"><script>throw new Error('run')</script>\u202Ejavascript:alert(1)`

testOnStores(
  'nothing that a check is called, finds or checks becomes markup, runs, or breaks the page',
  async (store, context) => {
    const { page, faults } = await visitChecked(store, context)
    const long = `${HOSTILE}${'w'.repeat(100)}`
    const checks = [
      notedCheck(HOSTILE.slice(0, 32), present(), {
        state: 'down',
        type: HOSTILE.slice(0, 32),
        finding: long,
        target: long,
        certificate: present() + 86_400,
      }),
      notedCheck('w'.repeat(32), present(), { state: 'warning', finding: 'w'.repeat(200), target: 'w'.repeat(255) }),
    ]
    await tellChecks(store, 'srv12', checks)
    const name = encodeURIComponent(HOSTILE.slice(0, 32))
    for (const path of [
      '/',
      '/services',
      '/services?q=srv12',
      `/services?host=srv12.example.net&check=${name}`,
      `/services?q=${encodeURIComponent(HOSTILE.slice(0, 90))}&state=${name}`,
      '/hosts/srv12.example.net',
    ]) {
      await page.setViewportSize({ width: 1440, height: 800 })
      await page.goto(path)
      await settled(page)
      for (const width of [1440, 320]) {
        await page.setViewportSize({ width, height: 800 })
        assert.equal(await page.locator('#console img, #console script').count(), 0, path)
        assert.equal(await page.locator('a[href^="javascript:" i]').count(), 0, path)
        assert.equal(await overflow(page), 0, `${path} at ${width}`)
      }
    }
    assert.deepEqual(faults, [])
  },
)

test('on a phone a host has the cells that somebody should look at, and a check lies over the wall', async (context) => {
  const { page, faults } = await visitChecked(await openEmbedded(context), context)
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 })
    await page.goto('/services')
    await wallRow(page, 'srv03').waitFor()
    assert.deepEqual(await wallRow(page, 'srv12').locator('td.cell:visible').count(), 0)
    assert.match(
      (await wallRow(page, 'srv03').locator('td.cell:visible').allInnerTexts()).join(' '),
      /imap\s+down.*site\s+late/s,
    )
    assert.equal(await overflow(page), 0)
    assert.deepEqual(await barriers(page), [])
    await wallCell(page, 'srv03', 'imap').getByRole('link').click()
    await page.locator('dialog .check-panel').waitFor()
    assert.equal(await overflow(page), 0)
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
  }
  assert.deepEqual(faults, [])
})

testOnStores('Now has what is down, what ends soon, and the traffic; a host has its checks', async (store, context) => {
  const { page, faults } = await visitChecked(store, context)
  await page.goto('/')
  const services = page.locator('#services-now')
  await services.getByText('5 of 61 checks need a look').waitFor()
  await services.getByRole('link', { name: 'imap' }).first().waitFor()
  await services.getByText('The certificate of').waitFor()
  await page.getByRole('link', { name: /^Services.*3 checks are down or flapping$/ }).waitFor()
  await services.getByRole('link', { name: 'All services' }).click()
  await wallRow(page, 'srv03').waitFor()
  await page.goto('/hosts/srv03.example.net')
  const checks = page.locator('section', { has: page.getByRole('heading', { name: 'Checks' }) })
  await checks.getByText('127.0.0.1:993: connection refused').waitFor()
  await checks.getByText('6 checks are up').waitFor()
  await checks.getByRole('link', { name: 'In Services' }).click()
  await page.locator('.table.of-checks').getByRole('link', { name: 'smtp' }).waitFor()
  assert.deepEqual(faults, [])
})
