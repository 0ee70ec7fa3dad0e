import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { settled, shareBrowser, visit } from '../support/console-browser.ts'
import { openEmbedded } from '../support/stores.ts'

shareBrowser()

/** How many pixels of the chart, from a part of its width on, are of the colour of a hatch. */
function hatched(page: Page, from: number): Promise<number> {
  return page.evaluate<number>(`(() => {
    const canvas = document.querySelector('.histogram canvas')
    const probe = document.createElement('i')
    probe.style.color = 'var(--edge)'
    document.body.append(probe)
    const [red, green, blue] = getComputedStyle(probe).color.match(/\\d+/g).map(Number)
    const left = Math.floor(canvas.width * ${from})
    const { data } = canvas.getContext('2d').getImageData(left, 0, canvas.width - left, canvas.height)
    let count = 0
    for (let at = 0; at < data.length; at += 4)
      if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) count += 1
    return count
  })()`)
}

test('the chart is hatched while a host was silent that the filters ask about', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  const legend = page.locator('.histogram').getByText('was silent: may be more')
  await page.goto('/events?last=1h&host=srv19.example.net')
  await legend.waitFor()
  await page.locator('.histogram canvas').waitFor()
  await settled(page)
  assert.match(await legend.innerText(), /srv19/)
  assert.ok((await hatched(page, 0.6)) > 0)
  await page.goto('/events?last=1h&host=srv07.example.net')
  await page.locator('.histogram canvas').waitFor()
  await settled(page)
  assert.equal(await legend.count(), 0)
  assert.equal(await hatched(page, 0.6), 0)
  assert.deepEqual(faults, [])
})

test('how many routine events are left out is said, and leads to them', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  await page.goto('/events?min_severity=low&last=7d')
  await page.getByRole('link', { name: /^[\d,]+ routine events left out\.$/ }).click()
  await page.waitForURL((url) => !url.searchParams.has('min_severity'))
  assert.equal(new URL(page.url()).searchParams.get('last'), '7d')
  await settled(page)
  assert.equal(await page.getByText('routine events left out').count(), 0)
  assert.deepEqual(faults, [])
})

test('each way around an event says how many others there are', async (context) => {
  const { page, faults } = await visit(await openEmbedded(context), context)
  await page.goto('/events?kind=forward_added&host=srv07.example.net&last=7d&q=a.berg.office')
  await page.locator('.of-kind a').first().click()
  const around = page.getByRole('region', { name: 'Around it' })
  const way = around.getByRole('button', { name: /^this mailbox \d+$/ })
  await way.waitFor()
  const others = Number(/\d+$/.exec(await way.innerText())?.[0])
  assert.equal(await around.locator('.neighbour').count(), others + 1)
  await around.getByRole('button', { name: /^address \d+\+?$/ }).waitFor()
  await around.getByRole('button', { name: /^host \d+\+?$/ }).waitFor()
  assert.deepEqual(faults, [])
})
