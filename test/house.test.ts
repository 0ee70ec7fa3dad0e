// The rules of the repository that neither the compiler nor the linter knows.
import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { isIPv4, isIPv6 } from 'node:net'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { everyRule } from '../agent/collect/rules.ts'
import { DRIVERS } from '../agent/sources/sources.ts'
import { type Import, importGraph, reachOf } from './support/import-graph.ts'
import { ROOT, files, programs } from './support/repository-files.ts'
import { RULE_NUMBERS } from './support/rule-numbers.ts'

const graph = await importGraph()

/** The program's own files that import a package, or another file. */
function importersOf(name: string): string[] {
  const isOf = ({ target }: Import): boolean => target === name || target.startsWith(`node_modules/${name}/`)
  return [...programs.keys()].filter((path) => graph.get(path)?.some(isOf))
}

function inFolder(folder: string): string[] {
  return [...programs.keys()].filter((path) => path.startsWith(folder))
}

/** Every match of the pattern in every file, as `path: match`, but for those that are fine. */
function found(pattern: RegExp, isFine: (match: RegExpMatchArray) => boolean): string[] {
  return [...files].flatMap(([path, text]) =>
    [...text.matchAll(pattern)].filter((match) => !isFine(match)).map(([match]) => `${path}: ${match}`),
  )
}

test('the repository has a licence, and an ARCHITECTURE.md of at most 150 lines', () => {
  assert.match(files.get('LICENSE') ?? '', /^MIT License/)
  assert.ok((files.get('ARCHITECTURE.md') ?? '').split('\n').length <= 151)
})

test('no file of the program has more than 300 lines', () => {
  const long = [...programs].filter(([, text]) => text.split('\n').length > 301).map(([path]) => path)
  assert.deepEqual(long, [])
})

test('comments and the prose of documents have at most 120 columns', () => {
  const isComment = /^\s*(?:\/\/|\/?\*)/
  const long = [...files].flatMap(([path, text]) => {
    const prose = path.endsWith('.md') ? text.replaceAll(/^ *```[^]*?^ *```$/gm, '') : text
    const counts = path.endsWith('.md') ? /^[^|]/ : path.endsWith('.ts') ? isComment : /^$/
    return prose
      .split('\n')
      .filter((line) => line.length > 120 && counts.test(line))
      .map((line) => `${path}: ${line}`)
  })
  assert.deepEqual(long, [])
})

test('every file has a noun of its own: no utils, helpers, common or index', () => {
  const vague = [...files.keys()].filter((path) =>
    /(?:^|\/)(?:utils?|helpers?|common|misc|shared|index)(?:\/|\.)/.test(path),
  )
  assert.deepEqual(vague, [])
})

test('nothing is re-exported from another file', () => {
  assert.deepEqual(
    found(/^export (?:type )?(?:\*|\{[^}]*\}) from .*$/gm, () => false),
    [],
  )
})

test('only one file uses the lock library', () => {
  assert.deepEqual(importersOf('proper-lockfile'), ['lib/system/processes/lock.ts'])
})

test('signals are combined in one place, which keeps them', () => {
  const combining = [...programs].flatMap(([path, text]) => (text.includes('AbortSignal.any(') ? [path] : []))
  assert.deepEqual(combining, ['lib/system/either-signal.ts'])
})

test('lib/http names neither the API nor a configuration key: differences are passed in', () => {
  const names = inFolder('lib/http/').flatMap(
    (path) =>
      files
        .get(path)
        ?.match(/.*(?:\bAPI\b|\btransmission\.|\bspoor\b).*/gi)
        ?.map((line) => `${path}: ${line}`) ?? [],
  )
  assert.deepEqual(names, [])
})

test('what leaves an event in an inbox loads no package: it starts for each change that somebody makes', async () => {
  for (const writer of ['agent/inbox/writer.ts', 'agent/commands/hook.ts']) {
    const reach = [...reachOf(await importGraph([writer]), [writer], true)]
    assert.ok(reach.length > 1)
    assert.deepEqual(
      reach.filter((name) => name.includes('node_modules/') || name.startsWith('lib/event/')),
      [],
    )
  }
})

test('drivers are pure: nothing they import, however far, reaches beyond the line', () => {
  for (const path of inFolder('agent/drivers/')) {
    const outside = [...reachOf(graph, [path])].filter((name) => !/^(?:agent|lib|node_modules\/valibot)\//.test(name))
    assert.deepEqual(
      outside.filter((name) => name !== 'net'),
      [],
      path,
    )
    const code = (files.get(path) ?? '').replaceAll(/\/\*.*?\*\/|\/\/[^\n]*/gs, '')
    assert.doesNotMatch(
      code,
      /\b(?:process|console|performance|globalThis)\.|\b(?:fetch|setTimeout|setInterval)\(/,
      path,
    )
    assert.doesNotMatch(code, /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b/, path)
    for (const [, names = ''] of code.matchAll(/import \{([^}]*)\} from 'node:net'/g)) {
      assert.match(names, /^(?:[\s,]|isIP(?:v4|v6)?\b)+$/, path)
    }
  }
})

test('events are made of lines in one place, whoever reads the log', () => {
  const callers = [...programs].filter(([, text]) => /\bdriver\.parse\(/.test(text)).map(([path]) => path)
  assert.deepEqual(callers, ['agent/drivers/line.ts'])
  const users = importersOf('agent/drivers/line.ts').toSorted()
  assert.deepEqual(users, [
    'agent/collect/recogniser.ts',
    'agent/commands/mail/limits-reached.ts',
    'agent/commands/mail/recent-logins.ts',
    'agent/commands/parse.ts',
    'agent/doctor/examinations/format.ts',
    'agent/own-drivers/sample-result.ts',
    'agent/trace/follow-along.ts',
  ])
})

test('JSON from outside is parsed in one place, which checks its depth first', () => {
  const callers = [...programs].filter(([, text]) => /\bJSON\.parse\(|\bparseJson\(/.test(text)).map(([path]) => path)
  assert.deepEqual(callers.toSorted(), [
    // What it parses was made by the line above.
    'agent/commands/spool/show.ts',
    // In the browser, what its own hub sends, and what it kept itself.
    'hub/console/state/ask.ts',
    'hub/console/state/live.ts',
    'hub/console/state/stored-json.ts',
    // What another thread of the hub wrote.
    'hub/store/thread/serve-thread.ts',
    'lib/text/bounded-json.ts',
  ])
})

test('every driver reads a source, and is in a file of its name', () => {
  const written = [...programs].filter(([, text]) => /: Driver(?:<.*>)? = \{/.test(text)).map(([path]) => path)
  const listed = DRIVERS.map(({ name }) => `agent/drivers/${name}.ts`)
  assert.deepEqual(
    written.toSorted(),
    listed.toSorted(),
    'give the driver the name of its file, and add a source that it reads to agent/sources/sources.ts',
  )
})

test('every rule runs, and is in a file of its name', () => {
  const written = [...programs].filter(([, text]) => /\): Rule(?:<.*>)? \{\n  /.test(text)).map(([path]) => path)
  assert.deepEqual(
    written.toSorted(),
    everyRule(RULE_NUMBERS)
      .map(({ name }) => `lib/rules/${name}.ts`)
      .toSorted(),
    'give the rule the name of its file in lib/rules, and add it to agent/collect/rules.ts',
  )
})

test('every exported declaration of the program has a docstring', () => {
  const silent = [...programs].flatMap(([path, text]) =>
    [...text.matchAll(/^(.*)\nexport (?:async )?(?:const|function\*?|class|interface|type) \w+/gm)]
      .filter(([, above = '']) => !above.trimEnd().endsWith('*/'))
      .map(([match]) => `${path}: ${match.split('\n')[1]}`),
  )
  assert.deepEqual(
    silent,
    [],
    'write a comment of one or two sentences, /** ... */, on the line above each of these: what it is, its units, its errors',
  )
})

test('an exported name means one thing in a program', () => {
  // The console is a program of its own: it runs in browsers.
  for (const own of [
    /^(?:agent|lib)\//,
    /^(?:hub(?!\/console\/)|lib)\//,
    /^(?:hub\/(?:console|contract)|lib\/event)\//,
  ])
    assert.deepEqual(ambiguousIn(own), [], RENAME)
})

const RENAME = 'rename all but one of each by what it is, as FileCursor and ReceiverCursor'

/** Names that several of these files export, with the files. */
function ambiguousIn(own: RegExp): (readonly [string, readonly string[]])[] {
  const exported = [...programs]
    .filter(([path]) => own.test(path))
    .flatMap(([path, text]) =>
      [...text.matchAll(/^export (?:async )?(?:const|function\*?|class|interface|type) (\w+)/gm)].map(
        ([, name = '']) => ({ name, path }),
      ),
    )
  const places = Map.groupBy(exported, ({ name }) => name)
  const meanings = new Map([...places].map(([name, all]) => [name, [...new Set(all.map(({ path }) => path))]]))
  return [...meanings].filter(([, paths]) => paths.length > 1)
}

test('addresses are documentation addresses', () => {
  // 2.5.x.y: the object identifiers of X.509 look the same.
  const v4 = found(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)/g, ([address]) => {
    return (
      !isIPv4(address) ||
      /^(?:192\.0\.2|198\.51\.100|203\.0\.113|127\.\d+\.\d+)\.|^0\.0\.0\.0$|^2\.5\.\d+\./.test(address)
    )
  })
  const v6 = found(/(?<![\w:.])[\da-f:]{3,39}(?![\w:])/gi, ([address]) => {
    return !isIPv6(address) || /^2001:0?db8:|^::1?$|^::ffff:/i.test(address)
  })
  assert.deepEqual([...v4, ...v6], [])
})

test('mailboxes are in documentation domains', () => {
  const domain = /(?:^|\.)(?:example\.(?:com|net|org)|example|invalid|localhost)$/
  const real = found(/[\w.+%-]+@((?:[\w-]+\.)+[a-z]{2,})/gi, ([, name = '']) => domain.test(name.toLowerCase()))
  assert.deepEqual(real, [])
})

test('no file names a path of the machine that it was written on', () => {
  const paths = found(/\/(?:work|farm|Users)\/|\.\.\/shared\b/g, () => false)
  assert.deepEqual(paths, [])
})

test('every link in the documentation leads to a file', () => {
  const links = [...files]
    .filter(([path]) => path.endsWith('.md'))
    .flatMap(([path, text]) =>
      [...text.matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].map(([, to = '']) => join(dirname(path), to)),
    )
  assert.deepEqual(
    links.filter((path) => globSync(path, { cwd: ROOT }).length === 0),
    [],
  )
})
