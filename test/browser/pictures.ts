// Pictures of the console, from a seeded hub: `npm run screenshots [-- NAME...]` writes them to dist/screenshots, and
// `npm run screenshots -- --readme` those of README.md and docs/hub/console.md to docs/pictures.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { loadHubConfig } from '../../hub/config/load.ts'
import { HubServer } from '../../hub/serving/hub-server.ts'
import { SqliteStore } from '../../hub/store/sqlite/sqlite-store.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { launchBrowser } from '../support/browser.ts'
import { checkedScene } from '../support/checked-scene.ts'
import { consoleScene, PASSWORD, TAKEN } from '../support/console-scene.ts'
import { incidentScene } from '../support/incident-scene.ts'
import { placeFiles } from '../support/place-files.ts'
import { ROOT } from '../support/repository-files.ts'
import { smallPng } from '../support/small-png.ts'
import { TOLD_CONFIG, toldScene } from '../support/told-scene.ts'
import { totalsScene } from '../support/totals-scene.ts'
import { CONSOLE_PICTURES, README_PICTURES } from './readme-pictures.ts'

const folder = await mkdtemp(join(tmpdir(), 'spoor-pictures-'))
const isForReadme = process.argv.includes('--readme')
const out = join(ROOT, isForReadme ? 'docs/pictures' : 'dist/screenshots')
await mkdir(out, { recursive: true })
const wanted = isForReadme ? [...README_PICTURES, ...CONSOLE_PICTURES] : process.argv.slice(2)

/** The pages, each with what is done before the picture is taken. */
const PICTURES: Readonly<Record<string, readonly [path: string, act?: (page: Page) => Promise<void>]>> = {
  now: ['/'],
  events: ['/events?min_severity=low'],
  everything: ['/events?not_host=srv31.example.net&last=7d'],
  record: [
    '/events?min_severity=low',
    async (page) => {
      await page.locator('.of-kind a', { hasText: 'Forward added' }).last().click()
      await page.locator('.neighbour').first().waitFor()
    },
  ],
  nomatch: ['/events?host=srv12.example.net&kind=mailbox_takeover'],
  cannotknow: ['/events?kind=whm_terminal_opened'],
  mailbox: [`/mailbox/${TAKEN.mailbox}`],
  address: [`/address/${TAKEN.ip}`],
  incidents: ['/incidents'],
  incident: ['/incidents/9'],
  'incident-whole': ['/incidents/9', (page) => page.setViewportSize({ width: 1440, height: 1500 })],
  attack: ['/incidents/3'],
  'incidents-nomatch': ['/incidents?host=srv12.example.net&kind=misuse'],
  hosts: ['/hosts'],
  'host-says': ['/hosts?open=srv21.example.net'],
  host: ['/hosts/srv21.example.net'],
  'host-traffic': ['/hosts/srv07.example.net'],
  silent: ['/hosts/srv19.example.net'],
  services: ['/services'],
  'services-check': ['/services?host=srv03.example.net&check=imap'],
  'services-host': ['/services?q=srv07.example.net'],
  'services-whole': ['/services', (page) => page.setViewportSize({ width: 1440, height: 1500 })],
  'services-narrow': ['/services', (page) => page.setViewportSize({ width: 320, height: 1700 })],
  'services-mute': [
    '/services?host=srv03.example.net&check=imap',
    async (page) => {
      await page.setViewportSize({ width: 1440, height: 1700 })
      await page.getByRole('button', { name: 'Mute' }).first().click()
    },
  ],
  statistics: ['/statistics'],
  'statistics-vhost': ['/statistics?key=shop.example&last=1h&by=bytes'],
  'statistics-week': ['/statistics?last=7d'],
  'statistics-wide': ['/statistics', (page) => page.setViewportSize({ width: 2560, height: 1200 })],
  'statistics-narrow': ['/statistics', (page) => page.setViewportSize({ width: 320, height: 1700 })],
  'statistics-mail': ['/statistics?show=mail'],
  'statistics-senders': ['/statistics?show=mail&of=senders'],
  'statistics-bandwidth': ['/statistics?show=bandwidth&last=30d'],
  alerts: ['/alerts'],
  message: [
    '/alerts',
    async (page) => {
      await page.locator('.told .to').nth(2).click()
      await page.locator('.letter').waitFor()
    },
  ],
  'alert-rules': ['/alerts?show=rules'],
  channels: ['/alerts?show=channels'],
  snoozes: ['/alerts?show=snoozes'],
  'snooze-dialog': ['/alerts?show=snoozes', (page) => page.keyboard.press('s')],
  why: ['/alerts?show=why&of=1'],
  'first-host': ['/first-host'],
  you: ['/settings'],
  codes: ['/settings', (page) => page.getByRole('button', { name: 'Begin one-time codes' }).click()],
  people: ['/settings/people'],
  person: ['/settings/people?person=vic'],
  'add-person': ['/settings/people', (page) => page.keyboard.press('a')],
  enrolment: ['/settings/enrolment', (page) => page.keyboard.press('a')],
  tokens: ['/settings/tokens', (page) => page.keyboard.press('a')],
  retention: ['/settings/retention'],
  audit: ['/settings/audit'],
  about: ['/settings/about'],
  find: [
    '/events?min_severity=low',
    async (page) => {
      await page.keyboard.press('/')
      await page.keyboard.type('anna')
      await page.getByText('Mailboxes', { exact: true }).waitFor()
    },
  ],
  keys: ['/events?min_severity=low', (page) => page.keyboard.press('?')],
  narrow: ['/events?min_severity=low', (page) => page.setViewportSize({ width: 1180, height: 800 })],
  'record-narrow': [
    '/events?kind=forward_added',
    async (page) => {
      await page.setViewportSize({ width: 1180, height: 800 })
      await page.locator('.of-kind a').first().click()
    },
  ],
}

/** Inter (Debian: fonts-inter) stands for the fonts of the systems that people have. */
const FONTS = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>/usr/share/fonts</dir><cachedir>${folder}</cachedir>
${['system-ui', 'sans-serif'].map((family) => `<match target="pattern"><test name="family"><string>${family}</string></test><edit name="family" mode="assign" binding="strong"><string>Inter</string></edit></match>`).join('\n')}
</fontconfig>`

const SIZES: Readonly<Record<string, BrowserContextOptions>> = {
  '': { viewport: { width: 1440, height: 900 } },
  '-phone': { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
}

for (const name of wanted)
  if (name !== 'login' && !Object.hasOwn(PICTURES, name)) throw new Error(`there is no picture ${name}`)

const config = join(folder, 'hub.yml')
const { country, network } = await placeFiles(folder, 'Example Hosting')
const places = `places: { country: ${country}, network: ${network} }`
await writeFile(config, `listen: 127.0.0.1:0\n${places}\n${TOLD_CONFIG}`, { mode: 0o600 })
const store = new SqliteStore({ folder: join(folder, 'store') })
await store.prepare(Math.floor(Date.now() / 1000))
await consoleScene(store, Math.floor(Date.now() / 1000))
await incidentScene(store, Math.floor(Date.now() / 1000))
await checkedScene(store, Math.floor(Date.now() / 1000))
await toldScene(store, Math.floor(Date.now() / 1000))
await totalsScene(store, Math.floor(Date.now() / 1000))
const parts = { config: await loadHubConfig(config), store, clock: systemClock, tell: () => undefined }
const server = await HubServer.start(parts)
const baseURL = `http://127.0.0.1:${server.ports[0]}`
const fonts = join(folder, 'fonts.conf')
await writeFile(fonts, FONTS)
const browser = await launchBrowser({ FONTCONFIG_FILE: fonts })
try {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const [size, options] of Object.entries(SIZES).slice(0, isForReadme ? 1 : undefined)) {
      const context = await browser.newContext({ ...options, baseURL, colorScheme, timezoneId: 'Europe/Berlin' })
      const page = await context.newPage()
      page.on('console', (message) => {
        if (message.type() === 'error') process.stderr.write(`${message.text()}\n`)
      })
      page.on('pageerror', (error) => void process.stderr.write(`${error.stack}\n`))
      await page.goto('/login')
      await page.getByLabel('Name').waitFor()
      if (wanted.length === 0 || wanted.includes('login'))
        await page.screenshot({ path: join(out, `login-${colorScheme}${size}.png`) })
      await page.getByLabel('Name').fill('kaja')
      await page.getByLabel('Password').fill(PASSWORD)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.locator('.shell').waitFor()
      for (const [name, [path, act]] of Object.entries(PICTURES)) {
        if (wanted.length > 0 && !wanted.includes(name)) continue
        // The picture before may have changed it.
        if (options.viewport) await page.setViewportSize(options.viewport)
        await page.goto(path)
        await page.waitForTimeout(700)
        await act?.(page)
        await page.waitForTimeout(300)
        const picture = await page.screenshot()
        await writeFile(join(out, `${name}-${colorScheme}${size}.png`), isForReadme ? smallPng(picture) : picture)
      }
      await context.close()
    }
} finally {
  await browser.close()
  await server.close()
  await store.close()
  await rm(folder, { recursive: true })
}
