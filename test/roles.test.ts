// Checks everything that each role can load, however indirectly, at once or later.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { COLLECTOR, ROLES } from '../agent/roles/roles.ts'
import { ROOT } from '../build/executable/bundle.ts'
import { type ImportGraph, importGraph, reachOf } from './support/import-graph.ts'
import { graph, LATER, loadedBy, loadedByRole } from './support/loaded-by.ts'
import { temporaryFolder } from './support/spool-scene.ts'

/** Modules that can reach another host or process. */
const OUTWARD =
  /^(?:net|http|https|http2|tls|dgram|dns|dns\/promises|quic|inspector|inspector\/promises|child_process|cluster|worker_threads|wasi|vm|module)$/
/** Node's globals that can reach another host without a module. */
const GLOBALS = /\b(?:fetch|WebSocket|EventSource|XMLHttpRequest|navigator)\b/
/** Ways to load a module or code that no list of imports shows. */
const AROUND =
  /\bimport\((?!\s*'[^'$]+'\s*\))|\bgetBuiltinModule\b|\bcreateRequire\b|(?<!\.|async )\brequire\s*\(|\bprocess\.binding\b|\beval\b|\bnew Function\b/

function isFile(path: string): boolean {
  return graph.has(path)
}

/** The code of a file without comments and strings. */
function codeOf(path: string, folder = ROOT): string {
  return readFileSync(join(folder, path), 'utf8').replaceAll(/\/\*[^]*?\*\/|(?<!:)\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"/g, '')
}

/** Whether one of our files uses `node:net` only to check what an address is. */
function asksForAddressesAlone(path: string): boolean {
  const imports = [...codeOf(path).matchAll(/import (.*) from 'node:net'/g)].map(([, names = '']) => names)
  return imports.length > 0 && imports.every((names) => /^\{(?:\s*(?:isIP(?:v4|v6)?|BlockList)\s*,?)+\}$/.test(names))
}

/** Every way to another host or process in these files, as `file: what`. */
function outwardOf(files: Iterable<string>, imports: ImportGraph = graph, folder = ROOT): string[] {
  return [...files]
    .filter((path) => imports.has(path))
    .flatMap((path) => {
      const modules = (imports.get(path) ?? [])
        .map(({ target }) => target)
        .filter((target) => OUTWARD.test(target))
        .filter((target) => !(target === 'net' && imports === graph && asksForAddressesAlone(path)))
      const words = path.startsWith('node_modules/') ? [] : (GLOBALS.exec(codeOf(path, folder)) ?? [])
      return [...modules, ...words].map((what) => `${path}: ${what}`)
    })
}

/**
 * What the collector loads where the configuration asks for it, and only then: a socket of this machine, and the
 * journal's own program.
 */
const ASKED_FOR: Readonly<Record<string, string>> = {
  'lib/system/socket-file.ts': 'net',
  'agent/sources/unix-socket.ts': 'net',
  'agent/sources/journalctl.ts': 'child_process',
}

const readers = [
  ...ROLES.filter(({ rights }) => rights === 'logs').map((role) => [role.command, loadedByRole(role)] as const),
  ...['parse', 'mail', 'traffic', 'learn', 'replay', 'hook', 'backstop'].map(
    (command) => [command, loadedBy(command)] as const,
  ),
]

for (const [name, loaded] of readers) {
  test(`${name}, which reads text by attackers, can reach neither the network nor another program`, () => {
    const asked = Object.entries(ASKED_FOR).map(([path, what]) => `${path}: ${what}`)
    assert.deepEqual(outwardOf(loaded).toSorted(), name === COLLECTOR.command ? asked.toSorted() : [])
    assert.deepEqual(
      [...loaded].filter((path) => /^(?:lib\/http|agent\/(?:receivers|alerts|cpanel))\//.test(path)),
      [],
    )
  })
}

test('the collector loads neither sockets nor processes unless the configuration asks for them', () => {
  const eager = reachOf(graph, [`agent/roles/${COLLECTOR.name}.ts`], true)
  assert.deepEqual(
    Object.keys(ASKED_FOR).filter((path) => eager.has(path)),
    [],
  )
})

test('what runs patterns is loaded where people write some: in learn, in own drivers and in checks', () => {
  const holds = (files: ReadonlySet<string>): boolean =>
    [...files].some((path) => /^(?:lib\/patterns|node_modules\/re2js)\//.test(path))
  const withoutDrivers = new Map(graph)
  const imports = graph.get('agent/config/drivers/load-drivers.ts') ?? []
  withoutDrivers.set(
    'agent/config/drivers/load-drivers.ts',
    imports.filter(({ target }) => target !== 'agent/config/drivers/driver-file.ts'),
  )
  const commands = [...ROLES.map(({ command }) => command), 'parse', 'replay', 'hook', 'backstop', 'status']
  const entries = commands.map((command) => `agent/commands/${command}.ts`).filter((path) => graph.has(path))
  const roles = ROLES.map(({ name }) => `agent/roles/${name}.ts`)
  const watcher = 'agent/roles/watcher.ts'
  for (const entry of [...entries, ...roles].filter((each) => each !== watcher))
    assert.ok(!holds(reachOf(withoutDrivers, [entry], false, LATER)), entry)
  for (const loaded of [loadedBy('learn'), reachOf(graph, [watcher])]) assert.ok(holds(loaded))
})

test('the sockets of the collector are UNIX sockets: each call says a path, and nothing else', () => {
  for (const path of ['lib/system/socket-file.ts', 'agent/sources/unix-socket.ts']) {
    const code = codeOf(path)
    const [, names = ''] = /import (.*) from 'node:net'/.exec(code) ?? []
    assert.match(names, /^\{(?:\s*(?:type \w+|createServer|connect)\s*,?)+\}$/, path)
    const calls = [...code.matchAll(/(?:\bconnect|\bcreateConnection|(?<!SocketFile)\.listen)\(([^)]*)\)/g)]
    assert.deepEqual(
      calls.map(([, words]) => words),
      path === 'lib/system/socket-file.ts' ? ['{ path }', '{ path }'] : [],
    )
  }
})

test('the only program that the collector starts is journalctl, at one of two places, without a shell', () => {
  const code = codeOf('agent/sources/journalctl.ts')
  assert.match(code, /^import \{ spawn \} from 'node:child_process'$/m)
  assert.deepEqual(code.match(/\bspawn\([^)]*/g), [
    "spawn(program, words, { cwd: '/', env: { LC_ALL: 'C' }, stdio: ['ignore', 'pipe', 'pipe'] }",
  ])
  assert.match(code, /program: string \| undefined = journalctlHere\(\),/)
  assert.match(code, /^const PLACES = \['\/usr\/bin\/journalctl', '\/bin\/journalctl'\] as const$/m)
})

/** What starts programs for alerts: this one for a mail, and that of a command. */
const STARTERS = ['agent/alerts/mail-process.ts', 'lib/system/processes/group-run.ts']

for (const role of ROLES.filter(({ rights }) => rights === 'network')) {
  test(`${role.command}, which may use the network, loads nothing that opens a log, and starts what alerts start`, () => {
    const loaded = [...loadedByRole(role)]
    assert.deepEqual(
      outwardOf(loaded).filter(
        (each) =>
          !/^(?:lib\/(?:http|notify\/webhook)\/[\w/-]+\.ts: (?:net|https?|tls|dns)|agent\/config\/receivers\/client-certificate\.ts: tls)$/.test(
            each,
          ) && !STARTERS.some((path) => each === `${path}: child_process`),
      ),
      [],
    )
    const ofLogs = loaded.filter((path) =>
      /^agent\/(?:follow|collect|drivers|replay)\/|^agent\/roles\/collector\.ts$/.test(path),
    )
    // The schema of a position, and the configuration's list of formats: they compute and touch nothing.
    for (const path of ofLogs) {
      const outside = [...reachOf(graph, [path])].filter((target) => !isFile(target))
      assert.deepEqual(
        outside.filter((target) => !['crypto', 'zlib', 'net'].includes(target)),
        [],
        path,
      )
    }
  })
}

test('alerts start this program, and those that the configuration names, without a shell or a word of an event', () => {
  const [mail = '', group = ''] = STARTERS.map((path) => codeOf(path))
  assert.match(mail, /^import \{ spawn \} from 'node:child_process'$/m)
  assert.deepEqual(mail.match(/\bspawn\([^)]*/g), ["spawn(program, [...words, 'send-mail'], { detached: true, stdio }"])
  assert.match(group, /^import \{ type ChildProcess, spawn, type SpawnOptions \} from 'node:child_process'$/m)
  assert.deepEqual(group.match(/\bspawn\([^)]*/g), [
    "spawn(program, words, { cwd, env, uid, gid, detached: true, stdio: 'pipe' }",
  ])
  const channel = codeOf('lib/notify/command/command-channel.ts')
  assert.deepEqual(channel.match(/\brunGroup\([^)]*/g), [
    "runGroup({ argv: exec, cwd: '/', env: ENV, stdin, timeout, bound: KEPT, signal }",
  ])
})

test('what reads OpenPGP keys is loaded by commands alone, and by none before a key is configured', () => {
  const holds = (files: ReadonlySet<string>): boolean =>
    [...files].some((path) => path.startsWith('node_modules/openpgp/'))
  assert.deepEqual(
    ROLES.filter((role) => holds(loadedByRole(role))),
    [],
  )
  for (const command of ['status', 'check']) {
    assert.ok(holds(loadedBy(command)), command)
    assert.ok(!holds(reachOf(graph, [`agent/commands/${command}.ts`], true)), command)
  }
})

test('of a mail report, neither its root process nor sections that read logs and files load the network', () => {
  const expected = new Map([
    [
      loadedBy('mail-report'),
      [
        'agent/alerts/mail-process.ts: child_process',
        'agent/mail-reports/run/section-process.ts: child_process',
        // Asks for crypto and worker_threads by a `require` of its own.
        'node_modules/openpgp/dist/node/openpgp.min.cjs: module',
      ],
    ],
    [loadedBy('report-section', ['agent/mail-reports/sections/unusual/unusual.ts']), []],
    [
      loadedBy('report-section', ['agent/mail-reports/sections/files/files.ts']),
      ['agent/files/packages/rpm.ts: child_process'],
    ],
  ])
  for (const [loaded, outward] of expected) assert.deepEqual(outwardOf(loaded).toSorted(), outward)
})

test('the search works: it finds the network in the transmitter', () => {
  assert.ok(outwardOf(loadedBy('role', ['agent/roles/transmitter.ts'])).length > 0)
})

test('no file of the program loads anything that its imports do not show', () => {
  const hidden = [...graph.keys()]
    .filter((path) => /^(?:agent|lib)\//.test(path))
    .flatMap((path) => AROUND.exec(codeOf(path))?.map((match) => `${path}: ${match}`) ?? [])
  assert.deepEqual(hidden, [])
})

/** Findings for a program with one hostile file. */
async function withHostile(t: TestContext, code: string): Promise<string[]> {
  const folder = await temporaryFolder(t)
  await mkdir(join(folder, 'agent'))
  await writeFile(join(folder, 'agent/main.ts'), "import './wanted.ts'\n")
  await writeFile(join(folder, 'agent/wanted.ts'), `${code}\n`)
  await writeFile(
    join(folder, 'agent/post.ts'),
    "import http from 'node:http'\nexport const post = http.request\nexport interface Way {}\n",
  )
  const hostile = await importGraph(['agent/main.ts'], folder)
  return outwardOf(['agent/main.ts', ...reachOf(hostile, ['agent/main.ts'])], hostile, folder)
}

test('an import that leads to the network is found in every form', async (t) => {
  const through = [
    "import { post } from './post.ts'\nvoid post",
    "import { post } from './post.ts'",
    "import { type Way, post } from './post.ts'",
    "import { post as mine }\n  from './post.ts'",
    "import * as all from './post.ts'",
    "import './post.ts'",
    "export { post } from './post.ts'",
    "export * from './post.ts'",
    "export const later = () => import('./post.ts')",
    'export const later = () => import("./post.ts")',
  ]
  for (const code of through) assert.deepEqual(await withHostile(t, code), ['agent/post.ts: http'], code)
  const itself: Record<string, string> = {
    "import net from 'node:net'": 'net',
    "import { connect } from 'net'": 'net',
    "import { lookup } from 'node:dns/promises'": 'dns/promises',
    "export const later = () => import('node:child_process')": 'child_process',
    "void fetch('https://spoor.example.com')": 'fetch',
    "void globalThis['fetch']": 'fetch',
    "void new WebSocket('wss://spoor.example.com')": 'WebSocket',
  }
  for (const [code, what] of Object.entries(itself)) {
    assert.deepEqual(await withHostile(t, code), [`agent/wanted.ts: ${what}`], code)
  }
  for (const code of ["import type { Way } from './post.ts'", "export type { Way } from './post.ts'", '// fetch it']) {
    assert.deepEqual(await withHostile(t, code), [], code)
  }
})

test('hidden imports are found', () => {
  const hidden = [
    'import(`node:net`)',
    "import('node:' + name)",
    'import(name)',
    "process.getBuiltinModule('net')",
    'createRequire(path)',
    "require('net')",
    "process.binding('tcp_wrap')",
    'eval(code)',
    'new Function(code)',
  ]
  for (const code of hidden) assert.match(code, AROUND, code)
  assert.doesNotMatch("await import('./post.ts')", AROUND)
})
