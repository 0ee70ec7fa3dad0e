// Which folder may import from which.
import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { programs } from './support/repository-files.ts'

/** The folders of agent/. Each imports only from those before it, whether types or code that it loads later. */
const LAYERS = [
  'debug',
  'follow',
  'drivers',
  'hook',
  'own-drivers',
  'sources',
  'requests',
  'probes',
  'config',
  'spool',
  'snapshots',
  'receivers',
  'alerts',
  'inbox',
  'restarts',
  'watch',
  'survey',
  'plugins',
  'backstop',
  'collect',
  'counters',
  'heartbeat',
  'samples',
  'events',
  'replay',
  'trace',
  'roles',
  'status',
  'files',
  'mail-reports',
  'check',
  'cpanel',
  'enrolment',
  'setup',
  'app-spoor',
  'doctor',
  'commands',
]

/** The folders of hub/, in the same way. */
const HUB_LAYERS = [
  'contract',
  'incidents',
  'alerts',
  'places',
  'config',
  'store',
  'credentials',
  'people',
  'samples',
  'http',
  'console',
  'console-serving',
  'enrolment',
  'ingest',
  'evaluation',
  'coverage',
  'telling',
  'api',
  'forwarding',
  'serving',
  'commands',
]

/** What the files of a folder must not import, types included. */
const ABOVE: readonly { readonly folder: RegExp; readonly above: RegExp }[] = [
  { folder: /^lib\//, above: /^(?:agent|hub)\// },
  { folder: /^agent\//, above: /^hub\// },
  { folder: /^hub\/console\//, above: /^(?!hub\/(?:console|contract)\/|lib\/event\/|lib\/text\/csv\.ts$)/ },
  { folder: /^hub\/contract\//, above: /^(?!hub\/contract\/|lib\/event\/)/ },
  { folder: /^lib\/(?:system|text|time)\//, above: /^lib\/(?!system\/|text\/|time\/)/ },
  { folder: /^lib\/event\//, above: /^lib\/(?!event\/|text\/|time\/)/ },
  { folder: /^lib\/traffic\//, above: /^lib\/(?!traffic\/)/ },
  { folder: /^lib\/(?:settings|http)\//, above: /^lib\/(?:command-line|event|notice)\// },
  { folder: /^agent\/receivers\/delivery\//, above: /^agent\/receivers\/(?!delivery\/)\w+(?:-\w+)*\/|^lib\/http\// },
  { folder: /^agent\/receivers\/server\//, above: /^agent\/receivers\/(?!delivery\/|server\/)\w+(?:-\w+)*\// },
  { folder: /^agent\/follow\//, above: /^agent\/(?!follow\/|debug\/)/ },
  { folder: /^agent\/follow\/\w+\//, above: /^agent\/follow\/(?:follow|reading|extraction|turns)\.ts$/ },
  { folder: /^agent\/follow\/search\//, above: /^agent\/follow\/trail\// },
  { folder: /^agent\/follow\/files\//, above: /^agent\/follow\/(?:search|trail)\// },
  { folder: /^agent\/follow\/scan\//, above: /^agent\/follow\/(?!scan\/|fingerprint\/)/ },
  { folder: /^agent\/follow\/fingerprint\//, above: /^agent\/follow\/(?!fingerprint\/)/ },
]

/** The program's files that each of them imports, types included; those that it loads later excluded. */
const imports: ReadonlyMap<string, readonly string[]> = new Map(
  [...programs].map(([path, text]) => [
    path,
    [...text.matchAll(/ from '(\.[^']+)'/g)].map(([, to = '']) => join(dirname(path), to)),
  ]),
)

for (const [program, layers] of Object.entries({ agent: LAYERS, hub: HUB_LAYERS })) {
  test(`the folders of ${program}/ are layers: none imports from one above it`, () => {
    const folder = new RegExp(`^${program}/([^/]+)/`)
    const layerOf = (path: string): number => layers.indexOf(folder.exec(path)?.[1] ?? '')
    const inLayers = [...programs].filter(([path]) => folder.test(path))
    assert.deepEqual(
      inLayers.map(([path]) => path).filter((path) => layerOf(path) < 0),
      [],
      'give the new folder its place in the list: after all that it imports, before all that import it',
    )
    const upwards = inLayers.flatMap(([path, text]) =>
      [...text.matchAll(/(?: from |\bimport\()'(\.[^']+)'/g)]
        .map(([, to = '']) => join(dirname(path), to))
        .filter((target) => layerOf(target) > layerOf(path) || target === `${program}/main.ts`)
        .map((target) => `${path}: ${target}`),
    )
    assert.deepEqual(upwards, [], 'move what both need to the lower folder, or pass it in')
  })
}

test('no folder imports from a layer above it', () => {
  const upwards = [...imports].flatMap(([path, targets]) =>
    targets
      .filter((target) => ABOVE.some(({ folder, above }) => folder.test(path) && above.test(target)))
      .map((target) => `${path}: ${target}`),
  )
  assert.deepEqual(upwards, [])
})

test('no import cycles, not even of types', () => {
  const left = new Map(imports)
  for (let before = Infinity; left.size < before;) {
    before = left.size
    for (const [path, targets] of left) if (!targets.some((target) => left.has(target))) left.delete(path)
  }
  assert.deepEqual([...left.keys()], [], 'each of these is in a circle, or imports one')
})
