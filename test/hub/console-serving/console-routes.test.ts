import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { type ConsoleFile, encoded } from '../../../hub/console-serving/console-file.ts'
import { consoleRoutes } from '../../../hub/console-serving/console-routes.ts'
import { errorPage } from '../../../hub/console-serving/error-page.ts'
import { CONSOLE_PATHS } from '../../../hub/contract/console-paths.ts'
import { PROBLEMS } from '../../../hub/http/errors.ts'
import { type RunningHub, runHub } from '../../support/running-hub.ts'
import { openEmbedded } from '../../support/stores.ts'

const PLAIN = Buffer.from('<!doctype html><title>spoor</title>')

const PAGE: ConsoleFile = {
  type: 'text/html; charset=utf-8',
  etag: '"page"',
  br: brotliCompressSync(PLAIN),
  gzip: gzipSync(PLAIN),
}

const SCRIPT: ConsoleFile = { type: 'text/javascript; charset=utf-8', etag: '"script"', plain: Buffer.from('1') }

async function hubWithConsole(context: Parameters<typeof openEmbedded>[0], config?: string): Promise<RunningHub> {
  const files = new Map([
    ['/', PAGE],
    ['/assets/main-1A.js', SCRIPT],
    ['/assets/console-2B.css', { ...SCRIPT, type: 'text/css; charset=utf-8' }],
  ])
  const parts = { routes: consoleRoutes(async () => files), ...(config === undefined ? {} : { config }) }
  return runHub(await openEmbedded(context), context, parts)
}

test('each page of the console is the same file, which browsers ask for again', async (context) => {
  const hub = await hubWithConsole(context)
  for (const path of ['/', '/events?min_severity=low', '/mailbox/ann%40example.com', '/hosts/web1.example.com']) {
    const { status, text, headers } = await hub.ask(path)
    assert.deepEqual([status, text], [200, PLAIN.toString()], path)
    assert.equal(headers.get('cache-control'), 'no-cache')
    assert.equal(headers.get('vary'), 'accept-encoding')
  }
  for (const path of ['/nothing', '/events/1', '/assets/other.js', '/assets/..%2fconsole.html'])
    assert.equal((await hub.ask(path)).status, 404, path)
})

test('a browser that follows a link to nowhere gets the console, which says so; programs get JSON', async (context) => {
  const hub = await hubWithConsole(context)
  const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
  const asked = { headers: { accept, 'if-none-match': PAGE.etag } }
  for (const path of ['/nothing', '/events/1/2', '/hosts/', '/apis']) {
    const { status, text, headers } = await hub.ask(path, asked)
    assert.deepEqual([status, text], [404, PLAIN.toString()], path)
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/)
  }
  const head = await hub.ask('/nothing', { ...asked, method: 'HEAD' })
  assert.deepEqual([head.status, head.headers.get('content-type')], [404, PAGE.type])
  for (const [path, init] of [
    ['/api/v1/nothing', asked],
    ['/assets/other.js', asked],
    ['/nothing', {}],
    ['/nothing', { headers: { accept: 'application/json' } }],
    ['/nothing', { ...asked, method: 'POST' }],
  ] as const) {
    const { status, json } = await hub.ask(path, init)
    assert.equal(status, 404, path)
    assert.deepEqual(json, { code: 40401, error: 'There is nothing at this path.', link: '/errors/40401' })
  }
})

test('a browser with a broken address gets the console at every page, with 400; programs get JSON', async (context) => {
  const hub = await hubWithConsole(context)
  const browser = { headers: { accept: 'text/html,*/*;q=0.8' } }
  const pages = Object.values(CONSOLE_PATHS).map((path) => path.replace(/:\w+/, '%'))
  const broken = [...pages.filter((path) => path.includes('%')), ...pages.map((path) => `${path}?q=%00`)]
  for (const path of [...broken, '/mailbox/a%00', '/mailbox/%FF', '/hosts/%zz', '/nothing/%', '/errors/%']) {
    const { status, text, headers } = await hub.ask(path, browser)
    assert.deepEqual([status, text], [400, PLAIN.toString()], path)
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/)
    for (const init of [{}, { ...browser, method: 'POST' }] as const) {
      const { json } = await hub.ask(path, init)
      assert.deepEqual(json, { code: 40001, error: 'The request cannot be understood.', link: '/errors/40001' }, path)
    }
  }
  assert.equal((await hub.ask('/api/v1/hosts/%', browser)).headers.get('content-type'), 'application/json')
  assert.equal((await hub.ask('/events?q=%', browser)).status, 200)
})

test('the link of each error is a page for a browser, without a script, and JSON for programs', async (context) => {
  const hub = await hubWithConsole(context)
  const browser = { headers: { accept: 'text/html,*/*;q=0.8' } }
  const all = Object.values(PROBLEMS)
  for (const problem of all) {
    const path = `/errors/${problem.code}`
    const { status, text, headers } = await hub.ask(path, browser)
    assert.deepEqual([status, headers.get('content-type')], [200, PAGE.type], path)
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/)
    assert.equal(headers.get('vary'), 'accept')
    assert.match(text, new RegExp(`<p class="faint">Error ${problem.code}</p>`))
    assert.match(text, /<h2>What to do<\/h2>\s+<p>[^<]{20,}<\/p>/, path)
    assert.match(text, /href="\/assets\/console-2B.css"/)
    assert.doesNotMatch(text, /<script| style=| on\w+=/)
    const asked = await hub.ask(path)
    assert.deepEqual([asked.json, asked.headers.get('vary')], [problem, 'accept'])
  }
  assert.deepEqual([(await hub.ask('/errors/99999', browser)).text, all.length > 60], [PLAIN.toString(), true])
  assert.deepEqual((await hub.ask('/errors/99999')).json, { ...PROBLEMS.unknownPath, link: '/errors/40401' })
})

test('nothing in the sentence of an error becomes markup', () => {
  const page = errorPage({ code: 40001, error: `<b title="a">'x' & y` }, { style: '/"><b>', icon: undefined })
  assert.match(page, /<h1>&#60;b title=&#34;a&#34;&#62;&#39;x&#39; &#38; y<\/h1>/)
  assert.doesNotMatch(page, /<b>/)
})

test('assets are kept for ever, as their names change with their content', async (context) => {
  const { headers, text } = await (await hubWithConsole(context)).ask('/assets/main-1A.js')
  assert.equal(text, '1')
  assert.equal(headers.get('cache-control'), 'public, max-age=31536000, immutable')
  assert.equal(headers.get('content-type'), 'text/javascript; charset=utf-8')
  assert.equal(headers.get('x-content-type-options'), 'nosniff')
})

test('who has a file is told only that', async (context) => {
  const hub = await hubWithConsole(context)
  for (const etag of ['"page"', 'W/"page"', '"other", "page"']) {
    const answer = await hub.ask('/', { headers: { 'if-none-match': etag } })
    assert.deepEqual([answer.status, answer.text], [304, ''], etag)
    assert.equal(answer.headers.get('content-length'), null)
    assert.ok(answer.headers.has('content-security-policy'))
  }
  assert.equal((await hub.ask('/', { headers: { 'if-none-match': '"old"' } })).status, 200)
})

test('the page may do nothing inline, load nothing from elsewhere, and be framed by nobody', async (context) => {
  const { headers } = await (await hubWithConsole(context)).ask('/')
  const policy = headers.get('content-security-policy') ?? ''
  assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'/)
  assert.match(policy, /frame-ancestors 'none'/)
  assert.doesNotMatch(policy, /unsafe|\*|data:|https?:/)
  assert.equal(headers.get('x-frame-options'), 'DENY')
  assert.equal(headers.get('referrer-policy'), 'no-referrer')
  assert.equal(headers.get('strict-transport-security'), null)
  const secure = await hubWithConsole(context, 'public_url: https://hub.example.com')
  assert.match((await secure.ask('/')).headers.get('strict-transport-security') ?? '', /^max-age=/)
})

test('a file goes out in the best encoding that is taken', () => {
  const codings = ['br, gzip', 'gzip;q=1.0, br;q=0', 'GZIP', 'br;q=0.1', '', 'identity', 'gzip; q=0.000', undefined]
  const sent = codings.map((accepted) => encoded(PAGE, accepted).encoding)
  assert.deepEqual(sent, ['br', 'gzip', 'gzip', 'br', undefined, undefined, undefined, undefined])
  assert.deepEqual(encoded(PAGE, '').bytes, PLAIN)
})

test('a hub that carries no console says how to get one', async (context) => {
  const hub = await runHub(await openEmbedded(context), context, { routes: consoleRoutes(async () => new Map()) })
  const { status, text } = await hub.ask('/')
  assert.equal(status, 404)
  assert.match(text, /"code":40402.*npm run build:console/)
})
